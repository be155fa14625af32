package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// frameCtx is the context of what stands around every page.
var frameCtx app.Context

// InFrame tells what stands around every page.
func InFrame(ctx app.Context) { frameCtx = ctx }

// LeaveFrame keeps what stands around every page from being rendered for what concerns a part of it alone: go-app marks all that is
// around an element that something has happened to.
func LeaveFrame() {
	if frameCtx.Src() != nil {
		frameCtx.PreventUpdate()
	}
}
