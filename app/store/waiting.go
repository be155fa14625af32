package store

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/shared/route"
)

// tellWaiting tells the server how many commands wait here, when the number has changed and there is a connection: if this browser
// comes back empty, it is known what is missing.
func (s *Store) tellWaiting() {
	if s.replica == nil || s.state != SignedIn || s.sync.offline || !s.device.leads || s.device.chunks || s.telling {
		return
	}
	n := len(s.replica.Pending()) + len(s.replica.Conflicts())
	if n == s.here.Waiting || s.vanished > 0 {
		return
	}
	s.telling = true
	turn, in := s.sync.turn, route.WaitingRequest{Tenant: string(s.here.Tenant), Waiting: n}
	s.run(func() func() {
		err := s.client.Waiting(in)
		return func() {
			s.telling = false
			if err == nil && turn == s.sync.turn {
				s.here.Waiting = n
			}
		}
	})
}

// emptied notes that this device has come back without what the server knows to have waited here.
func (s *Store) emptied() {
	s.vanished = s.here.Waiting
	s.post(Connection)
}

// Vanished is how many commands waited on this device and are not here any more: its browser has deleted them.
func Vanished() int { return the.vanished }

// DismissVanished notes that the person has read it.
func DismissVanished(app.Context) {
	the.vanished = 0
	the.tellWaiting()
	the.post(Connection)
}

// persist asks the browser once to keep what lies here also when space runs short: at the first command that waits.
func (s *Store) persist() {
	if s.device.asked || s.replica == nil || len(s.replica.Pending()) == 0 || !app.IsClient {
		return
	}
	s.device.asked = true
	if ask := app.Window().Get("stellwerkPersist"); ask.Truthy() {
		ask.Invoke()
	}
}

// later has the service worker send what waits, should the app be closed when there is a connection again.
func (s *Store) later() {
	if !app.IsClient {
		return
	}
	if ask := app.Window().Get("stellwerkLater"); ask.Truthy() {
		ask.Invoke()
	}
}

// Persistence says what the browser has answered to the wish to keep what lies here: "yes", "no", or "" while it was not asked.
func Persistence() string {
	if !app.IsClient {
		return ""
	}
	if v := app.Window().Get("stellwerkPersisted"); v.Truthy() {
		return v.String()
	}
	return ""
}
