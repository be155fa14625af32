package mail

import (
	_ "embed"
	"html/template"
	"strings"
	"unicode/utf8"
)

// setting is a letter with all its words in place.
type setting struct {
	Language, Subject, Greeting string
	Before                      []paragraph
	Button, Link, Fallback      string
	After                       []paragraph
	Footer, Origin              string
}

// paragraph is text, and a link after it if there is one.
type paragraph struct{ Text, Link string }

func (p paragraph) String() string { return p.Text + p.Link }

//go:embed layout.html
var layout string

// Everything is escaped for the place it stands in.
var page = template.Must(template.New("mail").Parse(layout))

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
	parts := []string{s.Greeting}
	for _, p := range s.Before {
		parts = append(parts, p.String())
	}
	parts = append(parts, s.Button+":\n"+s.Link)
	for _, p := range s.After {
		parts = append(parts, p.String())
	}
	for i, p := range parts {
		parts[i] = wrap(p)
	}
	return strings.Join(parts, "\n\n") + "\n\n-- \n" + wrap(s.Footer) + "\n" + s.Origin + "\n"
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
