// Package push tells people what they want to know while they do not look: the browsers they have asked for it in get a message
// by way of their maker's push service. A message says which topic, which organisation, and how many; the words are in the browser.
// It is encrypted for the browser, and what it says is found out when it is sent, by what its receiver may see then.
package push

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"stellwerk/functions/internal/accounts/token"
	"stellwerk/functions/internal/outbound"
	"stellwerk/functions/internal/push/webpush"
	"stellwerk/functions/internal/table"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

const (
	// keep is how long a browser is remembered that does not say again that it wants to be pushed to. It does so each time the
	// app begins there, and sessions that nobody uses last less long.
	keep = 60 * 24 * time.Hour
	// maxAddress is how many bytes the address of a browser may have: those of the makers have 200 to 600.
	maxAddress = 2048
)

// settings is how often an account may say where and of what it wants to be told.
var settings = table.Bucket{What: "push.settings", Burst: 60, Every: time.Minute}

// pace holds an account back that says so too often. Fault: push.tooMany with seconds.
func (p *Push) pace(ctx context.Context, account org.AccountID) error {
	wait, err := p.table.Take(ctx, settings, string(account), 1)
	if err == nil && wait > 0 {
		err = fault.New(fault.TooMany, "push.tooMany", "seconds", strconv.Itoa(int(wait/time.Second)+1))
	}
	return err
}

// Push knows where people are pushed to, and pushes. Its methods may be called by many goroutines.
type Push struct {
	table   *table.Table
	out     *outbound.Client
	contact string
	now     func() time.Time
	log     *slog.Logger
}

// New makes it. now is the clock, the same as the table's. Push services are told the origin to complain at, or where that is none
// of the web the address that mails come from.
func New(t *table.Table, out *outbound.Client, origin, mailFrom string, now func() time.Time, log *slog.Logger) *Push {
	contact := origin
	if !strings.HasPrefix(origin, "https:") {
		contact = "mailto:" + mailFrom
	}
	return &Push{t, out, contact, now, log}
}

// sender is the installation's key pair. It is derived from the installation's secret, so it is stored nowhere and made once.
func (p *Push) sender(ctx context.Context) (webpush.Sender, error) {
	for n := range 8 {
		secret, err := p.table.Key(ctx, "push/"+strconv.Itoa(n))
		if err != nil {
			return webpush.Sender{}, err
		}
		if s, ok := webpush.NewSender(secret); ok {
			return s, nil
		}
	}
	return webpush.Sender{}, errors.New("push: none of 8 secrets is a key")
}

// By is the session that asks about its account's browsers.
type By struct {
	Account org.AccountID
	Session token.Hash
}

// Devices lists the browsers that an account is pushed to, and says what one more needs.
func (p *Push) Devices(ctx context.Context, by By) (route.PushReply, error) {
	s, err := p.sender(ctx)
	if err != nil {
		return route.PushReply{}, err
	}
	key, err := s.Public()
	if err != nil {
		return route.PushReply{}, err
	}
	living, err := p.living(ctx, by.Account)
	out := route.PushReply{Key: key, Devices: []route.PushTo{}}
	for _, r := range living {
		out.Devices = append(out.Devices, route.PushTo{ID: string(r.ID()), On: r.On, Made: r.Made, Here: r.Session == by.Session})
	}
	return out, err
}

// living lists the browsers of an account in which it is still signed in, and forgets the others.
func (p *Push) living(ctx context.Context, account org.AccountID) ([]table.Receiver, error) {
	all, err := p.table.Receivers(ctx, account)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	a, _, err := p.table.Account(ctx, account)
	if err != nil {
		return nil, err
	}
	var out []table.Receiver
	for _, r := range all {
		_, lives, err := p.session(ctx, a, r)
		if err != nil {
			return nil, err
		}
		if lives {
			out = append(out, r)
		}
	}
	return out, nil
}

// session reads the session in which a browser asked to be pushed to; a browser whose session has ended is forgotten.
func (p *Push) session(ctx context.Context, a table.Account, r table.Receiver) (s table.Session, lives bool, err error) {
	s, found, err := p.table.Session(ctx, r.Session)
	if err != nil {
		return s, false, err
	}
	if found && s.Account == a.ID && s.Epoch == a.Epoch {
		return s, true, nil
	}
	return s, false, p.table.ForgetReceiver(ctx, r.Account, r.ID(), r.Session)
}

// Subscribe has the session's browser be pushed to; saying so again is fine. Faults: push.endpoint, push.keys, push.devices (too
// many already), push.tooMany with seconds, session.missing.
func (p *Push) Subscribe(ctx context.Context, by By, on org.Device, in route.SubscribeRequest) (route.PushReply, error) {
	if err := p.check(in); err != nil {
		return route.PushReply{}, err
	}
	if err := p.pace(ctx, by.Account); err != nil {
		return route.PushReply{}, err
	}
	now := p.now().UTC().Truncate(time.Millisecond)
	r := table.Receiver{
		Address: in.Endpoint, P256dh: in.P256dh, Auth: in.Auth, Account: by.Account, Session: by.Session, On: on, Made: now, Expires: now.Add(keep),
	}
	if err := p.makeRoom(ctx, by, &r); err != nil {
		return route.PushReply{}, err
	}
	err := p.table.Transact(ctx, p.table.PutReceiver(r)...)
	if _, ended := table.IsRefused(err); ended {
		return route.PushReply{}, fault.New(fault.SignedOut, "session.missing")
	}
	if err != nil {
		return route.PushReply{}, err
	}
	return p.Devices(ctx, by)
}

// makeRoom forgets what the new one takes the place of, the same browser under another address, and counts the others.
func (p *Push) makeRoom(ctx context.Context, by By, r *table.Receiver) error {
	living, err := p.living(ctx, by.Account)
	if err != nil {
		return err
	}
	others := 0
	for _, have := range living {
		switch {
		case have.Address == r.Address:
			r.Made = have.Made
		case have.Session == by.Session:
			if err := p.table.ForgetReceiver(ctx, by.Account, have.ID(), by.Session); err != nil {
				return err
			}
		default:
			others++
		}
	}
	if others >= route.MaxDevices {
		return fault.New(fault.TooMany, "push.devices", "limit", strconv.Itoa(route.MaxDevices))
	}
	return nil
}

// check says whether what a browser gave can be pushed to, as far as that can be told without asking there.
func (p *Push) check(in route.SubscribeRequest) error {
	var faults fault.List
	if len(in.Endpoint) > maxAddress || p.out.Check(in.Endpoint) != nil {
		_ = faults.Add(fault.On("endpoint", "push.endpoint"))
	}
	if _, err := webpush.ParseKeys(in.P256dh, in.Auth); err != nil {
		_ = faults.Add(fault.On("p256dh", "push.keys"))
	}
	return faults.Err()
}

// Unsubscribe has one of an account's browsers not be pushed to any more; one that is none of them stays as it is.
func (p *Push) Unsubscribe(ctx context.Context, by By, device string) (route.PushReply, error) {
	if hash, ok := token.ParseHash(device); ok {
		if err := p.table.ForgetReceiver(ctx, by.Account, table.ReceiverID(hash), ""); err != nil {
			return route.PushReply{}, err
		}
	}
	return p.Devices(ctx, by)
}

// origin is the part of an address that a push service is known by.
func origin(address string) string {
	host, _, _ := strings.Cut(strings.TrimPrefix(address, "https://"), "/")
	return "https://" + host
}

// errLater means that a browser could not be reached now.
var errLater = errors.New("push: the browser is left alone for a while")

// ErrRefused means that the push service does not take the message, and never will.
var ErrRefused = errors.New("push: refused")

func refused(status int) error {
	return fmt.Errorf("%w: the push service answered %d", ErrRefused, status)
}
