package mail

import (
	"bytes"
	"net/mail"
	"strings"

	gomail "github.com/wneessen/go-mail"
)

// sendRequest is SendEmail's JSON, as far as it has a meaning here.
type sendRequest struct {
	FromEmailAddress string
	ReplyToAddresses []string
	Destination      *struct{ ToAddresses, CcAddresses, BccAddresses []string }
	Content          struct {
		Raw    *struct{ Data []byte }
		Simple *simpleContent
	}
}

type simpleContent struct {
	Subject textPart
	Body    struct{ Text, Html *textPart }
	Headers []struct{ Name, Value string }
}

type textPart struct{ Data, Charset string }

// fill sets sender, recipients and MIME text of m.
func (q sendRequest) fill(m *Message) (err error) {
	switch {
	case q.Content.Raw != nil && q.Content.Simple == nil:
		return q.raw(m)
	case q.Content.Simple != nil && q.Content.Raw == nil:
		return q.simple(m)
	}
	return badRequest("Content must have Raw or Simple")
}

// raw takes a MIME text. Without a Destination the recipients are those of its header; Bcc never reaches them.
func (q sendRequest) raw(m *Message) error {
	raw := withCRLF(q.Content.Raw.Data)
	parsed, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return badRequest("the raw mail can't be read: %v", err)
	}
	from := q.FromEmailAddress
	if from == "" {
		from = parsed.Header.Get("From")
	}
	sender, err := mail.ParseAddress(from)
	if err != nil {
		return badRequest("the sender %q can't be read: %v", from, err)
	}
	m.From = sender.Address
	if d := q.Destination; d != nil && len(d.ToAddresses)+len(d.CcAddresses)+len(d.BccAddresses) > 0 {
		m.To, err = addresses(d.ToAddresses, d.CcAddresses, d.BccAddresses)
	} else {
		m.To, err = addresses(parsed.Header["To"], parsed.Header["Cc"], parsed.Header["Bcc"])
	}
	m.Raw = withoutField(raw, "Bcc")
	return err
}

// simple composes a MIME text as SES does.
func (q sendRequest) simple(m *Message) error {
	sender, err := mail.ParseAddress(q.FromEmailAddress)
	if err != nil {
		return badRequest("FromEmailAddress %q can't be read: %v", q.FromEmailAddress, err)
	}
	m.From = sender.Address
	if q.Destination == nil {
		return badRequest("Simple content needs a Destination")
	}
	d := q.Destination
	if m.To, err = addresses(d.ToAddresses, d.CcAddresses, d.BccAddresses); err != nil {
		return err
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	c := q.Content.Simple
	steps := []error{msg.From(q.FromEmailAddress), msg.To(d.ToAddresses...), msg.Cc(d.CcAddresses...)}
	if len(q.ReplyToAddresses) > 0 {
		steps = append(steps, msg.ReplyTo(q.ReplyToAddresses[0]))
	}
	for _, err := range steps {
		if err != nil {
			return badRequest("an address can't be used: %v", err)
		}
	}
	msg.Subject(c.Subject.Data)
	msg.SetDateWithValue(m.At)
	msg.SetMessageIDWithValue(m.ID + "@email.local")
	for _, h := range c.Headers {
		if strings.ContainsAny(h.Name+h.Value, "\r\n") {
			return badRequest("header %q has a line break", h.Name)
		}
		msg.SetGenHeader(gomail.Header(h.Name), h.Value)
	}
	switch text, html := c.Body.Text, c.Body.Html; {
	case text != nil:
		msg.SetBodyString(gomail.TypeTextPlain, text.Data)
		if html != nil {
			msg.AddAlternativeString(gomail.TypeTextHTML, html.Data)
		}
	case html != nil:
		msg.SetBodyString(gomail.TypeTextHTML, html.Data)
	default:
		return badRequest("Body needs Text or Html")
	}
	var raw bytes.Buffer
	if _, err := msg.WriteTo(&raw); err != nil {
		return badRequest("the mail can't be composed: %v", err)
	}
	m.Raw = raw.Bytes()
	return nil
}

// withCRLF ends every line as mail does.
func withCRLF(raw []byte) []byte {
	return bytes.ReplaceAll(bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
}

// withoutField removes a header field with its continuation lines.
func withoutField(raw []byte, name string) []byte {
	header, body, found := bytes.Cut(raw, []byte("\r\n\r\n"))
	if !found {
		return raw
	}
	var kept [][]byte
	dropping := false
	for _, line := range bytes.Split(header, []byte("\r\n")) {
		if len(line) > 0 && line[0] != ' ' && line[0] != '\t' {
			field, _, _ := bytes.Cut(line, []byte(":"))
			dropping = strings.EqualFold(string(field), name)
		}
		if !dropping {
			kept = append(kept, line)
		}
	}
	return bytes.Join([][]byte{bytes.Join(kept, []byte("\r\n")), body}, []byte("\r\n\r\n"))
}
