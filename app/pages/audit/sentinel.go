package audit

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// sentinel stands at the end of the list and lets it load on when somebody comes near.
type sentinel struct {
	app.Compo
	N int // entries above it: it looks anew whenever there are more

	observer app.Value
	seen     app.Func
}

// endAction says that the end of the list is near.
const endAction = "audit-end"

func (s *sentinel) OnMount(ctx app.Context) {
	maker := app.Window().Get("IntersectionObserver")
	if !maker.Truthy() {
		return
	}
	s.seen = app.FuncOf(func(_ app.Value, args []app.Value) any {
		for i := range args[0].Length() {
			if args[0].Index(i).Get("isIntersecting").Bool() {
				ctx.NewAction(endAction)
				break
			}
		}
		return nil
	})
	s.observer = maker.New(s.seen, map[string]any{"rootMargin": "600px"})
	s.observer.Call("observe", s.JSValue())
}

// OnUpdate looks again: the end may still be in view.
func (s *sentinel) OnUpdate(app.Context) {
	if s.observer != nil {
		s.observer.Call("unobserve", s.JSValue())
		s.observer.Call("observe", s.JSValue())
	}
}

func (s *sentinel) OnDismount() {
	if s.observer != nil {
		s.observer.Call("disconnect")
		s.seen.Release()
		s.observer = nil
	}
}

func (s *sentinel) Render() app.UI { return app.Div().Class("sentinel").Aria("hidden", true) }
