package settings

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/app/vault"
	"stellwerk/shared/fault"
	"stellwerk/shared/password"
)

// Lock is how what lies on this device is locked while nobody uses it: with a PIN, a passkey or not at all.
type Lock struct {
	app.Compo
	form              ui.FormState
	old, fresh, again string // PINs; gone with the page
}

// OnMount follows what another tab sets up.
func (l *Lock) OnMount(ctx app.Context) { store.Watch(ctx, store.Session) }

// spansIdle are the minutes to choose from; 0 locks only when the app is opened.
var spansIdle = []int{1, 5, 15, 60, 0}

// Render is the section.
func (l *Lock) Render() app.UI {
	l.form.As("lock", ui.Labels("old", ui.T("lock.old"), "fresh", ui.T("lock.new"), "again", ui.T("lock.again")))
	return ui.Section("lock", ui.T("lock.title"), ui.T("lock.text"), app.Div().Class("lock").Body(l.nowUI(), l.pinUI()))
}

// nowUI says how it is locked, and when.
func (l *Lock) nowUI() app.UI {
	guard := store.Guard()
	if guard == vault.Unguarded {
		return app.Div().Class("lock-now").Body(app.P().Attr("role", "status").Body(ui.Icon(ui.IconKey), app.Span().Text(ui.T("lock.none"))))
	}
	options := make([]ui.Option, len(spansIdle))
	for i, n := range spansIdle {
		text := ui.T("lock.opening")
		if n > 0 {
			text = ui.N("lock.minutes", n)
		}
		options[i] = ui.Option{Value: strconv.Itoa(n), Text: text}
	}
	return app.Div().Class("lock-now").Body(
		app.P().Attr("role", "status").Body(ui.Icon(ui.IconLock), app.Span().Text(ui.T("lock.is."+string(guard)))),
		ui.Select{ID: "lock-idle", Label: ui.T("lock.idle"), Hint: ui.T("lock.idleHint"), Value: strconv.Itoa(store.Idle()), Options: options, OnChange: l.wait}.UI(),
		ui.Button{Text: ui.T("lock.now"), Icon: ui.IconLock, OnClick: func(ctx app.Context, _ app.Event) { store.Seal(ctx) }}.UI(),
	)
}

func (l *Lock) wait(ctx app.Context, minutes string) {
	if n, err := strconv.Atoi(minutes); err == nil {
		store.SetIdle(ctx, n)
	}
}

// pinUI sets up, changes and takes away.
func (l *Lock) pinUI() app.UI {
	guard := store.Guard()
	body := []app.UI{l.form.Summary()}
	save := "lock.setUp"
	if guard == vault.WithPIN {
		body = append(body, l.form.Line("old", &l.old, ui.Field{Type: "pin", Autocomplete: "off"}))
		save = "lock.change"
	}
	body = append(body, app.Div().Class("pair").Body(
		l.form.Line("fresh", &l.fresh, ui.Field{Type: "pin", Autocomplete: "off", Hint: ui.T("lock.hint"), Kept: true}),
		l.form.Line("again", &l.again, ui.Field{Type: "pin", Autocomplete: "off"}),
	))
	actions := []app.UI{ui.Button{Text: ui.T(save), Kind: ui.Primary, Submit: true, Busy: l.form.Busy}.UI()}
	if guard == vault.Unguarded {
		actions = append(actions, ui.Button{Text: ui.T("lock.passkey"), Icon: ui.IconKey, Busy: l.form.Busy, OnClick: l.passkey}.UI())
	} else {
		actions = append(actions, ui.Button{Text: ui.T("lock.drop"), Busy: l.form.Busy, OnClick: l.drop}.UI())
	}
	return ui.Form(l.save, ui.T("lock.title"), append(body, app.Div().Class("lock-actions").Body(actions...))...)
}

// present opens the lock that is there.
func (l *Lock) present() string {
	if store.Guard() == vault.WithPasskey {
		return vault.Passkey
	}
	return l.old
}

func (l *Lock) save(ctx app.Context, _ app.Event) {
	var faults fault.List
	if store.Guard() == vault.WithPIN && l.old == "" {
		_ = faults.Add(fault.On("old", "text.missing"))
	}
	_ = faults.Add(password.CheckPIN("fresh", l.fresh))
	if len(faults) == 0 && l.again != l.fresh {
		_ = faults.Add(fault.On("again", "pin.again"))
	}
	if err := faults.Err(); err != nil {
		l.form.Fail(ctx, err)
		return
	}
	l.set(ctx, l.fresh, "lock.isSet")
}

func (l *Lock) passkey(ctx app.Context, _ app.Event) { l.set(ctx, vault.Passkey, "lock.isSet") }

func (l *Lock) drop(ctx app.Context, _ app.Event) {
	if store.Guard() == vault.WithPIN && l.old == "" {
		l.form.Fail(ctx, fault.On("old", "text.missing"))
		return
	}
	l.set(ctx, "", "lock.isDropped")
}

func (l *Lock) set(ctx app.Context, secret, said string) {
	if l.form.Busy {
		return
	}
	l.form.Start()
	who, _ := store.Who()
	store.SetGuard(ctx, l.present(), secret, who.Email, func(err error) {
		ctx.Dispatch(func(ctx app.Context) {
			l.form.Busy = false
			if err != nil {
				l.form.Fail(ctx, err)
				return
			}
			l.old, l.fresh, l.again = "", "", ""
			for _, field := range []string{"old", "fresh", "again"} {
				ui.SetValue(l.form.Field(field), "")
			}
			store.Notify(ctx, ui.T(said))
		})
	})
}
