package mail

import (
	_ "embed"
	"html"
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
	Signature                  string // of the organisation, in any number of lines; "" for none
	Stranger                   *stranger
	Why, NoReply, Home         string
}

// paragraph is text, and a link after it if there is one.
type paragraph struct{ Text, Link string }

func (p paragraph) String() string { return p.Text + p.Link }

//go:embed layout.html
var layout string

// The parts of the layout that come any number of times. The switch in its tile is a straight rail, and one that leaves it: cells with borders,
// because pictures would have to be loaded; without round corners it is still two rails.
const (
	paragraphBefore = "\n<p class=\"ink\" style=\"margin:0 0 16px;color:#15202b;\">{text}</p>"
	paragraphAfter  = "\n<p class=\"ink\" style=\"margin:24px 0 0;color:#15202b;\">{text}</p>"
	linkAfter       = "<a class=\"link\" href=\"{link}\" style=\"color:#1557c8;\">{link}</a>"
	signedBelow     = "\n<p class=\"quiet\" style=\"margin:24px 0 0;font-size:14px;line-height:1.5;color:#526070;\">{lines}</p>"
	strangerBelow   = `
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:24px 0 0;"><tr><td class="rule" style="padding-top:20px;border-top:1px solid #e1e6eb;">
<h2 class="ink" style="margin:0 0 4px;font-size:16px;line-height:1.5;font-weight:600;color:#15202b;">{question}</h2>
<p class="ink" style="margin:0;font-size:16px;line-height:1.5;color:#15202b;">{answer}</p>
</td></tr></table>`
)

// filler stands behind the preview in lists of mails, so that they don't go on with the letter: characters that take no room, and spaces.
var filler = strings.Repeat("\u034f\u200c\u00a0", 80)

// fill puts values into the places of markup that are called {name}, in one pass. Every value is escaped, for text and for attributes in
// quotes: there are no other places. No template engine does it, because one that calls by name keeps all methods of all packages in the
// program, which makes it half as large again.
func fill(markup string, values ...string) string {
	for i := 1; i < len(values); i += 2 {
		values[i] = html.EscapeString(values[i])
	}
	return strings.NewReplacer(values...).Replace(markup)
}

// paragraphs sets each in its markup.
func paragraphs(markup string, all []paragraph) string {
	var b strings.Builder
	for _, p := range all {
		before, after, _ := strings.Cut(markup, "{text}")
		b.WriteString(before + strings.ReplaceAll(html.EscapeString(p.Text), "\n", "<br>\n"))
		if p.Link != "" {
			b.WriteString(fill(linkAfter, "{link}", p.Link))
		}
		b.WriteString(after)
	}
	return b.String()
}

func (s setting) html() string {
	below := ""
	if s.Signature != "" {
		before, after, _ := strings.Cut(signedBelow, "{lines}")
		below = before + strings.ReplaceAll(html.EscapeString(s.Signature), "\n", "<br>\n") + after
	}
	if s.Stranger != nil {
		below += fill(strangerBelow, "{question}", s.Stranger.Question, "{answer}", s.Stranger.Answer)
	}
	// Each piece of the layout is filled by itself, so that nothing that was put in is read as a place.
	head, rest, _ := strings.Cut(layout, "{before}")
	middle, rest, _ := strings.Cut(rest, "{after}")
	tail, foot, _ := strings.Cut(rest, "{stranger}")
	own := func(markup string) string {
		return fill(markup,
			"{language}", s.Language, "{subject}", s.Subject, "{preview}", s.Preview, "{filler}", filler, "{opening}", s.Opening,
			"{link}", s.Link, "{button}", s.Button, "{fallback}", s.Fallback, "{why}", s.Why, "{noReply}", s.NoReply, "{home}", s.Home)
	}
	return own(head) + paragraphs(paragraphBefore, s.Before) + own(middle) + paragraphs(paragraphAfter, s.After) + own(tail) + below + own(foot)
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
	if s.Signature != "" {
		parts = append(parts, s.Signature)
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
