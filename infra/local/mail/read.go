package mail

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Mail is a message as a person reads it.
type Mail struct {
	ID          string    `json:"id"`
	At          time.Time `json:"at"`
	From        string    `json:"from"` // as its header says, with the name
	To          []string  `json:"to"`   // every recipient, hidden ones too
	Subject     string    `json:"subject"`
	Text        string    `json:"text"`
	HTML        string    `json:"html"`
	Attachments []string  `json:"attachments"` // file names
	Links       []string  `json:"links"`       // of the text and the HTML part, in order, each once
}

// read takes a message apart. What can't be read is left empty: the page shows what there is.
func read(m Message) Mail {
	out := Mail{ID: m.ID, At: m.At, From: m.From, To: m.To, Attachments: []string{}, Links: []string{}}
	parsed, err := mail.ReadMessage(bytes.NewReader(m.Raw))
	if err != nil {
		out.Text = string(m.Raw)
		return out
	}
	out.Subject = decodeWords(parsed.Header.Get("Subject"))
	if from := parsed.Header.Get("From"); from != "" {
		out.From = decodeWords(from)
	}
	out.part(textproto.MIMEHeader(parsed.Header), parsed.Body, 0)
	for _, link := range append(linkPattern.FindAllString(out.Text, -1), hrefs(out.HTML)...) {
		if link = trimLink(link); !slices.Contains(out.Links, link) {
			out.Links = append(out.Links, link)
		}
	}
	return out
}

// deepest bounds how far parts may lie inside each other.
const deepest = 8

func (out *Mail) part(header textproto.MIMEHeader, body io.Reader, depth int) {
	kind, parameters, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil {
		kind = "text/plain"
	}
	if strings.HasPrefix(kind, "multipart/") && depth < deepest {
		parts := multipart.NewReader(body, parameters["boundary"])
		for {
			p, err := parts.NextRawPart()
			if err != nil {
				return
			}
			out.part(p.Header, p, depth+1)
		}
	}
	disposition, named, _ := mime.ParseMediaType(header.Get("Content-Disposition"))
	content := decodeBody(header.Get("Content-Transfer-Encoding"), body)
	switch {
	case disposition == "attachment":
		out.Attachments = append(out.Attachments, decodeWords(named["filename"]))
	case kind == "text/html" && out.HTML == "":
		out.HTML = content
	case kind == "text/plain" && out.Text == "":
		out.Text = content
	}
}

func decodeBody(encoding string, body io.Reader) string {
	switch strings.ToLower(encoding) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	content, _ := io.ReadAll(body) // what was readable before an error is shown
	return strings.ReplaceAll(strings.ToValidUTF8(string(content), "\uFFFD"), "\r\n", "\n")
}

func decodeWords(s string) string {
	if decoded, err := new(mime.WordDecoder).DecodeHeader(s); err == nil {
		return decoded
	}
	return s
}

var (
	linkPattern = regexp.MustCompile(`https?://[^\s<>"'` + "`" + `]+`)
	hrefPattern = regexp.MustCompile(`(?i)href\s*=\s*["'](https?://[^"']+)["']`)
)

func hrefs(html string) (links []string) {
	for _, m := range hrefPattern.FindAllStringSubmatch(html, -1) {
		links = append(links, strings.ReplaceAll(m[1], "&amp;", "&"))
	}
	return links
}

// trimLink leaves out the punctuation that ends the sentence around a link.
func trimLink(link string) string { return strings.TrimRight(link, ".,;:!?)]") }
