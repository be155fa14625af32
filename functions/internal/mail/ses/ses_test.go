package ses_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"stellwerk/functions/internal/mail"
	"stellwerk/functions/internal/mail/ses"
	"stellwerk/shared/org"
)

// service answers as SES does and keeps what it was asked.
type service struct {
	status int
	answer string
	bodies []string
}

func (s *service) Do(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	s.bodies = append(s.bodies, string(body))
	h := http.Header{"Content-Type": {"application/json"}}
	if s.status != http.StatusOK {
		h.Set("X-Amzn-Errortype", s.answer)
	}
	return &http.Response{StatusCode: s.status, Header: h, Body: io.NopCloser(strings.NewReader(`{"message":"no to ida@example.org"}`)), Request: r}, nil
}

func sender(t *testing.T, s *service) mail.Sender {
	t.Helper()
	cfg := aws.Config{Region: "eu-central-1", HTTPClient: s, Credentials: credentials.NewStaticCredentialsProvider("id", "secret", "")}
	out, err := ses.New(cfg, "stellwerk@example.org")
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestWhatSESIsAsked(t *testing.T) {
	s := &service{status: http.StatusOK}
	m := mail.NewLetters("https://stellwerk.example.org").Known(org.German)
	m.To, m.Effect, m.Subject = "ida@bücher.example", "01K\r\nBcc: x", "Über\r\nBcc: x"
	if err := sender(t, s).Send(context.Background(), m); err != nil {
		t.Fatal(err)
	}
	var got struct {
		FromEmailAddress string
		Destination      struct{ ToAddresses, CcAddresses, BccAddresses []string }
		Content          struct {
			Simple struct {
				Subject struct{ Data, Charset string }
				Body    struct {
					Text, Html struct{ Data, Charset string }
				}
				Headers []struct{ Name, Value string }
			}
		}
	}
	if err := json.Unmarshal([]byte(s.bodies[0]), &got); err != nil {
		t.Fatal(err)
	}
	if got.FromEmailAddress != `"Stellwerk" <stellwerk@example.org>` {
		t.Errorf("from %q", got.FromEmailAddress)
	}
	if to := got.Destination.ToAddresses; len(to) != 1 || to[0] != "ida@xn--bcher-kva.example" || len(got.Destination.CcAddresses)+len(got.Destination.BccAddresses) > 0 {
		t.Errorf("destination %+v", got.Destination)
	}
	simple := got.Content.Simple
	if simple.Subject.Data != "Über Bcc: x" || simple.Subject.Charset != "UTF-8" || simple.Body.Text.Data != m.Text || simple.Body.Html.Data != m.HTML {
		t.Errorf("content %+v", simple)
	}
	headers := map[string]string{}
	for _, h := range simple.Headers {
		headers[h.Name] = h.Value
		if strings.ContainsAny(h.Name+h.Value, "\r\n") {
			t.Errorf("header %q has more than one line", h.Name)
		}
	}
	if headers["Auto-Submitted"] != "auto-generated" || headers["Content-Language"] != "de" || headers["X-Stellwerk-Effect"] != "01K Bcc: x" {
		t.Errorf("headers %v", headers)
	}
}

func TestWhatSESAnswers(t *testing.T) {
	for _, c := range []struct {
		story   string
		status  int
		answer  string
		to      org.Email
		refused bool
		asked   int
	}{
		{"throttled: later", 429, "TooManyRequestsException", "ida@example.org", false, 1},
		{"rejected, as before the sender's address is verified: later", 400, "MessageRejected", "ida@example.org", false, 1},
		{"broken: later, and not at once, as it may have been sent", 500, "InternalFailure", "ida@example.org", false, 1},
		{"malformed: never again", 400, "BadRequestException", "ida@example.org", true, 1},
		{"an address that SES can't take is not even tried", 200, "", "jörg@example.org", true, 0},
		{"nor one with a line break", 200, "", "ida\r\nbcc:x@example.org", true, 0},
		{"nor one without a domain", 200, "", "ida", true, 0},
	} {
		s := &service{status: c.status, answer: c.answer}
		m := mail.NewLetters("https://stellwerk.example.org").Known(org.German)
		m.To = c.to
		err := sender(t, s).Send(context.Background(), m)
		if err == nil || errors.Is(err, mail.ErrRefused) != c.refused || len(s.bodies) != c.asked {
			t.Errorf("%s: got %v after %d requests", c.story, err, len(s.bodies))
		}
		if err != nil && strings.Contains(err.Error(), "@") {
			t.Errorf("%s: the error repeats an address: %v", c.story, err)
		}
	}
}

func TestTheSenderIsABareAddress(t *testing.T) {
	for _, bad := range []string{"", "stellwerk", "Stellwerk <a@example.org>", "a@example.org\r\nBcc: b@example.org", "a@example.org, b@example.org"} {
		if _, err := ses.New(aws.Config{}, bad); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}
