package mail_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"stellwerk/functions/internal/mail"
)

// TestBothPartsSayTheSame: only the sentence before the address under the button is for HTML alone.
func TestBothPartsSayTheSame(t *testing.T) {
	each(t, func(t *testing.T, m mail.Message) {
		text := flat(m.Text)
		var formatted, alone []string
		for n := range parse(t, m).Descendants() {
			if n.DataAtom == atom.P || n.DataAtom == atom.H2 || n.DataAtom == atom.A {
				said := flat(content(n))
				formatted = append(formatted, said)
				if !strings.Contains(text, said) {
					alone = append(alone, said)
				}
			}
		}
		if len(alone) != 1 || !strings.Contains(alone[0], ": "+origin) {
			t.Errorf("only in the HTML part: %q", alone)
		}
		whole := strings.Join(formatted, " ")
		body, signature, signed := strings.Cut(m.Text, "\n-- \n")
		if !signed {
			t.Error("the text part has no signature")
		}
		for block := range strings.SplitSeq(body+"\n\n"+signature, "\n\n") {
			button, link, isButton := strings.Cut(block, ":\nhttps://")
			if isButton {
				block = link
			}
			if block = flat(block); !strings.Contains(whole, block) || !strings.Contains(whole, flat(button)) {
				t.Errorf("only in the text part: %q", block)
			}
		}
	})
}

// flat puts a text on one line.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

func content(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// loading are the attributes whose value a mail program may load, and elements that load or run something.
var (
	loadingAttributes = []string{"src", "srcset", "background", "poster", "data", "action", "formaction", "ping", "longdesc", "xlink:href"}
	loadingElements   = []string{"img", "link", "script", "iframe", "frame", "object", "embed", "form", "input", "video", "audio", "svg", "base"}
)

// TestNothingIsLoaded: a letter that loads something tells its sender that it was read.
func TestNothingIsLoaded(t *testing.T) {
	each(t, func(t *testing.T, m mail.Message) {
		for n := range parse(t, m).Descendants() {
			for _, name := range loadingElements {
				if n.Type == html.ElementNode && n.Data == name {
					t.Errorf("there is <%s>", name)
				}
			}
			for _, key := range loadingAttributes {
				if v, ok := attribute(n, key); ok {
					t.Errorf("<%s %s=%q>", n.Data, key, v)
				}
			}
			style, _ := attribute(n, "style")
			if n.DataAtom == atom.Style {
				style = content(n)
			}
			for _, load := range []string{"url(", "@import", "@font-face", "image-set", "expression"} {
				if strings.Contains(style, load) {
					t.Errorf("a style has %s: %s", load, style)
				}
			}
		}
	})
}

// TestTheLayoutCanBeRead by mail programs that drop the page around it, and by programs that read aloud.
func TestTheLayoutCanBeRead(t *testing.T) {
	each(t, func(t *testing.T, m mail.Message) {
		doc := parse(t, m)
		count := map[string]int{}
		for n := range doc.Descendants() {
			count[n.Data]++
			if lang, ok := attribute(n, "lang"); ok {
				count["lang"]++
				if lang != string(m.Language) {
					t.Errorf("<%s> is in %q", n.Data, lang)
				}
			}
			if role, _ := attribute(n, "role"); n.DataAtom == atom.Table && role != "presentation" {
				t.Error("a table is read as one")
			}
			if n.DataAtom == atom.Title && content(n) != m.Subject {
				t.Errorf("title %q", content(n))
			}
			if name, _ := attribute(n, "name"); n.DataAtom == atom.Meta && strings.HasSuffix(name, "color-scheme") || strings.HasSuffix(name, "color-schemes") {
				count["scheme"]++
			}
		}
		for what, want := range map[string]int{"lang": 2, "title": 1, "h1": 1, "scheme": 2} {
			if count[what] != want {
				t.Errorf("%s: %d, want %d", what, count[what], want)
			}
		}
	})
}
