package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Relay hands mails to an SMTP server, each over a connection of its own. A mail it couldn't hand over is an error for
// who sent it, who will try again; nothing is kept here.
type Relay struct{ client *gomail.Client }

// relayTimeout bounds the dialogue with the server.
const relayTimeout = 30 * time.Second

// ParseRelay reads a relay's address:
//
//	smtps://user:password@mail.example.org        TLS from the start, port 465
//	smtp://user:password@mail.example.org:587     STARTTLS, which must work; port 587 when left out
//	smtp://localhost:25?tls=none                  in the clear, for a server on this machine
//
// User and password may be left out; their special characters are escaped as in any URL.
func ParseRelay(address string) (*Relay, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("the relay's address can't be read; write smtps://user:password@host") // err would show the password
	}
	options := []gomail.Option{gomail.WithTimeout(relayTimeout)}
	port := 587
	switch mode := u.Query().Get("tls"); {
	case u.Scheme == "smtps" && mode == "":
		port = 465
		options = append(options, gomail.WithSSL())
	case u.Scheme == "smtp" && mode == "":
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case u.Scheme == "smtp" && mode == "none" && u.User == nil:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		return nil, fmt.Errorf("the relay's address must be smtps:// or smtp://, with ?tls=none only on smtp:// and without a password; it is %s", u.Redacted())
	}
	if u.Hostname() == "" || u.Path != "" && u.Path != "/" {
		return nil, fmt.Errorf("the relay's address needs a host and no path; it is %s", u.Redacted())
	}
	if p := u.Port(); p != "" {
		if port, err = strconv.Atoi(p); err != nil {
			return nil, fmt.Errorf("port %s of the relay is no number", p)
		}
	}
	options = append(options, gomail.WithPort(port), gomail.WithTLSConfig(&tls.Config{ServerName: u.Hostname(), MinVersion: tls.VersionTLS12}))
	if u.User != nil {
		password, _ := u.User.Password()
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(u.User.Username()), gomail.WithPassword(password))
	}
	client, err := gomail.NewClient(u.Hostname(), options...)
	if err != nil {
		return nil, fmt.Errorf("relay %s: %w", u.Redacted(), err)
	}
	return &Relay{client}, nil
}

// Deliver implements Delivery.
func (r *Relay) Deliver(ctx context.Context, m Message) error {
	session, err := r.client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return fmt.Errorf("reach the mail relay: %w", err)
	}
	defer session.Close()
	if err := session.Mail("<" + m.From + ">"); err != nil {
		return fmt.Errorf("the mail relay refuses the sender %s: %w", m.From, err)
	}
	for _, to := range m.To {
		if err := session.Rcpt("<" + to + ">"); err != nil {
			return fmt.Errorf("the mail relay refuses a recipient: %w", err)
		}
	}
	w, err := session.Data()
	if err != nil {
		return fmt.Errorf("the mail relay refuses the mail: %w", err)
	}
	if _, err := w.Write(m.Raw); err != nil {
		return fmt.Errorf("send to the mail relay: %w", err)
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("the mail relay refuses the mail: %w", err)
	}
	_ = session.Quit() // the mail is taken; how the connection ends changes nothing
	return nil
}
