package push

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"time"

	"stellwerk/functions/internal/outbound"
	"stellwerk/functions/internal/push/webpush"
	"stellwerk/functions/internal/table"
	"stellwerk/shared/org"
)

const (
	// waiting is how long a push service keeps a message for a browser that is away.
	waiting = 24 * time.Hour
	// proof is how long the proof of who sends is good for: services refuse more than a day, and clocks differ.
	proof = 12 * time.Hour
	// today is how long it keeps what is true of a day, and told in its morning.
	today = 12 * time.Hour
)

// knock hands a message to the push service of a browser.
func (p *Push) knock(ctx context.Context, r table.Receiver, m matter, message []byte) error {
	request, err := p.request(ctx, r, m, message)
	if err != nil {
		return err
	}
	answer, err := p.out.Send(ctx, request)
	switch {
	case hopeless(err), err == nil && gone[answer.Status]:
		return p.forget(ctx, r)
	case err != nil:
		return p.failed(ctx, r, err)
	case answer.Status == 429 || answer.Status >= 500:
		return p.failed(ctx, r, fmt.Errorf("push: the push service answered %d", answer.Status))
	case answer.Status < 200 || answer.Status > 299:
		return refused(answer.Status)
	case r.Failures > 0:
		return p.table.ReceiverReached(ctx, r)
	}
	return nil
}

// gone are the answers that mean that a browser is not there any more, or was made for another installation's key.
var gone = map[int]bool{401: true, 403: true, 404: true, 410: true}

func (p *Push) request(ctx context.Context, r table.Receiver, m matter, message []byte) (outbound.Request, error) {
	keys, err := webpush.ParseKeys(r.P256dh, r.Auth)
	if err != nil {
		return outbound.Request{}, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	body, err := webpush.Encrypt(keys, message)
	if err != nil {
		return outbound.Request{}, err
	}
	s, err := p.sender(ctx)
	if err != nil {
		return outbound.Request{}, err
	}
	authorization, err := s.Authorization(origin(r.Address), p.contact, p.now().Add(proof))
	if err != nil {
		return outbound.Request{}, err
	}
	header := map[string]string{
		"Authorization": authorization, "Content-Encoding": "aes128gcm", "Content-Type": "application/octet-stream",
		"TTL": strconv.Itoa(int(waiting / time.Second)), "Urgency": "normal",
	}
	if m.topic == org.TopicBirthdays {
		header["TTL"] = strconv.Itoa(int(today / time.Second))
	}
	if m.topic == org.TopicJobs {
		// Of what waits for a browser that is away, the latest about the same job is enough. The name tells the service nothing.
		sum := sha256.Sum256([]byte(m.about))
		header["Topic"] = base64.RawURLEncoding.EncodeToString(sum[:24])
	}
	return outbound.Request{Method: "POST", Address: r.Address, Header: header, Body: body}, nil
}
