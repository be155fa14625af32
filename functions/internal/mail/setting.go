package mail

import (
	_ "embed"
	"html/template"
	"strings"
	"unicode/utf8"
)

// setting is a letter with all its words in place.
type setting struct {
	Language, Subject, Preview string
	Opening                    string
	Before                     []paragraph
	Button, Link, Fallback     string
	After                      []paragraph
	Stranger                   *stranger
	Why, NoReply, Home         string
}

// paragraph is text, and a link after it if there is one.
type paragraph struct{ Text, Link string }

func (p paragraph) String() string { return p.Text + p.Link }

//go:embed layout.html
var layout string

// Everything is escaped for the place it stands in. Comments would be left out, so what only Outlook on Windows reads, which knows
// no max-width, is put in by outlook; the layout gives it constants.
var page = template.Must(template.New("mail").Funcs(template.FuncMap{
	"outlook": func(markup string) template.HTML { return template.HTML("<!--[if mso]>" + markup + "<![endif]-->") },
}).Parse(layout))

// Filler stands behind the preview in lists of mails, so that they don't go on with the letter: characters that take no room, and spaces.
func (s setting) Filler() string { return strings.Repeat("\u034f\u200c\u00a0", 80) }

func (s setting) html() string {
	var b strings.Builder
	if err := page.Execute(&b, s); err != nil {
		panic("mail: a layout that can't be filled: " + err.Error())
	}
	return b.String()
}

// columns is how wide plain text is set. Links are never broken.
const columns = 72

func (s setting) text() string {
	parts := []string{s.Opening}
	for _, p := range s.Before {
		parts = append(parts, p.String())
	}
	parts = append(parts, s.Button+":\n"+s.Link)
	for _, p := range s.After {
		parts = append(parts, p.Text+"\n"+p.Link)
	}
	if s.Stranger != nil {
		parts = append(parts, s.Stranger.Question+" "+s.Stranger.Answer)
	}
	for i, p := range parts {
		parts[i] = strings.TrimRight(wrap(p), "\n")
	}
	return strings.Join(parts, "\n\n") + "\n\n-- \n" + wrap(s.Why+" "+s.NoReply) + "\n" + s.Home + "\n"
}

func wrap(s string) string {
	var b strings.Builder
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			b.WriteByte('\n')
		}
		used := 0
		for _, word := range strings.Fields(line) {
			n := utf8.RuneCountInString(word)
			switch {
			case used == 0:
			case used+1+n > columns:
				b.WriteByte('\n')
				used = 0
			default:
				b.WriteByte(' ')
				used++
			}
			b.WriteString(word)
			used += n
		}
	}
	return b.String()
}
