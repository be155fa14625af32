package mail

import (
	"net/http"

	"golang.org/x/text/language"
)

// texts of the page by language.
var texts = map[string]map[string]string{
	"en": {
		"title": "Outbox", "hint": "E-mails that Stellwerk would have sent. Nothing here has left this machine.",
		"empty": "No e-mails yet", "emptyHint": "As soon as Stellwerk writes one, for instance after you sign up, it is here.",
		"refresh": "Refresh", "from": "From", "to": "To", "at": "Written", "attachments": "Attachments", "back": "All e-mails",
		"open": "Open the link", "leads": "leads to", "html": "As mail programs show it", "text": "As plain text", "raw": "Show the source", "none": "(no subject)",
		"languages": "Language", "layout": "2 Jan 2006, 15:04",
	},
	"de": {
		"title": "Postausgang", "hint": "E-Mails, die Stellwerk verschickt hätte. Nichts davon hat diesen Rechner verlassen.",
		"empty": "Noch keine E-Mails", "emptyHint": "Sobald Stellwerk eine schreibt, etwa nachdem Sie sich registriert haben, steht sie hier.",
		"refresh": "Aktualisieren", "from": "Von", "to": "An", "at": "Geschrieben", "attachments": "Anhänge", "back": "Alle E-Mails",
		"open": "Link öffnen", "leads": "führt zu", "html": "Wie Mailprogramme sie zeigen", "text": "Als reiner Text", "raw": "Quelltext zeigen", "none": "(ohne Betreff)",
		"languages": "Sprache", "layout": "02.01.2006, 15:04",
	},
}

var languages = language.NewMatcher([]language.Tag{language.English, language.German})

// pageLanguage is what the address says with ?lang=, or what the browser prefers.
func pageLanguage(r *http.Request) (lang string, chosen bool) {
	if lang := r.URL.Query().Get("lang"); texts[lang] != nil {
		return lang, true
	}
	wanted, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil {
		return "en", false
	}
	_, i, _ := languages.Match(wanted...)
	return []string{"en", "de"}[i], false
}
