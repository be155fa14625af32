package main

import (
	"bytes"
	"fmt"
	"html"
	"slices"
	"strings"

	parse "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"stellwerk/app/pages"
	"stellwerk/shared/org"
	"stellwerk/shared/text"
)

var languages = []org.Language{org.German, org.English}

// constant is a page that is the same for everyone, in both languages. The German one stands in the body; all stand in templates, with
// all that they can turn into, for web/js/forms.js. path "" is the page for addresses whose content is somebody's own.
func constant(path string, n named) ([]byte, error) {
	var first, templates strings.Builder
	title := ""
	for _, l := range languages {
		for i, w := range pages.Write(path, l) {
			content, err := orderly(w.HTML)
			if err != nil {
				return nil, fmt.Errorf("page %q in %s: %w", path, l, err)
			}
			early := fmt.Sprintf("<div class=\"early\" lang=\"%s\">%s</div>", l, content)
			if l == languages[0] && i == 0 {
				title = w.Title
				first.WriteString(early + "\n")
			}
			id := "early-" + string(l)
			if w.State != "" {
				id += "-" + w.State
			}
			fmt.Fprintf(&templates, "<template id=\"%s\" data-title=\"%s\">%s</template>\n", id, html.EscapeString(w.Title), early)
		}
		if path != "" {
			templates.WriteString(says(l))
		}
	}
	if path != "" {
		summary, err := orderly(pages.Summary())
		if err != nil {
			return nil, err
		}
		templates.WriteString("<template id=\"early-faults\">" + summary + "</template>\n")
	}
	return document(path, title, first.String()+progress+without()+templates.String(), n), nil
}

// without is what is said where there is no JavaScript, in both languages.
func without() string {
	var out strings.Builder
	for _, l := range languages {
		title, what := pages.Without(l)
		fmt.Fprintf(&out, "<p lang=\"%s\"><strong>%s</strong> %s</p>", l, html.EscapeString(title), html.EscapeString(what))
	}
	return "<noscript><div class=\"without\">" + out.String() + "</div></noscript>\n"
}

// galleryPage is empty until its program is there: nobody waits for it.
func galleryPage(n named) []byte {
	return document("/gallery", "Gallery · Stellwerk", `<div class="early" lang="en"></div>`+"\n"+progress, n)
}

const progress = `<progress id="load" max="100" value="0" aria-hidden="true"></progress>` + "\n"

// document is a whole page. path is its own address, "" if it is the page of many.
func document(path, title, body string, n named) []byte {
	at := ""
	if path != "" {
		at = ` data-at="` + html.EscapeString(path) + `"`
	}
	description := text.Say(org.German, "auth.landing.text")
	var out bytes.Buffer
	fmt.Fprintf(&out, `<!doctype html>
<html lang="de"%s>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>%s</title>
<meta name="description" content="%s">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#141b22" media="(prefers-color-scheme: dark)">
<link rel="icon" type="image/svg+xml" href="/web/icons/icon.svg">
<link rel="apple-touch-icon" href="/web/icons/icon-apple-180.png">
<link rel="manifest" href="/manifest.webmanifest">
<script src="%s" integrity="%s"></script>
<link rel="stylesheet" href="%s" integrity="%s">
<link rel="preload" as="font" type="font/woff2" crossorigin href="%s">
<link rel="preload" as="fetch" crossorigin fetchpriority="low" href="%s">
<script defer src="%s" integrity="%s"></script>
<script defer src="%s" integrity="%s"></script>
</head>
<body>
%s<script src="%s" integrity="%s"></script>
</body>
</html>
`, at, html.EscapeString(title), html.EscapeString(description), n.early, n.integrity(n.early), n.style, n.integrity(n.style), n.fonts["inter-latin.woff2"], n.wasm,
		n.exec, n.integrity(n.exec), n.loader, n.integrity(n.loader), body, n.forms, n.integrity(n.forms))
	return out.Bytes()
}

// orderly brings attributes into one order, as go-app writes them in none, so that the same page is the same bytes. It refuses
// attributes with a backslash: go-app quotes them as Go does, which is not how HTML reads them.
func orderly(fragment string) (string, error) {
	nodes, err := parse.ParseFragment(strings.NewReader(fragment), &parse.Node{Type: parse.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	for _, n := range nodes {
		for d := range n.Descendants() {
			err = errorsOf(err, sortAttributes(d))
			shorten(d)
		}
		err = errorsOf(err, sortAttributes(n))
		if err != nil {
			return "", err
		}
		if n.Type == parse.TextNode && strings.TrimSpace(n.Data) == "" {
			continue
		}
		if err := parse.Render(&out, n); err != nil {
			return "", err
		}
	}
	return out.String(), nil
}

func errorsOf(first, next error) error {
	if first != nil {
		return first
	}
	return next
}

func sortAttributes(n *parse.Node) error {
	slices.SortFunc(n.Attr, func(a, b parse.Attribute) int { return strings.Compare(a.Key, b.Key) })
	for i, a := range n.Attr {
		if strings.HasPrefix(a.Key, "aria-") && a.Val == "" {
			n.Attr[i].Val = "true" // go-app writes it as an attribute without a value, which ARIA takes for false
		}
		if strings.Contains(a.Val, `\`) {
			return fmt.Errorf("<%s %s=%q>: a backslash, or a quotation mark that became one", n.Data, a.Key, a.Val)
		}
	}
	return nil
}

// shorten drops the indentation that go-app writes; a space between words stays one.
func shorten(n *parse.Node) {
	if n.Type != parse.TextNode {
		return
	}
	if strings.TrimSpace(n.Data) == "" {
		n.Data = "\n"
		return
	}
	fields := strings.Join(strings.Fields(n.Data), " ")
	if last := n.Data[len(n.Data)-1]; n.NextSibling != nil && (last == ' ' || last == '\n') {
		fields += " "
	}
	n.Data = fields
}
