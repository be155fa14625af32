package mail

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// view is what the template shows: a list, or one mail.
type view struct {
	Language string
	Query    string // keeps the language that was chosen on the page; "" if none was
	T        map[string]string
	Mails    []Mail
	Mail     *Mail
}

// When writes a time as the page's language does.
func (v view) When(m Mail) string { return m.At.Local().Format(v.T["layout"]) }

// Title is the subject, or what stands for none.
func (v view) Title(m Mail) string {
	if strings.TrimSpace(m.Subject) == "" {
		return v.T["none"]
	}
	return m.Subject
}

// Extract is how a mail begins, on one line and without its greeting.
func (v view) Extract(m Mail) string {
	text := m.Text
	if greeting, rest, ok := strings.Cut(text, "\n\n"); ok && strings.HasSuffix(greeting, ",") {
		text = rest
	}
	return start(text, 200)
}

// start is a text on one line, of at most n characters.
func start(text string, n int) string {
	all := []rune(strings.Join(strings.Fields(text), " "))
	if len(all) > n {
		return strings.TrimSpace(string(all[:n-1])) + "…"
	}
	return string(all)
}

// Segment is a piece of a text; URL is set if it is a link.
type Segment struct{ Text, URL string }

// Main is the first link of a mail, with the words that the mail itself has for it. Without links it is nil.
func (v view) Main(m Mail) *Segment {
	if len(m.Links) == 0 {
		return nil
	}
	url := m.Links[0]
	doc, err := html.Parse(strings.NewReader(m.HTML))
	if err != nil {
		return &Segment{v.T["open"], url}
	}
	for n := range doc.Descendants() {
		if label := linkText(n, url); label != "" {
			return &Segment{label, url}
		}
	}
	return &Segment{v.T["open"], url}
}

// linkText is what stands on a link to an address; "" if n is none or only repeats the address.
func linkText(n *html.Node, url string) string {
	if n.DataAtom != atom.A {
		return ""
	}
	for _, a := range n.Attr {
		if a.Key != "href" || a.Val != url {
			continue
		}
		var text strings.Builder
		for d := range n.Descendants() {
			if d.Type == html.TextNode {
				text.WriteString(d.Data)
			}
		}
		if label := start(text.String(), 60); !linkPattern.MatchString(label) {
			return label
		}
	}
	return ""
}

// Segments cuts a text at its links, so that the template escapes each piece.
func (v view) Segments(text string) (out []Segment) {
	for {
		at := linkPattern.FindStringIndex(text)
		if at == nil {
			return append(out, Segment{Text: text})
		}
		link := trimLink(text[at[0]:at[1]])
		out = append(out, Segment{Text: text[:at[0]]}, Segment{Text: link, URL: link})
		text = text[at[0]+len(link):]
	}
}
