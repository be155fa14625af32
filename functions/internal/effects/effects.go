// Package effects carries out what deeds and accounts want done outside the table: mails are sent, and people told in their
// browsers. An effect says what and for whom; what it comes to is made here, from today's records, and so are the tokens in mails. The stream names an effect when it is written;
// the clock has it named again if it was not carried out. Naming it often, or late, or after others, does nothing twice:
// whoever carries it out claims it first and removes it afterwards.
//
// One gap is left. If the process dies after SES took the mail and before the effect is removed, the mail goes out again when
// the claim has run out. SES offers nothing against that; the header X-Stellwerk-Effect shows it. The other way round a mail
// could get lost. With messages to browsers it is the same, but a message names its effect and the browser shows it once.
package effects

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/due"
	"stellwerk/functions/internal/erasing"
	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/mail"
	"stellwerk/functions/internal/push"
	"stellwerk/functions/internal/table"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

const (
	// lease is how long one has for carrying out an effect before others may try.
	lease = time.Minute
	// sending is how long sending may take: less, so that a claim never runs out meanwhile.
	sending = 30 * time.Second
	// A failed effect is tried again after firstPause, then after twice as long each time, at most after maxPause: maxTries
	// tries take a little less than a day.
	firstPause = time.Minute
	maxPause   = 2 * time.Hour
	maxTries   = 18
	// grace is how long the clock leaves an effect to the stream.
	grace = time.Minute
	// reminders is how many effects the clock names again at once.
	reminders = 100
)

// Carrier carries out effects.
type Carrier struct {
	table   *table.Table
	letters mail.Letters
	sender  mail.Sender
	push    *push.Push
	erasing *erasing.Erasing
	due     *due.Due
	now     func() time.Time
	log     *slog.Logger
}

// New makes a carrier. now is the clock, the same as the table's. origin begins every link, see mail.NewLetters. Who only reminds needs no sender.
func New(t *table.Table, origin string, sender mail.Sender, p *push.Push, now func() time.Time, log *slog.Logger) *Carrier {
	return &Carrier{t, mail.NewLetters(origin), sender, p, erasing.New(t, nil, now), due.New(t, executor.New(t, now), now), now, log}
}

// Carry carries out an effect that a stream record names, unless it is done or somebody else is at it. An effect that fails is
// put off, and that is no error: the records behind it must not wait. Errors are those of reaching the table.
func (c *Carrier) Carry(ctx context.Context, k table.EffectKey) error {
	e, ok, err := c.table.ClaimEffect(ctx, k, c.now().Add(lease))
	if err != nil || !ok {
		return err
	}
	next, sleep, err := c.do(ctx, e)
	switch {
	case err == nil && !sleep.Until.IsZero():
		c.note(ctx, slog.LevelInfo, e, "asleep")
		return c.table.SleepEffect(ctx, e, sleep.Until, sleep.For, next...)
	case err == nil:
		c.note(ctx, slog.LevelInfo, e, "carried")
		return c.table.DoneEffect(ctx, e, next...)
	case errors.Is(err, mail.ErrRefused), errors.Is(err, push.ErrRefused), e.Tries >= maxTries:
		c.note(ctx, slog.LevelError, e, "given up", "err", err.Error())
		return c.table.DoneEffect(ctx, e)
	}
	c.note(ctx, slog.LevelWarn, e, "put off", "err", err.Error())
	return c.table.LaterEffect(ctx, e, c.now().Add(pause(e.Tries)))
}

// note says what became of an effect.
func (c *Carrier) note(ctx context.Context, level slog.Level, e table.Effect, outcome string, more ...any) {
	if e.Request != "" {
		more = append(more, "request", e.Request)
	}
	c.log.Log(ctx, level, "effect", append([]any{"effect", e.ID(), "what", e.What, "outcome", outcome, "tries", e.Tries}, more...)...)
}

// pause is how long to wait after so many tries.
func pause(tries int) time.Duration {
	d := firstPause
	for i := 1; i < tries && d < maxPause; i++ {
		d *= 2
	}
	return min(d, maxPause)
}

// do carries an effect out, or finds which ones it comes to, or when there is something to do.
func (c *Carrier) do(ctx context.Context, e table.Effect) (next []ledger.Effect, sleep due.Sleep, err error) {
	if tenant, ofTenant := e.Tenant(); ofTenant && e.What == ledger.Due {
		sleep, next, err = c.due.Carry(ctx, tenant, e)
		return next, sleep, err
	}
	if tenant, ofTenant := e.Tenant(); ofTenant && e.What == ledger.Birthdays {
		sleep, next, err = c.push.Morning(ctx, tenant, e)
		return next, sleep, err
	}
	next, err = c.awake(ctx, e)
	return next, sleep, err
}

// awake carries out what never sleeps.
func (c *Carrier) awake(ctx context.Context, e table.Effect) (next []ledger.Effect, err error) {
	if tenant, ofTenant := e.Tenant(); ofTenant && e.What == ledger.Erase {
		return c.erasing.Carry(ctx, tenant, org.MemberID(e.For))
	}
	if tenant, ofTenant := e.Tenant(); ofTenant && push.Carries(e.What) {
		ctx, cancel := context.WithTimeout(ctx, sending)
		defer cancel()
		return c.push.Carry(ctx, tenant, e)
	}
	return nil, c.send(ctx, e)
}

// send makes the mail of an effect and sends it, if it still has a receiver.
func (c *Carrier) send(ctx context.Context, e table.Effect) error {
	m, wanted, err := c.write(ctx, e)
	if err != nil || !wanted {
		return err
	}
	m.Effect = string(e.ID())
	ctx, cancel := context.WithTimeout(ctx, sending)
	defer cancel()
	if err := c.sender.Send(ctx, m); err != nil {
		return err
	}
	c.log.InfoContext(ctx, "mail", "effect", e.ID(), "what", e.What)
	return nil
}

// errUnknown is of an effect that a newer version wrote; that one will know it.
var errUnknown = errors.New("effects: no such effect")

// write makes the mail of an effect; wanted is false if there is nobody to write to any more.
func (c *Carrier) write(ctx context.Context, e table.Effect) (m mail.Message, wanted bool, err error) {
	tenant, ofTenant := e.Tenant()
	switch {
	case !ofTenant && e.What == accounts.ConfirmEffect:
		return c.confirm(ctx, e)
	case !ofTenant && e.What == accounts.AskedEffect:
		return c.asked(ctx, e)
	case !ofTenant && e.What == accounts.ResetEffect:
		return c.reset(ctx, e)
	case !ofTenant && e.What == accounts.ChangedEffect:
		return c.changed(ctx, e)
	case !ofTenant && e.What == accounts.LeaveEffect:
		return c.leave(ctx, e)
	case !ofTenant && e.What == accounts.WantedEffect:
		return c.wanted(ctx, e)
	case !ofTenant && e.What == accounts.WarnedEffect:
		return c.warned(ctx, e)
	case !ofTenant && e.What == accounts.MovedEffect:
		return c.moved(ctx, e)
	case !ofTenant && e.What == accounts.ProveEffect:
		return c.prove(ctx, e)
	case ofTenant && e.What == ledger.Welcome:
		return c.welcome(ctx, tenant, e)
	case ofTenant && e.What == push.Mail:
		return c.told(ctx, tenant, e)
	case ofTenant && e.What == ledger.Invite:
		return c.invite(ctx, tenant, e)
	}
	return m, false, errUnknown
}

// Remind has the stream name again what should have been carried out a while ago, and says how many that were. The clock calls
// it once a minute.
func (c *Carrier) Remind(ctx context.Context) (int, error) {
	keys, err := c.table.OverdueEffects(ctx, c.now().Add(-grace), reminders)
	if err != nil {
		return 0, err
	}
	for i, k := range keys {
		if err := c.table.RemindEffect(ctx, k); err != nil {
			return i, err
		}
	}
	return len(keys), nil
}
