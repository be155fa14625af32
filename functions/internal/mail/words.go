package mail

import (
	"maps"

	"stellwerk/shared/org"
)

var frames = map[org.Language]frame{
	org.German: {
		greeting: "Guten Tag,",
		fallback: "Falls der Knopf nicht funktioniert, öffnen Sie bitte diese Adresse:",
		noReply:  "Antworten darauf liest niemand.",
		more:     "und {n} weitere",
		task:     "Ihr Auftrag",
		listing:  "Ihr Import",
	},
	org.English: {
		greeting: "Hello,",
		fallback: "If the button does not work, please open this address:",
		noReply:  "Nobody reads replies to it.",
		more:     "and {n} more",
		task:     "Your task",
		listing:  "Your import",
	},
}

var letters = map[org.Language]map[string]letter{org.German: with(german, germanTold), org.English: with(english, englishTold)}

// with is all of some letters and of others.
func with(some, others map[string]letter) map[string]letter {
	all := maps.Clone(some)
	maps.Copy(all, others)
	return all
}

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
	"prove": {
		subject: "Bitte bestätigen Sie Ihre E-Mail-Adresse",
		preview: "{organisation} hat für Sie ein Konto angelegt. Der Link gilt 24 Stunden.",
		before: []string{
			"{organisation} hat für diese Adresse bei Stellwerk ein Konto mit einem vorläufigen Passwort angelegt. Bestätigen Sie bitte, dass die Adresse Ihnen gehört und dass Sie dazugehören möchten. Dabei wählen Sie ein Passwort, das nur Sie kennen.",
		},
		button: "Adresse bestätigen",
		after: []string{
			"Der Link gilt 24 Stunden und nur einmal. Was bisher galt, endet damit: Alle Geräte sind abgemeldet, und kein früheres Passwort gilt mehr.",
		},
		stranger: &stranger{
			"Sie gehören nicht dazu?",
			"Dann brauchen Sie nichts zu tun. Ohne Ihre Bestätigung öffnet das Konto nur die Organisation, die es angelegt hat. Geben Sie den Link nicht weiter: Wer ihn hat, kann das Passwort setzen.",
		},
		why: "Stellwerk hat Ihnen diese E-Mail geschickt, weil {organisation} für diese Adresse ein Konto angelegt hat.",
	},
	"wanted": {
		subject: "Ihre neue Adresse zum Anmelden",
		preview: "Bestätigen Sie, dass diese Adresse Ihnen gehört. Der Link gilt 24 Stunden.",
		before: []string{
			"jemand möchte sich bei Stellwerk künftig mit dieser Adresse anmelden. Wenn Sie das sind, bestätigen Sie bitte, dass sie Ihnen gehört. Melden Sie sich dazu noch einmal mit der bisherigen an.",
		},
		button: "Adresse bestätigen",
		after:  []string{"Der Link gilt 24 Stunden und nur einmal. Danach sind Sie auf allen anderen Geräten abgemeldet."},
		stranger: &stranger{
			"Das waren nicht Sie?",
			"Dann brauchen Sie nichts zu tun. Ohne Ihre Bestätigung ändert sich nichts.",
		},
		why: "Stellwerk hat Ihnen diese E-Mail geschickt, weil diese Adresse für ein Konto angegeben wurde.",
	},
	"taken": {
		subject: "Diese Adresse hat bereits ein Konto",
		preview: "An Ihrem Konto hat sich nichts geändert.",
		before: []string{
			"jemand wollte sich mit einem anderen Konto bei Stellwerk künftig mit dieser Adresse anmelden. Zu ihr gehört schon ein Konto, deshalb hat sich nichts geändert.",
			"Wenn Sie das waren, melden Sie sich bitte mit dem Konto an, das zu dieser Adresse gehört. Einer Organisation treten Sie damit über eine Einladung bei.",
		},
		button: "Anmelden",
		stranger: &stranger{
			"Das waren nicht Sie?",
			"Dann brauchen Sie nichts zu tun. An Ihrem Konto hat sich nichts geändert.",
		},
		why: "Stellwerk hat Ihnen diese E-Mail geschickt, weil diese Adresse für ein Konto angegeben wurde.",
	},
	"warned": {
		subject: "Ihre Adresse zum Anmelden soll sich ändern",
		preview: "Wenn Sie das nicht waren, setzen Sie bitte gleich ein neues Passwort.",
		before: []string{
			"für Ihr Konto bei Stellwerk wurde eine neue Adresse zum Anmelden angegeben: {email}. Bis sie bestätigt ist, melden Sie sich wie bisher an.",
			"Wenn Sie das waren, brauchen Sie hier nichts zu tun.",
			"Wenn nicht, kennt jemand Ihr Passwort. Setzen Sie bitte gleich ein neues: Damit ist die Änderung zurückgenommen, und jeder Zugang, der jetzt noch offen ist, endet.",
		},
		button: "Neues Passwort anfordern",
		why:    "Stellwerk hat Ihnen diese E-Mail geschickt, damit eine Änderung an Ihrem Konto nicht unbemerkt bleibt.",
	},
	"moved": {
		subject: "Ihre Adresse zum Anmelden wurde geändert",
		preview: "Mit dieser Adresse melden Sie sich nicht mehr an.",
		before: []string{
			"Ihr Konto bei Stellwerk hat jetzt eine andere Adresse zum Anmelden: {email}. Mit dieser hier melden Sie sich nicht mehr an.",
			"Wenn Sie das waren, brauchen Sie nichts zu tun.",
			"Wenn nicht, sagen Sie es bitte gleich den Admins Ihrer Organisation: Sie können den Zugang sperren. Nennen Sie es auch den Betreibern von Stellwerk.",
		},
		button: "Anmelden",
		why:    "Stellwerk hat Ihnen diese E-Mail geschickt, damit eine Änderung an Ihrem Konto nicht unbemerkt bleibt.",
	},
	"leave": {
		subject: "Ihr Profil löschen",
		preview: "Der Link gilt eine Stunde und nur einmal.",
		before: []string{
			"Sie möchten Ihr Profil bei {organisation} löschen. Der Knopf führt zu einer Seite, auf der steht, was dabei geschieht. Erst dort bestätigen Sie es.",
		},
		button: "Profil löschen",
		after:  []string{"Der Link gilt eine Stunde und nur einmal."},
		stranger: &stranger{
			"Das waren nicht Sie?",
			"Dann kennt jemand Ihr Passwort. Setzen Sie bitte gleich ein neues: Damit gilt dieser Link nicht mehr, und jeder Zugang, der jetzt noch offen ist, endet.",
		},
		why: "Stellwerk hat Ihnen diese E-Mail geschickt, weil in Ihrem Profil darum gebeten wurde.",
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
	"invite": {
		subject:  "{organisation} lädt Sie ein",
		preview:  "Sie entscheiden, ob Sie beitreten. Der Link gilt bis {until}.",
		greeting: "Guten Tag {name},",
		before: []string{
			"{by} lädt Sie ein, bei «{organisation}» in Stellwerk mitzumachen. Öffnen Sie die Einladung, sehen Sie nach, wer Sie einlädt, und entscheiden Sie dann, ob Sie beitreten.",
			"{by} schreibt dazu: «{text}»",
		},
		button: "Einladung ansehen",
		after: []string{
			"Der Link gilt bis {until}. Er gehört zu Ihrer Adresse: Geben Sie ihn nicht weiter.",
		},
		stranger: &stranger{
			"Sie kennen die Organisation nicht?",
			"Dann brauchen Sie nichts zu tun. Ohne Ihr Ja entsteht kein Konto, und niemand wird verbunden.",
		},
		why: "Stellwerk hat Ihnen diese E-Mail geschickt, weil «{organisation}» Sie unter dieser Adresse einlädt.",
	},
	"address": {
		subject:  "Bitte bestätigen Sie Ihre Adresse für {organisation}",
		preview:  "Bei {organisation} steht diese Adresse neu. Der Link gilt bis {until}.",
		greeting: "Guten Tag {name},",
		before: []string{
			"bei «{organisation}» steht diese Adresse neu in Ihren Angaben. Bitte bestätigen Sie, dass sie Ihnen gehört. Wie Sie sich anmelden, ändert sich dadurch nicht.",
			"{by} schreibt dazu: «{text}»",
		},
		button: "Adresse bestätigen",
		after: []string{
			"Der Link gilt bis {until}. Sie melden sich dabei mit dem Konto an, mit dem Sie schon beigetreten sind.",
		},
		stranger: &stranger{
			"Sie kennen die Organisation nicht?",
			"Dann brauchen Sie nichts zu tun. Die Adresse bleibt unbestätigt.",
		},
		why: "Stellwerk hat Ihnen diese E-Mail geschickt, weil «{organisation}» diese Adresse eingetragen hat.",
	},
	"asked": {
		subject: "Ihr Link zu {organisation}",
		preview: "Der Link gilt einen Tag. Beigetreten sind Sie erst, wenn Sie zustimmen.",
		before: []string{
			"jemand möchte mit dieser Adresse bei «{organisation}» in Stellwerk mitmachen. Wenn Sie das sind: Öffnen Sie den Link und stimmen Sie zu.",
		},
		button: "Weiter zum Beitritt",
		after: []string{
			"Der Link gilt einen Tag. Er gehört zu Ihrer Adresse: Geben Sie ihn nicht weiter.",
		},
		stranger: &stranger{
			"Das waren nicht Sie?",
			"Dann brauchen Sie nichts zu tun. Ohne Ihr Ja entsteht kein Konto, und niemand wird verbunden.",
		},
		why: "Stellwerk hat Ihnen diese E-Mail geschickt, weil jemand mit dieser Adresse bei «{organisation}» mitmachen möchte.",
	},
	"within": {
		subject: "Sie gehören schon zu {organisation}",
		preview: "Melden Sie sich einfach an.",
		before: []string{
			"jemand möchte mit dieser Adresse bei «{organisation}» in Stellwerk mitmachen. Das brauchen Sie nicht mehr: Sie gehören schon dazu. Melden Sie sich einfach an.",
		},
		button: "Anmelden",
		stranger: &stranger{
			"Das waren nicht Sie?",
			"Dann brauchen Sie nichts zu tun. Es hat sich nichts geändert.",
		},
		why: "Stellwerk hat Ihnen diese E-Mail geschickt, weil jemand mit dieser Adresse bei «{organisation}» mitmachen möchte.",
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
		preview: "Then your organisation is set up. The link works for 24 hours.",
		before: []string{
			"Somebody has signed up an organisation at Stellwerk with this address. If it was you, please confirm that the address is yours. Then your organisation is set up, and you can begin.",
		},
		button: "Confirm address",
		after: []string{
			"The link works for 24 hours. It is best to open it in the browser in which you signed up. In any other browser you choose a new password first.",
		},
		stranger: &stranger{
			"Didn’t you sign up?",
			"Then there is nothing you need to do. Without your confirmation there will be no account, and what was entered is deleted after seven days.",
		},
		why: "Stellwerk sent you this e-mail because this address was given when somebody signed up.",
	},
	"known": {
		subject: "You already have an account",
		preview: "Sign in with it. Nothing has changed about your account.",
		before: []string{
			"Somebody wanted to sign up an organisation at Stellwerk with this address. There is already an account for this address, so no other one was made.",
			"If it was you, please sign in with your account. You can then set up another organisation on the page “Organisation”.",
		},
		button: "Sign in",
		after: []string{
			"Forgotten your password? Set a new one here: {forgot}",
		},
		stranger: &stranger{
			"Didn’t you want to sign up?",
			"Then there is nothing you need to do. Nothing has changed about your account.",
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
			"The link works for one hour and only once. After that you are signed out on all devices, and sign in again with the new password.",
		},
		stranger: &stranger{
			"Didn’t you request this?",
			"Then there is nothing you need to do. Your password stays as it is. Don’t pass the link on: whoever has it can change your password.",
		},
		why: "Stellwerk sent you this e-mail because a new password was requested for your account.",
	},
	"prove": {
		subject: "Please confirm your e-mail address",
		preview: "{organisation} has made an account for you. The link works for 24 hours.",
		before: []string{
			"{organisation} has made an account with a temporary password for this address at Stellwerk. Please confirm that the address is yours and that you want to belong to the organisation. You then choose a password that only you know.",
		},
		button: "Confirm the address",
		after: []string{
			"The link works for 24 hours and only once. It ends all earlier access: all devices are signed out, and no earlier password works any more.",
		},
		stranger: &stranger{
			"Don’t you belong to it?",
			"Then there is nothing you need to do. Without your confirmation the account opens nothing but the organisation that made it. Don’t pass the link on: whoever has it can set the password.",
		},
		why: "Stellwerk sent you this e-mail because {organisation} has made an account for this address.",
	},
	"wanted": {
		subject: "Your new sign-in address",
		preview: "Confirm that this address is yours. The link works for 24 hours.",
		before: []string{
			"Somebody wants to sign in to Stellwerk with this address from now on. If that is you, please confirm that it is yours. To do so, sign in once more with the earlier one.",
		},
		button: "Confirm the address",
		after:  []string{"The link works for 24 hours and only once. After that you are signed out on all other devices."},
		stranger: &stranger{
			"Wasn’t it you?",
			"Then there is nothing you need to do. Nothing changes without your confirmation.",
		},
		why: "Stellwerk sent you this e-mail because this address was given for an account.",
	},
	"taken": {
		subject: "This address already has an account",
		preview: "Nothing has changed about your account.",
		before: []string{
			"Somebody wanted to use this address to sign in to another account at Stellwerk. There is already an account for it, so nothing has changed.",
			"If it was you, please sign in with the account that belongs to this address. With that account you can join an organisation by an invitation.",
		},
		button: "Sign in",
		stranger: &stranger{
			"Wasn’t it you?",
			"Then there is nothing you need to do. Nothing has changed about your account.",
		},
		why: "Stellwerk sent you this e-mail because this address was given for an account.",
	},
	"warned": {
		subject: "Your sign-in address is about to change",
		preview: "If it was not you, please set a new password at once.",
		before: []string{
			"A new sign-in address was given for your account at Stellwerk: {email}. Until it is confirmed, you sign in as before.",
			"If it was you, there is nothing you need to do.",
			"If not, somebody knows your password. Please set a new one at once: that takes the change back, and all access that is still open ends.",
		},
		button: "Request a new password",
		why:    "Stellwerk sent you this e-mail so that a change to your account does not go unnoticed.",
	},
	"moved": {
		subject: "Your sign-in address has been changed",
		preview: "You no longer sign in with this address.",
		before: []string{
			"Your account at Stellwerk now has another sign-in address: {email}. You no longer sign in with this one.",
			"If it was you, there is nothing you need to do.",
			"If not, please tell the admins of your organisation at once: they can close the access. Tell those who run Stellwerk, too.",
		},
		button: "Sign in",
		why:    "Stellwerk sent you this e-mail so that a change to your account does not go unnoticed.",
	},
	"leave": {
		subject: "Delete your profile",
		preview: "The link works for one hour and only once.",
		before: []string{
			"You want to delete your profile at {organisation}. The button leads to a page that says what will happen. Only there do you confirm it.",
		},
		button: "Delete the profile",
		after:  []string{"The link works for one hour and only once."},
		stranger: &stranger{
			"Wasn’t it you?",
			"Then somebody knows your password. Please set a new one at once: this link will then no longer work, and all access that is still open ends.",
		},
		why: "Stellwerk sent you this e-mail because it was asked for in your profile.",
	},
	"changed": {
		subject: "Your password has been changed",
		preview: "If it was not you, please request a new one at once.",
		before: []string{
			"The password of your account at Stellwerk has been changed. Whoever was signed in with the old one is signed out now.",
			"If it was you, there is nothing you need to do.",
			"If not, please request a new password at once. As soon as you have set it, all access that is still open ends.",
		},
		button: "Request a new password",
		why:    "Stellwerk sent you this e-mail so that a change to your account does not go unnoticed.",
	},
	"invite": {
		subject:  "{organisation} invites you",
		preview:  "You decide whether to join. The link is valid until {until}.",
		greeting: "Hello {name},",
		before: []string{
			"{by} invites you to join “{organisation}” in Stellwerk. Open the invitation, see who is inviting you, and then decide whether to join.",
			"{by} adds: “{text}”",
		},
		button: "See the invitation",
		after: []string{
			"The link is valid until {until}. It belongs to your address: please don’t pass it on.",
		},
		stranger: &stranger{
			"Don’t you know this organisation?",
			"Then there is nothing you need to do. No account is made or connected unless you agree.",
		},
		why: "Stellwerk sent you this e-mail because “{organisation}” invites you at this address.",
	},
	"address": {
		subject:  "Please confirm your address for {organisation}",
		preview:  "This address is new at {organisation}. The link is valid until {until}.",
		greeting: "Hello {name},",
		before: []string{
			"“{organisation}” has entered this address for you. Please confirm that it is yours. This does not change how you sign in.",
			"{by} adds: “{text}”",
		},
		button: "Confirm the address",
		after: []string{
			"The link is valid until {until}. You sign in with the account that you joined with.",
		},
		stranger: &stranger{
			"Don’t you know this organisation?",
			"Then there is nothing you need to do. The address stays unconfirmed.",
		},
		why: "Stellwerk sent you this e-mail because “{organisation}” has entered this address.",
	},
	"asked": {
		subject: "Your link to {organisation}",
		preview: "The link is valid for one day. You join only when you agree.",
		before: []string{
			"Somebody wants to join “{organisation}” in Stellwerk with this address. If that is you: open the link and agree.",
		},
		button: "Continue to join",
		after: []string{
			"The link is valid for one day. It belongs to your address: please don’t pass it on.",
		},
		stranger: &stranger{
			"Wasn’t it you?",
			"Then there is nothing you need to do. No account is made or connected unless you agree.",
		},
		why: "Stellwerk sent you this e-mail because somebody wants to join “{organisation}” with this address.",
	},
	"within": {
		subject: "You already belong to {organisation}",
		preview: "Just sign in.",
		before: []string{
			"Somebody wants to join “{organisation}” in Stellwerk with this address. There is no need: you already belong to it. Just sign in.",
		},
		button: "Sign in",
		stranger: &stranger{
			"Wasn’t it you?",
			"Then there is nothing you need to do. Nothing has changed.",
		},
		why: "Stellwerk sent you this e-mail because somebody wants to join “{organisation}” with this address.",
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
