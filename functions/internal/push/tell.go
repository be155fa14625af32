package push

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"stellwerk/functions/internal/accounts/token"
	"stellwerk/functions/internal/outbound"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/functions/internal/zones"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// The effects that an event comes to, step by step: whom to tell, on which of their browsers, and whether by mail. Each has one message at
// most to send, so what fails is tried again for one browser alone, and the others get nothing twice. For is the parts of a matter.
const (
	toMember = "push.member" // topic/about/member
	toDevice = "push.device" // topic/about/member/receiver

	// Mail is the effect of a mail to somebody: topic/about/member.
	Mail = "push.mail"
)

// matter is what somebody is to be told.
type matter struct {
	topic    org.Topic
	about    string // id of a job or of a member; of endings ledger.EndingOf, of birthdays a day and whose, of greetings the position of an entry
	member   org.MemberID
	receiver table.ReceiverID // "" until it is known
}

func (m matter) effect() ledger.Effect {
	parts := []string{string(m.topic), m.about, string(m.member)}
	if m.receiver == "" {
		return ledger.Effect{What: toMember, For: strings.Join(parts, "/")}
	}
	return ledger.Effect{What: toDevice, For: strings.Join(append(parts, string(m.receiver)), "/")}
}

func matterOf(e ledger.Effect) (m matter, ok bool) {
	parts := strings.Split(e.For, "/")
	if len(parts) == 3 {
		parts = append(parts, "")
	}
	if len(parts) != 4 || !validAbout(parts[0], parts[1]) || !org.ValidID(parts[2]) {
		return matter{}, false
	}
	_, whole := token.ParseHash(parts[3])
	topic, err := org.ParseTopic("", parts[0])
	return matter{topic, parts[1], org.MemberID(parts[2]), table.ReceiverID(parts[3])}, err == nil && whole == (e.What == toDevice)
}

// validAbout says whether something of the topic's kind is named.
func validAbout(topic, about string) bool {
	if topic == string(org.TopicEndings) {
		_, ok := ledger.ParseEnding(about)
		return ok
	}
	if topic == string(org.TopicBirthdays) {
		_, _, ok := parseBirthdays(about)
		return ok
	}
	if topic == string(org.TopicGreetings) {
		_, ok := seqOf(about)
		return ok
	}
	return org.ValidID(about)
}

// Carries says whether an effect of a tenant is one that Carry knows.
func Carries(what string) bool {
	return what == ledger.JobEnded || what == ledger.Joined || what == ledger.Ending || what == ledger.Greeted || what == toMember || what == toDevice || what == onDay
}

// Carry carries an effect out: it sends the one message, or returns the effects that take the place of this one. Errors: ErrRefused
// where trying again is of no use.
func (p *Push) Carry(ctx context.Context, tenant tenancy.Tenant, e table.Effect) (next []ledger.Effect, err error) {
	switch e.What {
	case ledger.JobEnded:
		j, err := p.table.Job(ctx, tenant, org.JobID(e.For))
		if fault.Is(err, "job.notFound") {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		return p.ways(ctx, tenant, matter{topic: org.TopicJobs, about: string(j.ID), member: j.Member})
	case ledger.Joined:
		return p.wishing(ctx, tenant, e.For)
	case ledger.Ending:
		return p.managing(ctx, tenant, e.For)
	case ledger.Greeted:
		return p.greeted(ctx, tenant, e)
	case onDay:
		return p.celebrating(ctx, tenant, e.For)
	}
	m, ok := matterOf(e.Effect)
	if !ok {
		return nil, ErrRefused
	}
	if e.What == toMember {
		return p.ways(ctx, tenant, m)
	}
	return nil, p.send(ctx, tenant, e.ID(), m)
}

// wishing are those who want to be told that somebody has joined. For names the member, and after a '/' whom to go on after.
func (p *Push) wishing(ctx context.Context, tenant tenancy.Tenant, forWhom string) (next []ledger.Effect, err error) {
	joined, after, _ := strings.Cut(forWhom, "/")
	all, more, err := p.table.Wishing(ctx, tenant, org.TopicJoined, org.MemberID(after), table.MaxNext-1)
	if err != nil {
		return nil, err
	}
	for _, member := range all {
		if string(member) != joined {
			next = append(next, matter{topic: org.TopicJoined, about: joined, member: member}.effect())
		}
	}
	if more != "" {
		next = append(next, ledger.Effect{What: ledger.Joined, For: joined + "/" + string(more)})
	}
	return next, nil
}

// ways are the mail and the browsers by which a member is told.
func (p *Push) ways(ctx context.Context, tenant tenancy.Tenant, m matter) (next []ledger.Effect, err error) {
	r, err := p.receiver(ctx, tenant, m)
	if err != nil {
		return nil, err
	}
	if r.by.Mail() {
		next = append(next, ledger.Effect{What: Mail, For: m.effect().For})
	}
	if r.by.App() {
		living, err := p.living(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		for _, browser := range living {
			m.receiver = browser.ID()
			next = append(next, m.effect())
		}
	}
	return next, nil
}

// receiver is the account to be told, and how.
type receiver struct {
	table.Account
	access table.Access
	by     org.Ways
	wish   table.Wish
}

// receiver finds the account to be told, if it is still to be: the member is there and in service, the topic concerns its role, and
// it wants to be told. Who has not confirmed their address gets no mails.
func (p *Push) receiver(ctx context.Context, tenant tenancy.Tenant, m matter) (to receiver, err error) {
	to.by = org.ByNone
	ref := ledger.Ref{Kind: ledger.KindMember, ID: string(m.member)}
	sight, err := p.table.Look(ctx, tenant, table.Question{Reads: ledger.Reads{Records: []ledger.Ref{ref}}, Access: m.member})
	if err != nil {
		return to, err
	}
	member, there := sight.Records[ref].Value.(org.Member)
	if !there || member.Deactivated || !m.topic.Concerns(member.Role) || sight.Access.Account == "" {
		return to, nil
	}
	if begun, err := p.begun(ctx, tenant, member); err != nil || !begun {
		return to, err
	}
	wish, err := p.table.Wish(ctx, tenant, m.topic, m.member)
	by := wish.By
	if len(wish.Only) > 0 && by == org.ByNone {
		by = org.ByMail // it can't wait for somebody who has no browser here
	}
	if err != nil || by == org.ByNone {
		return to, err
	}
	a, found, err := p.table.Account(ctx, sight.Access.Account)
	if err != nil || !found {
		return to, err
	}
	if by.Mail() && (a.Unproved || member.Status() == org.Pending) {
		by = by.Unmailed()
	}
	return receiver{a, sight.Access, by, wish}, nil
}

// begun says whether a member's first day has come.
func (p *Push) begun(ctx context.Context, tenant tenancy.Tenant, m org.Member) (bool, error) {
	if m.From == "" {
		return true, nil
	}
	zone, err := p.zone(ctx, tenant)
	return m.Begun(zones.Day(zone, p.now())), err
}

// send sends the message, if there still is one to be sent to this browser.
func (p *Push) send(ctx context.Context, tenant tenancy.Tenant, id table.EffectID, m matter) error {
	to, err := p.receiver(ctx, tenant, m)
	if err != nil || !to.by.App() {
		return err
	}
	r, found, err := p.table.Receiver(ctx, to.ID, m.receiver)
	if err != nil || !found {
		return err
	}
	s, lives, err := p.session(ctx, to.Account, r)
	if err != nil || !lives || !to.access.Opens(to.ID, s.SignedIn) {
		return err
	}
	msg, ok, err := p.news(ctx, tenant, m, to.wish)
	if err != nil || !ok {
		return err
	}
	if p.now().Before(r.Waits) {
		return errLater
	}
	msg.ID, msg.Language = string(id), string(to.Language)
	data, err := json.Marshal(msg.Message)
	if err != nil {
		return err
	}
	return p.knock(ctx, r, m, data)
}

// Message is what a browser is told. web/js/notify.js puts it into words.
type Message struct {
	ID       string         `json:"id"` // the same if it comes twice
	Topic    org.Topic      `json:"topic"`
	Tenant   org.TenantID   `json:"tenant"`
	Language string         `json:"language"`
	State    route.JobState `json:"state,omitempty"`
	Import   bool           `json:"import,omitempty"` // the job was one
	Done     int            `json:"done,omitempty"`
	Refused  int            `json:"refused,omitempty"`
	Tags     bool           `json:"tags,omitempty"`   // it is about first and last days of tags
	Missed   bool           `json:"missed,omitempty"` // what was set for a last day could not be carried out
	Count    int            `json:"people,omitempty"` // whose birthday it is
	Names    string         `json:"names,omitempty"`  // of some of them; a line each
}

// News is what there is to tell: in the words of a browser, and what only a mail says.
type News struct {
	Message
	Day    string       // of endings; 2006-01-02
	People []org.Member // whom it is about, by name
	By     string       // of greetings: what they are called who congratulate
	Said   string       // of greetings: their words
}

// news finds out what there is to tell now; ok is false if there is nothing any more.
func (p *Push) news(ctx context.Context, tenant tenancy.Tenant, m matter, wish table.Wish) (msg News, ok bool, err error) {
	msg.Topic, msg.Tenant = m.topic, tenant.ID()
	if m.topic == org.TopicJobs {
		j, err := p.table.Job(ctx, tenant, org.JobID(m.about))
		if fault.Is(err, "job.notFound") {
			return msg, false, nil
		}
		msg.State, msg.Import, msg.Done, msg.Refused = j.State, j.Deed == "members.import", j.Done-j.Counts.Refused, j.Counts.Refused
		return msg, err == nil && j.Member == m.member && (j.State == route.JobDone || j.State == route.JobFailed), err
	}
	if m.topic == org.TopicEndings {
		of, people, err := p.ending(ctx, tenant, m.about)
		msg.Missed, msg.Tags, msg.Day, msg.People = of.Missed, of.Tags, of.Day, people
		return msg, len(people) > 0, err
	}
	if m.topic == org.TopicBirthdays {
		msg.People, err = p.birthdays(ctx, tenant, m, wish)
		msg.Count, msg.Names = len(msg.People), first(msg.People)
		return msg, len(msg.People) > 0, err
	}
	if m.topic == org.TopicGreetings {
		msg.By, msg.Said, err = p.greeting(ctx, tenant, m)
		return msg, msg.By != "" && msg.Said != "", err
	}
	ref := ledger.Ref{Kind: ledger.KindMember, ID: m.about}
	sight, err := p.table.Look(ctx, tenant, table.Question{Reads: ledger.Reads{Records: []ledger.Ref{ref}}})
	if err != nil {
		return msg, false, err
	}
	joined, there := sight.Records[ref].Value.(org.Member)
	msg.People = []org.Member{joined}
	return msg, there && joined.Confirmed && !joined.Deactivated, nil
}

// A browser that can't be reached is left alone for firstPause, then for twice as long each time, and forgotten after so many tries:
// an hour or so. It comes back by itself when the app begins there again.
const (
	firstPause = time.Minute
	maxTries   = 6
)

// failed notes that a browser could not be reached.
func (p *Push) failed(ctx context.Context, r table.Receiver, cause error) error {
	if r.Failures+1 >= maxTries {
		p.log.Warn("browser forgotten: it can't be reached", "error", cause.Error())
		return p.table.ForgetReceiver(ctx, r.Account, r.ID(), "")
	}
	return errors.Join(cause, p.table.ReceiverFailed(ctx, r, p.now().Add(firstPause<<r.Failures)))
}

// forget is for browsers that are none any more, or never were.
func (p *Push) forget(ctx context.Context, r table.Receiver) error {
	return p.table.ForgetReceiver(ctx, r.Account, r.ID(), "")
}

// hopeless says whether an error will be the same the next time.
func hopeless(err error) bool { return errors.Is(err, outbound.ErrForbidden) }
