package main

import (
	"fmt"
	"html"
	"strings"

	"stellwerk/shared/org"
	"stellwerk/shared/text"
)

// said are the keys that web/js/forms.js says; one that ends in a dot stands for all that begin with it. A test compares them with
// what the server can refuse the forms with.
var said = []string{
	"app.faults", "app.goToField", "app.unforeseen", "auth.checkMail.resent", "form.mend",
	"connection.none", "connection.tooMany", "connection.refused", "connection.unavailable",
	"email.", "text.", "password.", "signUp.", "signIn.", "confirm.", "reset.", "forgot.", "link.", "mail.", "server.", "request.", "session.missing",
}

func keys() []string {
	var out []string
	for _, key := range said {
		if strings.HasSuffix(key, ".") {
			out = append(out, text.Keys(key)...)
		} else {
			out = append(out, key)
		}
	}
	return out
}

// says are those words as a template.
func says(lang org.Language) string {
	var out strings.Builder
	fmt.Fprintf(&out, "<template id=\"says-%s\">", lang)
	for _, key := range keys() {
		fmt.Fprintf(&out, "<p data-key=\"%s\">%s</p>\n", key, html.EscapeString(text.Raw(lang, key)))
	}
	out.WriteString("</template>\n")
	return out.String()
}
