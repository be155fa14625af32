package ui

import (
	"fmt"
	"net/url"
	"reflect"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Address is where the app stands.
type Address struct {
	Path  string
	Rest  string // what follows a page's path that ends in /, such as an id
	Query url.Values
}

// Broken is the action that is posted when a handler has panicked: the frame says so and offers to load again.
const Broken = "ui.broken"

// On makes a handler safe to hang on an element: a panic in it breaks this one action and not the whole app. go-app takes
// two handlers for the same if their code is, and so would keep an old closure; the scope tells them apart. In a loop give
// it what the closure is about.
func On(h app.EventHandler, scope ...string) (app.EventHandler, app.EventOption) {
	if h == nil {
		return nil, app.EventScope("none")
	}
	code := strconv.FormatUint(uint64(reflect.ValueOf(h).Pointer()), 36)
	return func(ctx app.Context, e app.Event) {
		defer Guard(ctx)
		h(ctx, e)
	}, app.EventScope(code, strings.Join(scope, "/"))
}

// Guard belongs after defer in every handler and goroutine.
func Guard(ctx app.Context) {
	if p := recover(); p != nil {
		app.Logf("%v\n%s", p, debug.Stack())
		ctx.NewActionWithValue(Broken, fmt.Sprint(p))
	}
}

// Ask does work in a goroutine and then calls then on the UI goroutine, unless the component is gone by then.
func Ask[V any](ctx app.Context, work func() (V, error), then func(ctx app.Context, v V, err error)) {
	ctx.Async(func() {
		defer Guard(ctx)
		v, err := work()
		ctx.Dispatch(func(ctx app.Context) {
			defer Guard(ctx)
			then(ctx, v, err)
		})
	})
}
