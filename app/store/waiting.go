package store

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/shared/route"
)

// waits and setWaits read and write a note of how many commands wait here, which outlives what lies on the device; tests put others in
// their place.
var waits, setWaits = browserWaits, browserSetWaits

// tellWaiting notes how many commands wait here, and tells the server when the number has changed and there is a connection: if this
// browser comes back empty, it is known what is missing.
func (s *Store) tellWaiting() {
	if s.replica == nil || !s.device.leads || s.device.chunks {
		return
	}
	n := len(s.replica.Pending()) + len(s.replica.Conflicts())
	if !s.device.counted {
		s.device.counted = true
		s.vanished = max(s.vanished, s.missing(n))
		s.post(Connection)
	}
	if s.vanished > 0 {
		return
	}
	setWaits(s.whose() + strconv.Itoa(n))
	if n == s.here.Waiting || s.state != SignedIn || s.sync.offline || s.telling {
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

// whose is what the note begins with.
func (s *Store) whose() string { return string(s.device.account) + "/" + string(s.device.tenant) + "/" }

// missing is how many commands are known to have waited here beyond the n that do.
func (s *Store) missing(n int) int {
	gone := 0
	if s.device.fresh {
		gone = s.here.Waiting
	}
	if noted, mine := strings.CutPrefix(waits(), s.whose()); mine {
		noted, _ := strconv.Atoi(noted)
		gone = max(gone, noted-n-s.device.lost)
	}
	return gone
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

func browserWaits() string {
	if !app.IsClient {
		return ""
	}
	return app.Window().Call("stellwerkWaited").String()
}

func browserSetWaits(note string) {
	if app.IsClient {
		app.Window().Call("stellwerkWaits", note)
	}
}
