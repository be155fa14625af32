package members

import (
	"encoding/json"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/password"
	"stellwerk/shared/route"
)

// handing is the temporary password of a new member: it is kept nowhere but here, and goes with the page.
type handing struct {
	password string
	sent     attempt
	handed   handed
}

// attempt is what was sent last: the same once more is the same member.
type attempt struct {
	command org.CommandID
	member  org.MemberID
	what    string
}

// handed is what is to be passed on to somebody who has been added.
type handed struct {
	id                    org.MemberID
	name, email, password string
	until                 org.Day
}

// insteadUI offers an invitation to somebody for whom there can be no temporary password.
func (p *New) insteadUI() app.UI {
	return app.Div().Body(app.If(fault.Is(p.form.Faults, "member.inviteInstead"), func() app.UI {
		return ui.Banner(ui.Wait, ui.IconMail, ui.T("temporary.instead"), "", ui.Button{ID: "new-instead", Text: ui.T("temporary.insteadDo"), OnClick: p.inviteInstead}.UI())
	}))
}

// passwordUI takes the password, or makes one, and says until when it would open the account.
func (p *New) passwordUI() app.UI {
	in := p.form.in
	personal := []string{in.GivenName, in.Surname, string(in.Email), store.Replica().Tenant().Name}
	return app.Div().Class("temporary").Body(
		app.Div().Body(app.If(!store.Online(), func() app.UI {
			return ui.Banner(ui.Wait, ui.IconCloudOff, ui.T("temporary.offline"), "")
		})),
		ui.Field{
			ID: p.form.Field("password"), Label: label("password"), Type: "password", Autocomplete: "new-password", Required: true,
			Value: p.password, Error: p.form.Wrong("password"), OnInput: p.form.Into("password", &p.password),
			After: ui.PasswordMeter(p.password, personal...),
		}.UI(),
		ui.Button{ID: "new-generate", Text: ui.T("temporary.generate"), Icon: ui.IconRefresh, OnClick: p.generate}.UI(),
		app.P().Class("form-note").Text(ui.T("temporary.until", "day", ui.DayWords(string(org.TemporaryUntil(time.Now()))))),
	)
}

func (p *New) generate(app.Context, app.Event) {
	p.password = password.Generate(store.Random)
	p.form.Mended("password")
	ui.SetValue(p.form.Field("password"), p.password)
	ui.Focus(p.form.Field("password"))
}

// inviteInstead does without a password.
func (p *New) inviteInstead(ctx app.Context, _ app.Event) {
	p.way, p.password = byMail, ""
	p.form.Mended("email")
	ctx.Defer(func(app.Context) { ui.Focus("new-invite-text") })
}

// createWithPassword asks the server, as only that knows whether anybody has the address.
func (p *New) createWithPassword(ctx app.Context) {
	if p.form.Busy {
		return
	}
	in := p.attempt()
	tenant := store.Here().Tenant
	p.form.Start()
	ui.Ask(ctx, func() (route.NewMemberReply, error) { return store.Client().NewMember(tenant, in) }, func(ctx app.Context, reply route.NewMemberReply, err error) {
		p.form.Busy = false
		if err != nil {
			p.form.refused(ctx, err)
			return
		}
		m := org.Member{GivenName: in.Member.GivenName, Surname: in.Member.Surname}
		p.handed = handed{in.Member.Member, m.Name(), in.Member.Email, in.Password, reply.Until}
		p.password = ""
		p.created(ctx)
		store.Refresh(ctx)
		ctx.Defer(func(app.Context) { ui.Focus("page-title") })
	})
}

// attempt is the request: the same as the one before, if nothing was changed since, whose answer may have got lost.
func (p *New) attempt() route.NewMemberRequest {
	args := p.args("")
	data, _ := json.Marshal(args) // it always can be
	if what := string(data) + p.password; p.sent.what != what {
		p.sent = attempt{store.NewID[org.CommandID](), store.NewID[org.MemberID](), what}
	}
	args.Member = p.sent.member
	return route.NewMemberRequest{ID: string(p.sent.command), Member: args, Password: p.password}
}

// handedUI shows once what the person needs to sign in.
func (p *New) handedUI() app.UI {
	h := p.handed
	fact := func(name, value string) app.UI {
		return app.Div().Body(app.Dt().Text(name), app.Dd().Body(app.Code().Text(value)))
	}
	return app.Div().Class("members-new").Body(
		back(),
		ui.PageHead(ui.T("temporary.made", "name", h.name), ui.T("temporary.madeText")),
		app.Div().Class("card card-pad").Body(
			app.Dl().ID("new-handed").TabIndex(-1).Class("facts temporary-facts").Body(fact(label("email"), h.email), fact(label("password"), h.password)),
			app.P().Class("form-note").Text(ui.T("temporary.until", "day", ui.DayWords(string(h.until)))+" "+ui.T("temporary.change")),
			app.Div().Class("form-actions").Body(
				ui.Button{ID: "new-copy", Text: ui.T("temporary.copy"), Icon: ui.IconCopy, Kind: ui.Primary, OnClick: p.copy}.UI(),
				ui.Button{ID: "new-again", Text: ui.T("temporary.next"), OnClick: p.again}.UI(),
				ui.Button{Text: ui.T("temporary.toMember"), Kind: ui.Quiet, Href: "/members/" + string(h.id)}.UI(),
			),
		),
	)
}

// copy copies both, or leads to them where the browser does not let that happen.
func (p *New) copy(ctx app.Context, _ app.Event) {
	text := label("email") + ": " + p.handed.email + "\n" + label("password") + ": " + p.handed.password + "\n"
	ui.CopyThen(ctx, text, func(ctx app.Context, done bool) {
		if done {
			store.Notify(ctx, ui.T("temporary.copied"))
			return
		}
		store.Notify(ctx, ui.T("temporary.notCopied"))
		ui.Focus("new-handed")
	})
}

// again goes on with somebody else; the password just shown is gone then.
func (p *New) again(ctx app.Context, _ app.Event) {
	p.added = append([]org.MemberID{p.handed.id}, p.added...)
	p.handing = handing{}
	ctx.Defer(func(app.Context) { p.next() })
}
