package store

import (
	"slices"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/client"
	"stellwerk/app/replica"
	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/route"
)

// How often the changes are asked for, and how long the app waits after a request that got no answer.
const (
	pollEvery  = 4 * time.Second
	pollHidden = time.Minute
	firstPause = time.Second
	maxPause   = 30 * time.Second
)

// syncing is where the talk with the server stands.
type syncing struct {
	turn    int  // grows when another organisation comes in view: answers to earlier questions are thrown away
	flying  bool // commands are under way
	pulling bool // a page or changes are
	again   bool // ask for changes once more after those under way
	offline bool
	since   time.Time // when the connection was lost
	last    time.Time // when the server answered last
	misses  int
	hidden  bool // nobody looks
	ticking bool
	asking  bool      // who did what to the records of refused commands is being fetched
	saved   time.Time // of the change that was confirmed last, when that was noticed
	shown   time.Time // when lists last followed a snapshot that is being loaded
	page    *fetched  // the page of the snapshot that is under way, or waits until the one before is in place
	behind  bool      // they will do so once more, for what has come since
}

// next begins another turn: nothing is under way in it.
func (s *syncing) next() {
	s.turn++
	s.flying, s.pulling, s.page = false, false, nil
}

// pause is how long to wait before the next try: twice as long each time.
func (s *syncing) pause() time.Duration {
	d := firstPause << min(max(s.misses-1, 0), 10)
	return min(d, maxPause)
}

// Online says whether the server answered the last time.
func Online() bool { return !the.sync.offline }

// OfflineSince is when the connection was lost.
func OfflineSince() time.Time { return the.sync.since }

// InStep is when the server answered last; zero if it has not yet.
func InStep() time.Time { return the.sync.last }

// AsOf is how old what is shown is, by this device's clock: when the server was last in contact, also before the app was opened. Zero while
// it is live, and where there was no contact yet.
func AsOf() time.Time {
	switch s := the; {
	case s.state == SignedIn && !s.sync.offline:
		return time.Time{}
	case !s.sync.last.IsZero():
		return s.sync.last
	default:
		return s.lease.Device
	}
}

// Aged adds to what a list says of itself how old it is, unless it is live.
func Aged(what string) string {
	at, key := AsOf(), "connection.asOf"
	if at.IsZero() {
		return what
	}
	if strings.HasSuffix(what, ".") {
		key = "connection.asOfSentence"
	}
	return ui.T(key, "what", what, "time", ui.Since(at))
}

// Refresh asks for changes now.
func Refresh(app.Context) {
	if the.unsure() {
		the.begin()
	}
	the.push()
	the.pull()
	the.poke()
}

// poke asks the tab that talks with the server to do so now: browsers let those that nobody looks at sleep.
func (s *Store) poke() {
	if s.device.disk != nil && !s.device.leads {
		s.device.disk.Say("pull")
	}
}

// lost notes that a request got no answer.
func (s *Store) lost() {
	s.sync.misses++
	if !s.sync.offline {
		s.sync.offline, s.sync.since = true, s.now()
		s.post(Connection)
	}
}

// answered notes that the server is there.
func (s *Store) answered() {
	s.sync.misses, s.sync.last = 0, s.now()
	if s.sync.offline {
		s.sync.offline = false
		s.post(Connection)
	}
}

// push sends what waits, one request at a time.
func (s *Store) push() {
	if s.replica == nil || s.sync.flying || s.state != SignedIn {
		return
	}
	cmds := s.replica.Outgoing()
	if len(cmds) == 0 {
		return
	}
	s.sync.flying = true
	turn, r, disk, ahead := s.sync.turn, s.replica, s.device.disk, s.replica.Save()
	in := route.CommandsRequest{Account: s.session.Account, Commands: cmds}
	s.run(func() func() {
		// That they went out is on the device before they do: an undo has to know after a kill.
		var unsaved error
		if disk != nil && !ahead.Empty() {
			unsaved = disk.Write(ahead)
		}
		reply, err := s.client.Commands(r.TenantID(), in)
		return func() {
			if turn != s.sync.turn {
				return
			}
			s.sync.flying = false
			if disk != nil && !ahead.Empty() {
				s.written(r, ahead, unsaved)
			}
			s.sent(reply, err)
		}
	})
}

func (s *Store) sent(reply route.CommandsReply, err error) {
	switch {
	case err == nil:
		s.answered()
		jobs, follow := s.replica.Answered(reply.Replies)
		for _, j := range jobs {
			s.started(j)
		}
		s.changed()
		if !slices.ContainsFunc(reply.Replies, replica.Postponed) { // else the next tick does
			s.push()
		}
		if follow {
			s.pull()
		}
		return
	case client.Gone(err):
		s.replica.Unanswered()
		s.lock()
	case fault.Is(err, "commands.otherAccount"):
		s.replica.Unanswered()
		s.begin()
	case kind(err) == fault.NotFound:
		s.replica.Unanswered()
		s.review()
	case client.Lost(err), client.Foreign(err):
		s.replica.Unanswered()
		s.lost()
		s.later()
		s.after(s.sync.pause(), s.push)
	default:
		s.replica.Rejected(fault.All(err))
		s.after(0, s.push)
	}
	s.changed()
}

func kind(err error) fault.Kind {
	if f := fault.First(err); f != nil {
		return f.Kind
	}
	return fault.Unavailable
}

// pull fetches the next page of the snapshot or the next changes, and goes on until there are no more.
func (s *Store) pull() {
	if s.replica == nil || s.state != SignedIn {
		return
	}
	turn, r := s.sync.turn, s.replica
	next, loading := r.Next()
	cursor := r.Cursor()
	if s.sync.pulling || !loading && cursor == "" {
		s.sync.again = s.sync.pulling
		return
	}
	s.sync.pulling = true
	if loading {
		s.fetch(next)
		s.load()
		return
	}
	s.run(func() func() {
		changes, err := s.client.Changes(r.TenantID(), cursor)
		return func() {
			if turn != s.sync.turn {
				return
			}
			s.sync.pulling = false
			if err != nil {
				s.notPulled(err)
				return
			}
			s.answered()
			before := r.Version()
			more := r.Changed(cursor, changes)
			if r.Version() != before {
				s.post(Members)
			}
			s.policy()
			s.keep()
			s.pulled(more)
		}
	})
}

// notPulled goes on where the server has not told what was asked for.
func (s *Store) notPulled(err error) {
	if !fault.Is(err, "cursor.restart") {
		s.missed(err)
		return
	}
	s.replica.Restart()
	s.changed()
	s.pulled(!s.replica.Stuck())
}

// pulled goes on with what there is more of, or waits for the next poll.
func (s *Store) pulled(more bool) {
	again := s.sync.again
	s.sync.again = false
	if more || again {
		s.pull()
		return
	}
	s.caughtUp()
	s.push()
	s.tick()
}

func (s *Store) missed(err error) {
	switch {
	case client.Gone(err):
		s.lock()
	case fault.Is(err, "commands.otherAccount"):
		s.begin()
	case kind(err) == fault.NotFound:
		s.review()
	default:
		s.lost()
	}
	s.tick()
}

// tick plans the next poll. There is one at a time.
func (s *Store) tick() {
	if s.sync.ticking {
		return
	}
	s.sync.ticking = true
	wait := pollEvery
	switch {
	case s.sync.offline:
		wait = s.sync.pause()
	case s.sync.hidden:
		wait = pollHidden
	}
	s.after(wait, func() {
		s.sync.ticking = false
		s.pull()
		s.push()
	})
}
