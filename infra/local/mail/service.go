// Package mail stands in for SES (API version 2). It takes mails as SES does and hands them to an outbox, which is a
// directory with a page to read them, or to an SMTP relay.
package mail

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/mail"
	"slices"
	"strings"
	"time"

	"stellwerk/infra/local/awsinproc"
)

// Message is a mail as it is handed over: envelope and complete MIME text with CRLF.
type Message struct {
	ID   string // sorts by time
	At   time.Time
	From string // address only
	To   []string
	Raw  []byte
}

// Delivery takes mails over. When it returns nil the mail is its responsibility.
type Delivery interface {
	Deliver(ctx context.Context, m Message) error
}

// Service answers SES requests. Use it as aws.HTTPClient or http.Handler.
type Service struct {
	// Identities are the addresses and domains that mail may come from; another sender is refused, as SES does.
	Identities []string
	Delivery   Delivery
	Now        func() time.Time // nil is time.Now
	Log        *slog.Logger     // nil is slog.Default()
}

const (
	sendPath = "/v2/email/outbound-emails"
	// maxRequest is SES's limit of a mail, 40 MB, as base64 in JSON.
	maxRequest = 40 << 20 * 4 / 3
	// maxRecipients is SES's limit for one mail.
	maxRecipients = 50
)

// refusal is an error that SES names.
type refusal struct{ code, message string }

func (r refusal) Error() string { return r.code + ": " + r.message }

func badRequest(format string, args ...any) error {
	return refusal{"BadRequestException", fmt.Sprintf(format, args...)}
}

// Do implements aws.HTTPClient.
func (s *Service) Do(r *http.Request) (*http.Response, error) { return awsinproc.FromHandler(s).Do(r) }

// ServeHTTP answers SendEmail with Simple or Raw content. Templates, lists, configuration sets and every other operation
// are refused.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, err := s.send(r)
	if err != nil {
		s.refuse(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]string{"MessageId": id})
}

func (s *Service) refuse(w http.ResponseWriter, err error) {
	status := http.StatusBadRequest
	var known refusal
	if !errors.As(err, &known) {
		log := s.Log
		if log == nil {
			log = slog.Default()
		}
		log.Error("mail could not be handed over", "err", err)
		status, known = http.StatusInternalServerError, refusal{"InternalServiceErrorException", "the mail could not be handed over"}
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Amzn-ErrorType", known.code)
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"message": known.message})
}

func (s *Service) send(r *http.Request) (id string, err error) {
	if r.Method != http.MethodPost || r.URL.Path != sendPath {
		return "", badRequest("%s %s is not supported by the local mail service; only SendEmail is", r.Method, r.URL.Path)
	}
	var request sendRequest
	decoder := json.NewDecoder(http.MaxBytesReader(nil, r.Body, maxRequest))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&request); err != nil {
		return "", badRequest("the request can't be read or asks for something that the local mail service doesn't have: %v", err)
	}
	now := time.Now
	if s.Now != nil {
		now = s.Now
	}
	m := Message{At: now().UTC()}
	m.ID = fmt.Sprintf("%013x-%s", m.At.UnixMilli(), strings.ToLower(rand.Text()))
	if err := request.fill(&m); err != nil {
		return "", err
	}
	if len(m.To) == 0 || len(m.To) > maxRecipients {
		return "", badRequest("a mail needs 1 to %d recipients, this one has %d", maxRecipients, len(m.To))
	}
	if !s.mayCome(m.From) {
		return "", refusal{"MessageRejected", fmt.Sprintf("Email address is not verified: %s; the template's identities are %s",
			m.From, strings.Join(s.Identities, ", "))}
	}
	return m.ID, s.Delivery.Deliver(r.Context(), m)
}

func (s *Service) mayCome(from string) bool {
	_, domain, _ := strings.Cut(from, "@")
	return slices.ContainsFunc(s.Identities, func(identity string) bool {
		return strings.EqualFold(identity, from) || strings.EqualFold(identity, domain)
	})
}

// addresses parses lists such as "A <a@b.example>" into addresses only.
func addresses(lists ...[]string) (out []string, err error) {
	for _, list := range lists {
		for _, text := range list {
			parsed, err := mail.ParseAddressList(text)
			if err != nil {
				return nil, badRequest("address %q can't be read: %v", text, err)
			}
			for _, a := range parsed {
				out = append(out, a.Address)
			}
		}
	}
	return out, nil
}
