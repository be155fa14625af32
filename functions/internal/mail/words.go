package mail

import "stellwerk/shared/org"

var frames = map[org.Language]frame{
	org.German: {
		greeting: "Guten Tag,",
		fallback: "Falls der Knopf nicht funktioniert, öffnen Sie bitte diese Adresse:",
		footer:   "Diese Nachricht hat Stellwerk verschickt. Antworten darauf liest niemand.",
	},
	org.English: {
		greeting: "Hello,",
		fallback: "If the button does not work, please open this address:",
		footer:   "This message was sent by Stellwerk. Nobody reads replies to it.",
	},
}

var letters = map[org.Language]map[string]letter{
	org.German: {
		"confirm": {
			subject: "Bitte bestätigen Sie Ihre E-Mail-Adresse",
			before: []string{
				"mit dieser Adresse wurde bei Stellwerk eine Organisation angemeldet. Bitte bestätigen Sie, dass die Adresse Ihnen gehört. Danach ist alles eingerichtet, und Sie können anfangen.",
			},
			button: "Adresse bestätigen",
			after: []string{
				"Der Link gilt 24 Stunden. Am einfachsten öffnen Sie ihn in dem Browser, in dem Sie sich registriert haben; in jedem anderen legen Sie dabei ein neues Passwort fest.",
				"Sie haben sich nicht registriert? Dann brauchen Sie nichts zu tun. Ohne Ihre Bestätigung entsteht kein Konto, und die Angaben werden nach sieben Tagen gelöscht.",
			},
		},
		"known": {
			subject: "Sie haben bereits ein Konto",
			before: []string{
				"mit dieser Adresse sollte bei Stellwerk eine Organisation angemeldet werden. Es gibt zu ihr aber schon ein Konto, deshalb ist kein weiteres entstanden.",
				"Waren Sie das? Dann melden Sie sich bitte an. Eine weitere Organisation gründen Sie anschließend in Ihrem Profil.",
			},
			button: "Anmelden",
			after: []string{
				"Wenn Sie das Passwort nicht mehr wissen, setzen Sie hier ein neues: {forgot}",
				"Wenn Sie das nicht waren, brauchen Sie nichts zu tun. An Ihrem Konto hat sich nichts geändert.",
			},
		},
		"reset": {
			subject: "Ein neues Passwort setzen",
			before: []string{
				"für Ihr Konto bei Stellwerk wurde ein neues Passwort angefordert. Hier setzen Sie es:",
			},
			button: "Neues Passwort setzen",
			after: []string{
				"Der Link gilt eine Stunde und nur einmal. Danach sind Sie auf allen Geräten abgemeldet und melden sich mit dem neuen Passwort wieder an.",
				"Sie haben das nicht angefordert? Dann brauchen Sie nichts zu tun. Ihr Passwort bleibt, wie es ist.",
			},
		},
		"changed": {
			subject: "Ihr Passwort wurde geändert",
			before: []string{
				"das Passwort Ihres Kontos bei Stellwerk wurde geändert. Wer mit dem alten angemeldet war, ist jetzt abgemeldet.",
				"Waren Sie das? Dann brauchen Sie nichts zu tun. Wenn nicht, setzen Sie bitte gleich ein neues Passwort. Damit endet jeder Zugang, der jetzt noch offen ist.",
			},
			button: "Neues Passwort anfordern",
		},
		"welcome": {
			subject: "{organisation} ist eingerichtet",
			before: []string{
				"willkommen, {name}. Die Organisation «{organisation}» ist eingerichtet, und Sie führen sie.",
				"Als Nächstes laden Sie am besten eine Liste Ihrer Mitglieder hoch. Sie sehen vorher Zeile für Zeile, was geschieht, und können alles wieder zurücknehmen.",
			},
			button: "Stellwerk öffnen",
		},
	},
	org.English: {
		"confirm": {
			subject: "Please confirm your e-mail address",
			before: []string{
				"Somebody has signed up an organisation at Stellwerk with this address. Please confirm that the address is yours. Everything is set up then, and you can begin.",
			},
			button: "Confirm address",
			after: []string{
				"The link works for 24 hours. It is easiest to open it in the browser in which you signed up; in any other you choose a new password on the way.",
				"You have not signed up? Then there is nothing to do. Without your confirmation there will be no account, and what was entered is deleted after seven days.",
			},
		},
		"known": {
			subject: "You have an account already",
			before: []string{
				"Somebody wanted to sign up an organisation at Stellwerk with this address. There is an account for it already, so no other one was made.",
				"Was it you? Then please sign in. You can found a further organisation in your profile afterwards.",
			},
			button: "Sign in",
			after: []string{
				"If you don’t remember the password, set a new one here: {forgot}",
				"If it was not you, there is nothing to do. Nothing has changed about your account.",
			},
		},
		"reset": {
			subject: "Set a new password",
			before: []string{
				"A new password was requested for your account at Stellwerk. You can set it here:",
			},
			button: "Set a new password",
			after: []string{
				"The link works for one hour and only once. You will be signed out on all devices then, and sign in again with the new password.",
				"You have not requested this? Then there is nothing to do. Your password stays as it is.",
			},
		},
		"changed": {
			subject: "Your password has been changed",
			before: []string{
				"The password of your account at Stellwerk has been changed. Whoever was signed in with the old one is signed out now.",
				"Was it you? Then there is nothing to do. If not, please set a new password at once. That ends all access that is still open.",
			},
			button: "Request a new password",
		},
		"welcome": {
			subject: "{organisation} is set up",
			before: []string{
				"Welcome, {name}. The organisation “{organisation}” is set up, and you are its owner.",
				"A good next step is to upload a list of your members. You see beforehand, row by row, what will happen, and you can take everything back.",
			},
			button: "Open Stellwerk",
		},
	},
}
