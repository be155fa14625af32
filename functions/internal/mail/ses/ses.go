// Package ses hands mails to SES. It is a package of its own so that functions that send none do not carry SES's client.
package ses

import (
	"context"
	"errors"
	"fmt"
	netmail "net/mail"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sesv2/types"
	"github.com/aws/smithy-go"
	"golang.org/x/net/idna"

	"stellwerk/functions/internal/mail"
	"stellwerk/shared/org"
)

// Sender hands mails to SES.
type Sender struct {
	client *sesv2.Client
	from   string
}

// New sends from one bare address. What SES answers is not asked for a second time here: an answer may get lost after
// SES took the mail, and whoever sends decides when to try again.
func New(cfg aws.Config, from string) (*Sender, error) {
	a, err := netmail.ParseAddress(from)
	if err != nil || a.Name != "" || a.Address != from {
		return nil, fmt.Errorf("mail: %q is not a bare address such as stellwerk@example.org", from)
	}
	client := sesv2.NewFromConfig(cfg, func(o *sesv2.Options) { o.Retryer = aws.NopRetryer{} })
	return &Sender{client: client, from: (&netmail.Address{Name: "Stellwerk", Address: from}).String()}, nil
}

// Send implements mail.Sender.
func (s *Sender) Send(ctx context.Context, m mail.Message) error {
	to, ok := recipient(m.To)
	if !ok {
		return fmt.Errorf("%w: an address that SES can't send to", mail.ErrRefused)
	}
	_, err := s.client.SendEmail(ctx, &sesv2.SendEmailInput{
		FromEmailAddress: aws.String(s.from),
		Destination:      &types.Destination{ToAddresses: []string{to}},
		Content: &types.EmailContent{Simple: &types.Message{
			Subject: utf8Content(mail.HeaderText(m.Subject)),
			Body:    &types.Body{Text: utf8Content(m.Text), Html: utf8Content(m.HTML)},
			Headers: headers(m),
		}},
	})
	return sendError(err)
}

func utf8Content(s string) *types.Content {
	return &types.Content{Data: aws.String(s), Charset: aws.String("UTF-8")}
}

// recipient returns the address as SES takes it: the domain in ASCII, no name beside it.
func recipient(to org.Email) (string, bool) {
	at := strings.LastIndexByte(string(to), '@')
	if at < 1 || !to.Reachable() {
		return "", false
	}
	domain, err := idna.Lookup.ToASCII(string(to[at+1:]))
	if err != nil {
		return "", false
	}
	return string(to[:at]) + "@" + domain, true
}

// headers ask machines not to answer, and name what asked for the mail.
func headers(m mail.Message) []types.MessageHeader {
	all := []types.MessageHeader{
		{Name: aws.String("Auto-Submitted"), Value: aws.String("auto-generated")},
		{Name: aws.String("X-Auto-Response-Suppress"), Value: aws.String("All")},
		{Name: aws.String("Content-Language"), Value: aws.String(mail.HeaderText(string(m.Language)))},
	}
	if m.Effect != "" {
		all = append(all, types.MessageHeader{Name: aws.String("X-Stellwerk-Effect"), Value: aws.String(mail.HeaderText(m.Effect))})
	}
	return all
}

// sendError keeps SES's code, never its message, which may repeat the address.
func sendError(err error) error {
	if err == nil {
		return nil
	}
	var bad *types.BadRequestException
	if errors.As(err, &bad) {
		return fmt.Errorf("%w: %s", mail.ErrRefused, code(err))
	}
	return fmt.Errorf("mail: SES did not take it: %s", code(err))
}

func code(err error) string {
	var api smithy.APIError
	switch {
	case errors.As(err, &api):
		return api.ErrorCode()
	case errors.Is(err, context.DeadlineExceeded):
		return "time ran out"
	case errors.Is(err, context.Canceled):
		return "cancelled"
	}
	return "no answer"
}
