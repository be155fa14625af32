package ui

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// ConnectionState is how the app stands to the server.
type ConnectionState uint8

// The states of the connection.
const (
	Live       ConnectionState = iota // all is with the server
	Connecting                        // it is not known yet
	CatchingUp                        // what is at the server comes here
	Sending                           // what was done here goes there
	Offline                           // the server does not answer; what is done waits
	Locked                            // the server wants to know again who is here; what was done waits
	Blocked                           // nothing goes on, and it is known why; what was done waits
	Barred                            // nothing is opened before there was contact; what was done waits
)

// Connection says in words how the app stands to the server. Each state has a drawing of its own shape.
type Connection struct {
	State       ConnectionState
	Have, Total int       // of what is caught up with; no number while Total is 0
	Waiting     int       // changes that are not with the server yet
	Since       time.Time // it is offline
	Why         string    // it is blocked
}

var connectionLook = [...]struct {
	class string
	icon  IconName // a dot or a ring if there is none
}{
	Live: {"pill pill-live", NoIcon}, Connecting: {"pill quiet pill-connecting", NoIcon}, CatchingUp: {"pill quiet pill-loading", IconDownload}, Sending: {"pill quiet", IconUpload},
	Offline: {"pill wait", IconWifiOff}, Locked: {"pill wait", IconLock}, Barred: {"pill wait", IconClock}, Blocked: {"pill bad", IconAlert},
}

// UI is the element. It says nothing by itself when the state changes: who shows it has a live region for Says.
func (c Connection) UI() app.UI {
	look := connectionLook[c.State]
	var sign app.UI = app.I().Aria("hidden", true)
	if look.icon != NoIcon {
		sign = Icon(look.icon)
	}
	return app.Span().Class(look.class).Body(app.Span().Class("pill-sign").Body(sign), app.Span().Text(c.Says()))
}

// Says is the state in words.
func (c Connection) Says() string {
	text := ""
	switch c.State {
	case Live:
		return T("connection.inTime")
	case Connecting:
		return T("connection.connecting")
	case CatchingUp:
		if c.Total == 0 {
			return T("connection.loading")
		}
		return N("connection.left", max(0, c.Total-c.Have))
	case Sending:
		return N("connection.sending", c.Waiting)
	case Offline:
		text = T("connection.offlineSince", "time", Clock(c.Since))
	case Locked:
		text = T("connection.locked")
	case Blocked:
		text = T("connection.blocked", "why", c.Why)
	case Barred:
		text = T("connection.barred")
	}
	if c.Waiting > 0 {
		text += " · " + N("connection.waiting", c.Waiting)
	}
	return text
}
