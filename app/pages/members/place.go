package members

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/shared/org"
)

// place is where somebody was in the list when they went to look at one member: coming back, they find the same rows in view. It belongs to one account in one organisation.
type place struct {
	account org.AccountID
	tenant  org.TenantID
	query   string
	top     float64
	member  org.MemberID // whose page they went to, or went on to from there
}

var left place

// there says whether the place is one of this account in this organisation.
func (p place) there() bool {
	now := here()
	return p.account != "" && p.account == now.account && p.tenant == now.tenant
}

func here() place {
	session, _ := store.Who()
	return place{account: session.Account, tenant: store.Here().Tenant}
}

// leave remembers the place.
func (p *Page) leave() {
	left = here()
	left.query, left.top = queryOf(p.filter.Address()), p.top
}

// backHref leads back to the list as it was left.
func backHref() string {
	if left.there() && left.query != "" {
		return "/members?" + left.query
	}
	return "/members"
}

// comeBack takes up the place where it was left.
func (p *Page) comeBack(ctx app.Context) {
	if !left.there() {
		left = place{}
		return
	}
	if left.query == p.Query && left.member != "" {
		p.back = p.list().index(left.member) + 1
	}
	if top := left.top; left.query == p.Query && top > 0 {
		// The list has its height only after it has been placed.
		ctx.Defer(func(ctx app.Context) {
			ctx.Defer(func(app.Context) {
				if main := scroller(); main.Truthy() {
					main.Set("scrollTop", top)
				}
			})
		})
	}
}

func scroller() app.Value { return app.Window().Get("document").Call("getElementById", "main") }

// watchScroll keeps the place while somebody scrolls.
func (p *Page) watchScroll() {
	main := scroller()
	if !main.Truthy() {
		return
	}
	p.scrolled = app.FuncOf(func(app.Value, []app.Value) any {
		p.top = main.Get("scrollTop").Float()
		return nil
	})
	main.Call("addEventListener", "scroll", p.scrolled, map[string]any{"passive": true})
}

// OnDismount remembers the place.
func (p *Page) OnDismount() {
	p.leave()
	if p.scrolled != nil {
		scroller().Call("removeEventListener", "scroll", p.scrolled)
		p.scrolled.Release()
		p.scrolled = nil
	}
}
