package mail

import "stellwerk/shared/org"

var frames = map[org.Language]frame{
	org.German: {
		greeting: "Guten Tag,",
		fallback: "Falls der Knopf nicht funktioniert, öffnen Sie bitte diese Adresse:",
		noReply:  "Antworten darauf liest niemand.",
	},
	org.English: {
		greeting: "Hello,",
		fallback: "If the button does not work, please open this address:",
		noReply:  "Nobody reads replies to it.",
	},
}

var letters = map[org.Language]map[string]letter{org.German: german, org.English: english}

// How long links and sign-ups last is accounts.ConfirmLife, ResetLife and SignUpLife.

var german = map[string]letter{
	"confirm": {
		subject: "Bitte bestätigen Sie Ihre E-Mail-Adresse",
		preview: "Danach ist Ihre Organisation eingerichtet. Der Link gilt 24 Stunden.",
		before: []string{
			"jemand hat mit dieser Adresse bei Stellwerk eine Organisation angemeldet. Wenn Sie das waren, bestätigen Sie bitte, dass die Adresse Ihnen gehört. Danach ist Ihre Organisation eingerichtet, und Sie können anfangen.",
		},
		button: "Adresse bestätigen",
		after: []string{
			"Der Link gilt 24 Stunden. Öffnen Sie ihn am besten in dem Browser, in dem Sie sich registriert haben. In einem anderen Browser legen Sie dabei ein neues Passwort fest.",
		},
		stranger: &stranger{
			"Sie haben sich nicht registriert?",
			"Dann brauchen Sie nichts zu tun. Ohne Ihre Bestätigung entsteht kein Konto, und die Angaben werden nach sieben Tagen gelöscht.",
		},
		why: "Stellwerk hat Ihnen diese E-Mail geschickt, weil diese Adresse bei einer Registrierung angegeben wurde.",
	},
	"known": {
		subject: "Sie haben bereits ein Konto",
		preview: "Melden Sie sich damit an. An Ihrem Konto hat sich nichts geändert.",
		before: []string{
			"jemand wollte mit dieser Adresse bei Stellwerk eine Organisation anmelden. Zu der Adresse gibt es schon ein Konto, deshalb ist kein weiteres entstanden.",
			"Wenn Sie das waren, melden Sie sich bitte mit Ihrem Konto an. Eine weitere Organisation gründen Sie danach auf der Seite «Organisation».",
		},
		button: "Anmelden",
		after: []string{
			"Sie wissen das Passwort nicht mehr? Setzen Sie hier ein neues: {forgot}",
		},
		stranger: &stranger{
			"Sie wollten sich nicht registrieren?",
			"Dann brauchen Sie nichts zu tun. An Ihrem Konto hat sich nichts geändert.",
		},
		why: "Stellwerk hat Ihnen diese E-Mail geschickt, weil diese Adresse bei einer Registrierung angegeben wurde.",
	},
	"reset": {
		subject: "Ein neues Passwort setzen",
		preview: "Der Link gilt eine Stunde und nur einmal.",
		before: []string{
			"jemand hat für Ihr Konto bei Stellwerk ein neues Passwort angefordert. Wenn Sie das waren, setzen Sie es hier:",
		},
		button: "Neues Passwort setzen",
		after: []string{
			"Der Link gilt eine Stunde und nur einmal. Danach sind Sie auf allen Geräten abgemeldet und melden sich mit dem neuen Passwort wieder an.",
		},
		stranger: &stranger{
			"Sie haben das nicht angefordert?",
			"Dann brauchen Sie nichts zu tun. Ihr Passwort bleibt, wie es ist. Geben Sie den Link nicht weiter: Wer ihn hat, kann Ihr Passwort ändern.",
		},
		why: "Stellwerk hat Ihnen diese E-Mail geschickt, weil für Ihr Konto ein neues Passwort angefordert wurde.",
	},
	"changed": {
		subject: "Ihr Passwort wurde geändert",
		preview: "Wenn Sie das nicht waren, fordern Sie bitte gleich ein neues an.",
		before: []string{
			"das Passwort Ihres Kontos bei Stellwerk wurde geändert. Wer mit dem alten angemeldet war, ist jetzt abgemeldet.",
			"Wenn Sie das waren, brauchen Sie nichts zu tun.",
			"Wenn nicht, fordern Sie bitte gleich ein neues Passwort an. Sobald Sie es gesetzt haben, endet jeder Zugang, der jetzt noch offen ist.",
		},
		button: "Neues Passwort anfordern",
		why:    "Stellwerk hat Ihnen diese E-Mail geschickt, damit eine Änderung an Ihrem Konto nicht unbemerkt bleibt.",
	},
	"welcome": {
		subject:  "{organisation} ist eingerichtet",
		preview:  "Als Nächstes laden Sie am besten eine Liste Ihrer Mitglieder hoch.",
		greeting: "Guten Tag {name},",
		before: []string{
			"willkommen bei Stellwerk. Die Organisation «{organisation}» ist eingerichtet, und Sie führen sie.",
			"Als Nächstes laden Sie am besten eine Liste Ihrer Mitglieder hoch. Sie sehen vorher Zeile für Zeile, was geschieht, und können alles wieder zurücknehmen.",
		},
		button: "Stellwerk öffnen",
		why:    "Stellwerk hat Ihnen diese E-Mail geschickt, weil Sie eine Organisation gegründet haben.",
	},
}

var english = map[string]letter{
	"confirm": {
		subject: "Please confirm your e-mail address",
		preview: "Your organisation is set up then. The link works for 24 hours.",
		before: []string{
			"Somebody has signed up an organisation at Stellwerk with this address. If it was you, please confirm that the address is yours. Your organisation is set up then, and you can begin.",
		},
		button: "Confirm address",
		after: []string{
			"The link works for 24 hours. It is best to open it in the browser in which you signed up. In any other browser you choose a new password on the way.",
		},
		stranger: &stranger{
			"You have not signed up?",
			"Then there is nothing to do. Without your confirmation there will be no account, and what was entered is deleted after seven days.",
		},
		why: "Stellwerk sent you this e-mail because this address was given when somebody signed up.",
	},
	"known": {
		subject: "You have an account already",
		preview: "Sign in with it. Nothing has changed about your account.",
		before: []string{
			"Somebody wanted to sign up an organisation at Stellwerk with this address. There is an account for the address already, so no other one was made.",
			"If it was you, please sign in with your account. You can found a further organisation on the page “Organisation” afterwards.",
		},
		button: "Sign in",
		after: []string{
			"You don’t remember the password? Set a new one here: {forgot}",
		},
		stranger: &stranger{
			"You did not want to sign up?",
			"Then there is nothing to do. Nothing has changed about your account.",
		},
		why: "Stellwerk sent you this e-mail because this address was given when somebody signed up.",
	},
	"reset": {
		subject: "Set a new password",
		preview: "The link works for one hour and only once.",
		before: []string{
			"Somebody has requested a new password for your account at Stellwerk. If it was you, set it here:",
		},
		button: "Set a new password",
		after: []string{
			"The link works for one hour and only once. You are signed out on all devices then, and sign in again with the new password.",
		},
		stranger: &stranger{
			"You have not requested this?",
			"Then there is nothing to do. Your password stays as it is. Don’t pass the link on: whoever has it can change your password.",
		},
		why: "Stellwerk sent you this e-mail because a new password was requested for your account.",
	},
	"changed": {
		subject: "Your password has been changed",
		preview: "If it was not you, please request a new one at once.",
		before: []string{
			"The password of your account at Stellwerk has been changed. Whoever was signed in with the old one is signed out now.",
			"If it was you, there is nothing to do.",
			"If not, please request a new password at once. As soon as you have set it, all access that is still open ends.",
		},
		button: "Request a new password",
		why:    "Stellwerk sent you this e-mail so that a change to your account does not go unnoticed.",
	},
	"welcome": {
		subject:  "{organisation} is set up",
		preview:  "A good next step is to upload a list of your members.",
		greeting: "Hello {name},",
		before: []string{
			"Welcome to Stellwerk. The organisation “{organisation}” is set up, and you are its owner.",
			"A good next step is to upload a list of your members. You see beforehand, row by row, what will happen, and you can take everything back.",
		},
		button: "Open Stellwerk",
		why:    "Stellwerk sent you this e-mail because you founded an organisation.",
	},
}
