package mail

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sesv2/types"
	"github.com/aws/smithy-go"

	"stellwerk/infra/local/awsinproc"
	"stellwerk/infra/local/disk"
)

const sender = "stellwerk@example.org"

func outbox(t testing.TB, dir string) *Outbox {
	t.Helper()
	o, err := OpenOutbox(dir)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// client is SES as functions have it.
func client(t testing.TB, d Delivery) *sesv2.Client {
	t.Helper()
	service := &Service{Identities: []string{sender, "example.net"}, Delivery: d, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	cfg, err := awsinproc.Config("eu-central-1", aws.Credentials{AccessKeyID: "a", SecretAccessKey: "b"}, awsinproc.Services{Email: service})
	if err != nil {
		t.Fatal(err)
	}
	return sesv2.NewFromConfig(cfg)
}

func content(s string) *types.Content {
	return &types.Content{Data: &s, Charset: aws.String("UTF-8")}
}

func simple(to, subject, text, html string) *sesv2.SendEmailInput {
	body := &types.Body{}
	if text != "" {
		body.Text = content(text)
	}
	if html != "" {
		body.Html = content(html)
	}
	return &sesv2.SendEmailInput{
		FromEmailAddress: aws.String("Stellwerk Grün <" + sender + ">"), Destination: &types.Destination{ToAddresses: []string{to}},
		Content: &types.EmailContent{Simple: &types.Message{Subject: content(subject), Body: body}},
	}
}

func raw(text string) *sesv2.SendEmailInput {
	return &sesv2.SendEmailInput{Content: &types.EmailContent{Raw: &types.RawMessage{Data: []byte(text)}}}
}

func send(t testing.TB, c *sesv2.Client, in *sesv2.SendEmailInput) string {
	t.Helper()
	out, err := c.SendEmail(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return *out.MessageId
}

func TestASimpleMailArrivesAsWritten(t *testing.T) {
	o := outbox(t, t.TempDir())
	id := send(t, client(t, o), simple("Jürgen Groß <jg@example.com>", "Bestätigung für „Äpfel & Söhne“", "Guten Tag,\n\nhier: https://stellwerk.example/confirm?t=abc.\n",
		`<p>Guten Tag <a href="https://stellwerk.example/confirm?t=abc&amp;l=de">hier</a></p>`))
	got := o.Mails()
	if len(got) != 1 || got[0].ID != id {
		t.Fatalf("the outbox holds %+v", got)
	}
	m := got[0]
	if m.Subject != "Bestätigung für „Äpfel & Söhne“" || m.From != `"Stellwerk Grün" <`+sender+`>` && m.From != `Stellwerk Grün <`+sender+`>` || !slices.Equal(m.To, []string{"jg@example.com"}) {
		t.Errorf("its head is %q, %q, %q", m.Subject, m.From, m.To)
	}
	if m.Text != "Guten Tag,\n\nhier: https://stellwerk.example/confirm?t=abc.\n" || !strings.Contains(m.HTML, "Guten Tag <a href") {
		t.Errorf("its parts are %q and %q", m.Text, m.HTML)
	}
	if want := []string{"https://stellwerk.example/confirm?t=abc", "https://stellwerk.example/confirm?t=abc&l=de"}; !slices.Equal(m.Links, want) {
		t.Errorf("its links are %q, want %q", m.Links, want)
	}
	if time.Since(m.At) > time.Minute {
		t.Errorf("it is from %v", m.At)
	}
}

const mixed = "From: =?UTF-8?Q?Gr=C3=BCn?= <stellwerk@example.org>\nTo: a@example.com\nBcc: hidden@example.com,\n more@example.com\nSubject: =?utf-8?b?w4RwZmVs?=\n" +
	"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: multipart/alternative; boundary=a\n\n" +
	"--a\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nGr=C3=BC=\n=C3=9Fe\n" +
	"--a\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\nPHA+R3LDvMOfZTwvcD4=\n--a--\n" +
	"--m\nContent-Type: text/csv\nContent-Disposition: attachment; filename=\"rows.csv\"\n\na;b\n--m--\n"

func TestARawMailIsTakenApart(t *testing.T) {
	dir := t.TempDir()
	o := outbox(t, dir)
	id := send(t, client(t, o), raw(mixed))
	m := o.Mails()[0]
	if m.Subject != "Äpfel" || m.From != "Grün <stellwerk@example.org>" || m.Text != "Grüße" || m.HTML != "<p>Grüße</p>" || !slices.Equal(m.Attachments, []string{"rows.csv"}) {
		t.Errorf("it reads %+v", m)
	}
	if !slices.Equal(m.To, []string{"a@example.com", "hidden@example.com", "more@example.com"}) {
		t.Errorf("it goes to %q", m.To)
	}
	sent, err := os.ReadFile(filepath.Join(dir, id+".eml"))
	if err != nil || strings.Contains(string(sent), "hidden@") || strings.Contains(string(sent), "more@") {
		t.Errorf("what is sent names the hidden recipients (%v):\n%s", err, sent)
	}
	if strings.Contains(strings.ReplaceAll(string(sent), "\r\n", ""), "\n") {
		t.Error("lines end without CR")
	}
}

func TestADestinationGoesBeforeTheHeader(t *testing.T) {
	o := outbox(t, t.TempDir())
	in := raw(mixed)
	in.Destination = &types.Destination{ToAddresses: []string{"other@example.com"}}
	send(t, client(t, o), in)
	if m := o.Mails()[0]; !slices.Equal(m.To, []string{"other@example.com"}) {
		t.Errorf("it goes to %q", m.To)
	}
}

func TestRefusals(t *testing.T) {
	o := outbox(t, t.TempDir())
	c := client(t, o)
	many := simple("a@example.com", "s", "t", "")
	for i := range 50 {
		many.Destination.CcAddresses = append(many.Destination.CcAddresses, fmt.Sprintf("a%d@example.com", i))
	}
	foreign := simple("a@example.com", "s", "t", "")
	foreign.FromEmailAddress = aws.String("ceo@bank.example")
	header := simple("a@example.com", "s", "t", "")
	header.Content.Simple.Headers = []types.MessageHeader{{Name: aws.String("X-A"), Value: aws.String("b\r\nBcc: c@example.com")}}
	templated := simple("a@example.com", "s", "t", "")
	templated.Content = &types.EmailContent{Template: &types.Template{TemplateName: aws.String("welcome"), TemplateData: aws.String("{}")}}
	set := simple("a@example.com", "s", "t", "")
	set.ConfigurationSetName = aws.String("production")
	for story, refused := range map[string]struct {
		in   *sesv2.SendEmailInput
		code string
	}{
		"a sender that isn't ours":    {foreign, "MessageRejected"},
		"no recipient":                {raw("From: " + sender + "\n\nx"), "BadRequestException"},
		"51 recipients":               {many, "BadRequestException"},
		"an address that is none":     {simple("nobody", "s", "t", ""), "BadRequestException"},
		"no content":                  {simple("a@example.com", "s", "", ""), "BadRequestException"},
		"a header with a line break":  {header, "BadRequestException"},
		"a template":                  {templated, "BadRequestException"},
		"a configuration set":         {set, "BadRequestException"},
		"a raw text that is no mail":  {raw("hello"), "BadRequestException"},
		"a raw mail without a sender": {raw("To: a@example.com\n\nx"), "BadRequestException"},
	} {
		_, err := c.SendEmail(t.Context(), refused.in)
		var api smithy.APIError
		if !errors.As(err, &api) || api.ErrorCode() != refused.code {
			t.Errorf("%s: %v, want %s", story, err, refused.code)
		}
	}
	if _, err := c.GetAccount(t.Context(), &sesv2.GetAccountInput{}); err == nil {
		t.Error("another operation was answered")
	}
	if got := o.Mails(); len(got) > 0 {
		t.Errorf("refused mails are in the outbox: %+v", got)
	}
}

func TestASubjectCantBecomeAHeader(t *testing.T) {
	o := outbox(t, t.TempDir())
	send(t, client(t, o), simple("a@example.com", "hello\r\nBcc: c@example.com", "t", ""))
	if m := o.Mails()[0]; len(m.To) != 1 || strings.Contains(string(mustRead(t, o, m.ID)), "\nBcc:") {
		t.Errorf("the subject made a header: %s", mustRead(t, o, m.ID))
	}
}

func mustRead(t *testing.T, o *Outbox, id string) []byte {
	t.Helper()
	data, err := os.ReadFile(o.file(id, ".eml"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestADomainMaySendAsAnyone(t *testing.T) {
	in := simple("a@example.com", "s", "t", "")
	in.FromEmailAddress = aws.String("anyone@example.net")
	send(t, client(t, outbox(t, t.TempDir())), in)
}

func TestTheOutboxSurvivesARestart(t *testing.T) {
	dir := t.TempDir()
	c := client(t, outbox(t, dir))
	for _, subject := range []string{"first", "second"} {
		send(t, c, simple("a@example.com", subject, "t", ""))
	}
	if err := os.WriteFile(filepath.Join(dir, disk.TempPrefix+"1"), []byte("torn"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := outbox(t, dir).Mails()
	if len(got) != 2 || !slices.IsSortedFunc(got, func(a, b Mail) int { return strings.Compare(b.ID, a.ID) }) {
		t.Errorf("after the restart there are %+v", got)
	}
	if left, err := filepath.Glob(filepath.Join(dir, disk.TempPrefix+"*")); err != nil || len(left) > 0 {
		t.Errorf("torn files stay: %v %v", left, err)
	}
}

func TestTheOutboxKeepsTheNewest(t *testing.T) {
	dir := t.TempDir()
	o := outbox(t, dir)
	o.keep = 5
	for i := range o.keep + 2 {
		m := Message{ID: fmt.Sprintf("%013x-%s", i, strings.Repeat("a", 26)), From: sender, To: []string{"a@example.com"}, Raw: []byte("Subject: x\r\n\r\n")}
		if err := o.Deliver(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	got := o.Mails()
	if len(got) != o.keep || !strings.HasPrefix(got[len(got)-1].ID, "0000000000002-") {
		t.Errorf("%d mails are kept, the oldest is %s", len(got), got[len(got)-1].ID)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 2*o.keep {
		t.Errorf("%d files are kept (%v)", len(entries), err)
	}
}

func TestWait(t *testing.T) {
	o := outbox(t, t.TempDir())
	c := client(t, o)
	found := make(chan Mail)
	go func() {
		m, err := o.Wait(t.Context(), func(m Mail) bool { return m.Subject == "wanted" })
		if err != nil {
			t.Error(err)
		}
		found <- m
	}()
	send(t, c, simple("a@example.com", "other", "t", ""))
	send(t, c, simple("a@example.com", "wanted", "t", ""))
	if m := <-found; m.Subject != "wanted" {
		t.Errorf("found %+v", m)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := o.Wait(ctx, func(Mail) bool { return false }); !errors.Is(err, context.Canceled) {
		t.Errorf("a wait in vain ends with %v", err)
	}
}
