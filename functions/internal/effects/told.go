package effects

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"stellwerk/functions/internal/mail"
	"stellwerk/functions/internal/push"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// errOften is of somebody who gets more mails about what happens than they should at once; they are sent later.
var errOften = errors.New("effects: too many mails to one account")

// told writes to somebody who wants to be told of something by mail.
func (c *Carrier) told(ctx context.Context, tenant tenancy.Tenant, e table.Effect) (m mail.Message, wanted bool, err error) {
	l, wanted, err := c.push.Letter(ctx, tenant, e)
	if err != nil || !wanted {
		return m, false, err
	}
	if wait, err := c.table.Take(ctx, push.Letters, string(l.To.ID), 1); err != nil || wait > 0 {
		return m, false, cmp.Or(err, errOften)
	}
	names := make([]string, len(l.People))
	for i, p := range l.People {
		if names[i] = p.Name(); l.Tags {
			names[i] += " (" + strings.Join(p.TagsOn(l.Day), ", ") + ")"
		}
	}
	lang, letters := l.To.Language, c.letters.Signed(l.From.Signature(l.To.Language))
	switch l.Topic {
	case org.TopicJobs:
		m = letters.Ended(lang, mail.Ended{Organisation: l.From.Name, Import: l.Import, Failed: l.State == route.JobFailed, Done: l.Done, Refused: l.Refused})
	case org.TopicJoined:
		m = letters.Joined(lang, l.From.Name, names)
	case org.TopicBirthdays:
		m = letters.Birthdays(lang, l.From.Name, names)
	case org.TopicGreetings:
		m = letters.Greeted(lang, l.From.Name, l.By, l.Said)
	default:
		day, _ := time.Parse(time.DateOnly, l.Day)
		m = letters.Ending(lang, l.Tags, l.Missed, mail.Ends{Organisation: l.From.Name, Names: names, Day: day})
	}
	m.To = l.To.Email
	return m, true, nil
}
