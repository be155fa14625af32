package mail

// What people are told because they want to know it, topic by topic: org.Topics.

var germanTold = map[string]letter{
	"ends": {
		subject: "Letzter Tag am {day}",
		preview: "Danach geschieht, was geplant ist. Noch können Sie es ändern.",
		before: []string{
			"in der Organisation {organisation} ist der {day} der letzte Tag für: {names}.",
			"Nach diesem Tag werden sie deaktiviert oder gelöscht, wie es geplant ist. Bis dahin können Sie den Tag ändern oder die Planung zurücknehmen.",
		},
		button: "Geplantes ansehen",
		why:    "Stellwerk hat Ihnen diese E-Mail geschickt, weil Sie in dieser Organisation Mitglieder verwalten. In Ihrem Profil schalten Sie solche Nachrichten ab.",
	},
	"missed": {
		subject: "Geplantes wurde nicht ausgeführt",
		preview: "Bitte sehen Sie nach, woran es lag.",
		before: []string{
			"in der Organisation {organisation} war der {day} der letzte Tag für: {names}. Was danach geschehen sollte, konnte nicht ausgeführt werden. Diese Mitglieder haben weiter Zugang.",
			"Woran es lag, steht in der Liste. Dort führen Sie es jetzt aus, wählen einen anderen Tag oder nehmen die Planung zurück.",
		},
		button: "Geplantes ansehen",
		why:    "Stellwerk hat Ihnen diese E-Mail geschickt, weil Sie in dieser Organisation Mitglieder verwalten. In Ihrem Profil schalten Sie solche Nachrichten ab.",
	},
	"tagsEnd": {
		subject: "Tags enden am {day}",
		preview: "Danach werden sie entfernt. Noch können Sie es ändern.",
		before: []string{
			"in der Organisation {organisation} enden am {day} Tags von: {names}.",
			"Nach diesem Tag werden die Tags entfernt. Bis dahin können Sie sie verlängern oder ohne Ende gelten lassen.",
		},
		button: "Geplantes ansehen",
		why:    "Stellwerk hat Ihnen diese E-Mail geschickt, weil Sie in dieser Organisation Mitglieder verwalten. In Ihrem Profil schalten Sie solche Nachrichten ab.",
	},
	"tagsMissed": {
		subject: "Befristete Tags wurden nicht geändert",
		preview: "Bitte sehen Sie nach, woran es lag.",
		before: []string{
			"in der Organisation {organisation} sollten nach dem {day} Tags beginnen oder enden, bei: {names}. Das konnte nicht ausgeführt werden, und es ist alles wie davor.",
			"Die Tags stehen in der Liste. Dort verlängern Sie sie, oder Sie nehmen die Planung zurück.",
		},
		button: "Geplantes ansehen",
		why:    "Stellwerk hat Ihnen diese E-Mail geschickt, weil Sie in dieser Organisation Mitglieder verwalten. In Ihrem Profil schalten Sie solche Nachrichten ab.",
	},
	"ended": {
		subject: "{task} ist fertig",
		preview: "Übernommen: {done}. Nicht übernommen: {refused}.",
		before: []string{
			"{task} in der Organisation {organisation} ist fertig. Übernommen: {done}. Nicht übernommen: {refused}.",
		},
		button: "Ergebnis ansehen",
		why:    "Stellwerk hat Ihnen diese E-Mail geschickt, weil Sie es in Ihrem Profil so gewählt haben. Dort schalten Sie solche Nachrichten auch ab.",
	},
	"failed": {
		subject: "{task} wurde abgebrochen",
		preview: "Woran es lag, steht in der App.",
		before: []string{
			"{task} in der Organisation {organisation} wurde abgebrochen. Übernommen: {done}. Woran es lag, steht in der App.",
		},
		button: "Ergebnis ansehen",
		why:    "Stellwerk hat Ihnen diese E-Mail geschickt, weil Sie es in Ihrem Profil so gewählt haben. Dort schalten Sie solche Nachrichten auch ab.",
	},
	"joined": {
		subject: "Jemand ist dazugekommen",
		preview: "Die Einladung ist angenommen.",
		before: []string{
			"in der Organisation {organisation} ist dazugekommen: {names}. Die Einladung ist angenommen.",
		},
		button: "Mitglieder ansehen",
		why:    "Stellwerk hat Ihnen diese E-Mail geschickt, weil Sie es in Ihrem Profil so gewählt haben. Dort schalten Sie solche Nachrichten auch ab.",
	},
	"birthdays": {
		subject: "Wer heute Geburtstag hat",
		preview: "Ein guter Tag, um zu gratulieren.",
		before: []string{
			"in der Organisation {organisation} ist heute der Geburtstag von: {names}.",
		},
		button: "Geburtstage ansehen",
		why:    "Stellwerk hat Ihnen diese E-Mail geschickt, weil Sie an Geburtstage erinnert werden wollen. Das ändern Sie in Ihrem Profil, für einzelne Personen in der Liste der Geburtstage.",
	},
	"greeted": {
		subject: "Glückwunsch zum Geburtstag",
		preview: "{by} aus der Organisation {organisation} gratuliert Ihnen.",
		before: []string{
			"{by} aus der Organisation {organisation} gratuliert Ihnen zum Geburtstag und schreibt:",
			"{text}",
		},
		button: "Glückwünsche ansehen",
		why:    "Stellwerk hat Ihnen diese E-Mail geschickt, weil Ihnen jemand in der App gratuliert hat. In Ihrem Profil schalten Sie solche Nachrichten ab.",
	},
}

var englishTold = map[string]letter{
	"ends": {
		subject: "Last day on {day}",
		preview: "You can still change what happens after it.",
		before: []string{
			"In the organisation {organisation}, {day} is the last day of: {names}.",
			"After this day they are deactivated or deleted, as scheduled. Until then you can change the day or withdraw what is scheduled.",
		},
		button: "Look at what is scheduled",
		why:    "Stellwerk sent you this e-mail because you manage members in this organisation. You can turn such messages off in your profile.",
	},
	"missed": {
		subject: "Something scheduled was not carried out",
		preview: "Please see what went wrong.",
		before: []string{
			"In the organisation {organisation}, {day} was the last day of: {names}. What was to happen after it could not be carried out. These members still have access.",
			"The list says what went wrong. There you can carry it out now, choose another day, or withdraw what is scheduled.",
		},
		button: "Look at what is scheduled",
		why:    "Stellwerk sent you this e-mail because you manage members in this organisation. You can turn such messages off in your profile.",
	},
	"tagsEnd": {
		subject: "Tags end on {day}",
		preview: "After it they are removed. You can still change it.",
		before: []string{
			"In the organisation {organisation}, tags of these members end on {day}: {names}.",
			"After this day the tags are removed. Until then you can renew them, or remove their end.",
		},
		button: "Look at what is scheduled",
		why:    "Stellwerk sent you this e-mail because you manage members in this organisation. You can turn such messages off in your profile.",
	},
	"tagsMissed": {
		subject: "Tags with a term were not changed",
		preview: "Please see what went wrong.",
		before: []string{
			"In the organisation {organisation}, tags of these members were to begin or end after {day}: {names}. That could not be carried out, and everything is as before.",
			"The tags are in the list. There you can renew them, or withdraw what is scheduled.",
		},
		button: "Look at what is scheduled",
		why:    "Stellwerk sent you this e-mail because you manage members in this organisation. You can turn such messages off in your profile.",
	},
	"ended": {
		subject: "{task} has finished",
		preview: "Done: {done}. Refused: {refused}.",
		before: []string{
			"{task} in the organisation {organisation} has finished. Done: {done}. Refused: {refused}.",
		},
		button: "See the result",
		why:    "Stellwerk sent you this e-mail because you chose so in your profile. You can also turn such messages off there.",
	},
	"failed": {
		subject: "{task} has failed",
		preview: "The app says what went wrong.",
		before: []string{
			"{task} in the organisation {organisation} has failed. Done: {done}. The app says what went wrong.",
		},
		button: "See the result",
		why:    "Stellwerk sent you this e-mail because you chose so in your profile. You can also turn such messages off there.",
	},
	"joined": {
		subject: "Somebody has joined",
		preview: "The invitation is accepted.",
		before: []string{
			"{names} has joined the organisation {organisation}. The invitation is accepted.",
		},
		button: "Look at the members",
		why:    "Stellwerk sent you this e-mail because you chose so in your profile. You can also turn such messages off there.",
	},
	"birthdays": {
		subject: "Whose birthday it is today",
		preview: "A good day to congratulate.",
		before: []string{
			"In the organisation {organisation}, today is the birthday of: {names}.",
		},
		button: "See the birthdays",
		why:    "Stellwerk sent you this e-mail because you want to be reminded of birthdays. You can change that in your profile, and for single people in the list of birthdays.",
	},
	"greeted": {
		subject: "Congratulations on your birthday",
		preview: "{by} of the organisation {organisation} congratulates you.",
		before: []string{
			"{by} of the organisation {organisation} congratulates you on your birthday and writes:",
			"{text}",
		},
		button: "See the congratulations",
		why:    "Stellwerk sent you this e-mail because somebody congratulated you in the app. You can turn such messages off in your profile.",
	},
}
