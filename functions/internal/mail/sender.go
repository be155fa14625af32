package mail

import (
	"context"
	"errors"
	"fmt"
	netmail "net/mail"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sesv2/types"
	"github.com/aws/smithy-go"
)

// Sender hands mails to SES.
type Sender struct {
	client *sesv2.Client
	from   string
}

// NewSender sends from one bare address. What SES answers is not asked for a second time here: an answer may get lost after
// SES took the mail, and whoever sends decides when to try again.
func NewSender(cfg aws.Config, from string) (*Sender, error) {
	a, err := netmail.ParseAddress(from)
	if err != nil || a.Name != "" || a.Address != from {
		return nil, fmt.Errorf("mail: %q is not a bare address such as stellwerk@example.org", from)
	}
	client := sesv2.NewFromConfig(cfg, func(o *sesv2.Options) { o.Retryer = aws.NopRetryer{} })
	return &Sender{client: client, from: (&netmail.Address{Name: "Stellwerk", Address: from}).String()}, nil
}

// ErrRefused says that a mail will never be taken, however often it is sent.
var ErrRefused = errors.New("mail: refused for good")

// Send sends one mail. ErrRefused is for good; after any other error it may be sent again.
func (s *Sender) Send(ctx context.Context, m Message) error {
	to, ok := recipient(m.To)
	if !ok {
		return fmt.Errorf("%w: an address that SES can't send to", ErrRefused)
	}
	_, err := s.client.SendEmail(ctx, &sesv2.SendEmailInput{
		FromEmailAddress: aws.String(s.from),
		Destination:      &types.Destination{ToAddresses: []string{to}},
		Content: &types.EmailContent{Simple: &types.Message{
			Subject: utf8Content(headerText(m.Subject)),
			Body:    &types.Body{Text: utf8Content(m.Text), Html: utf8Content(m.HTML)},
			Headers: headers(m),
		}},
	})
	return sendError(err)
}

func utf8Content(s string) *types.Content {
	return &types.Content{Data: aws.String(s), Charset: aws.String("UTF-8")}
}

// headers ask machines not to answer, and name what asked for the mail.
func headers(m Message) []types.MessageHeader {
	all := []types.MessageHeader{
		{Name: aws.String("Auto-Submitted"), Value: aws.String("auto-generated")},
		{Name: aws.String("X-Auto-Response-Suppress"), Value: aws.String("All")},
		{Name: aws.String("Content-Language"), Value: aws.String(headerText(string(m.Language)))},
	}
	if m.Effect != "" {
		all = append(all, types.MessageHeader{Name: aws.String("X-Stellwerk-Effect"), Value: aws.String(headerText(m.Effect))})
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
		return fmt.Errorf("%w: %s", ErrRefused, code(err))
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
