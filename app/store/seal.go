package store

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/vault"
	"stellwerk/shared/fault"
)

// Where somebody has set up a PIN or a passkey, what lies on this device is locked whenever the app is opened and after it was not used
// for a while: the keys are given up and nothing of it stays in memory. It is only covered, and goes on being in memory, while a
// form holds what is typed and not saved, as that is nowhere else yet.

// How wrong PINs are slowed down: each one after the first few costs twice as long, up to an end.
const (
	freeTries = 5
	firstWait = 30 * time.Second
	maxWait   = 15 * time.Minute
)

// DefaultIdle is after how many minutes without use the app locks, unless the person has chosen otherwise.
const DefaultIdle = 5

// idleEvery is how often the app looks whether it is used.
const idleEvery = 10 * time.Second

// Sealed says that the PIN or the passkey is awaited.
func Sealed() bool { return the.sealed }

// Guard says what locks what lies on this device.
func Guard() vault.Guard { return the.device.guard }

// Idle is after how many minutes without use the app locks; 0 for only when it is opened.
func Idle() int {
	if n, err := strconv.Atoi(recall("idle")); err == nil && n >= 0 {
		return n
	}
	return DefaultIdle
}

// SetIdle changes it on this device.
func SetIdle(_ app.Context, minutes int) { remember("idle", strconv.Itoa(minutes)) }

// Seal locks now, in all tabs.
func Seal(app.Context) {
	if d := the.device.disk; d != nil && the.device.guard != vault.Unguarded {
		d.Say("seal")
		the.seal()
	}
}

// Unseal opens what is locked with a PIN or vault.Passkey; then is called with nil, or what is wrong: seal.wrong and seal.wait on the
// field pin, seal.cancelled, seal.lacking, seal.unreadable.
func Unseal(_ app.Context, secret string, then func(error)) { the.unseal(secret, then) }

// SetGuard sets, changes or, with "", takes away the PIN or the passkey of what lies here. old opens the present one. name is what the
// person will find the passkey under. then is called as Unseal does it, with the field old where that is wrong.
func SetGuard(_ app.Context, old, secret, name string, then func(error)) {
	the.setGuard(old, secret, name, then)
}

func (s *Store) setGuard(old, secret, name string, then func(error)) {
	disk, turn := s.device.disk, s.sync.turn
	if disk == nil {
		then(fault.New(fault.Unavailable, "device.nothing"))
		return
	}
	if old != "" {
		if err := s.slowed("old"); err != nil {
			then(err)
			return
		}
	}
	s.run(func() func() {
		err := disk.LockWith(old, secret, name)
		guard := disk.Guard()
		return func() {
			if turn != s.sync.turn {
				return
			}
			s.device.guard = guard
			s.post(Session)
			then(s.tried(err, "old"))
		}
	})
}

// reguard notes that another tab has set up another lock.
func (s *Store) reguard() {
	turn, disk := s.sync.turn, s.device.disk
	if disk == nil {
		return
	}
	s.run(func() func() {
		guard := disk.Guard()
		return func() {
			if turn == s.sync.turn {
				s.device.guard = guard
				s.post(Session)
			}
		}
	})
}

func (s *Store) unseal(secret string, then func(error)) {
	if err := s.slowed("pin"); err != nil {
		then(err)
		return
	}
	turn, disk := s.sync.turn, s.device.disk
	if disk == nil {
		then(fault.On("pin", "seal.unreadable"))
		return
	}
	s.run(func() func() {
		err := disk.Unlock(secret)
		return func() {
			if turn == s.sync.turn {
				if err == nil {
					s.unsealed()
				}
				then(s.tried(err, "pin"))
			}
		}
	})
}

// unsealed opens what was locked or covered.
func (s *Store) unsealed() {
	s.sealed = false
	if s.replica == nil && !s.device.opening {
		s.enter(s.device.account, s.device.tenant)
	}
	s.post(Session)
}

// seal locks, as soon as all that was done is on the device.
func (s *Store) seal() {
	switch d := &s.device; {
	case d.guard == vault.Unguarded || d.disk == nil || s.sealed || d.nothing: // what this device could not write down would be lost
		return
	case d.writing || d.chunks:
		s.after(firstPause, s.seal)
		return
	case s.typing():
		s.device.disk.Forget()
		s.sealed = true
	default:
		d.disk.Forget()
		account, tenant := d.account, d.tenant
		s.sealed = true
		s.notices = slices.DeleteFunc(s.notices, func(n Notice) bool { return !n.Stays })
		s.post(Notices)
		s.enter(account, tenant)
	}
	s.post(Session)
}

// watchIdle locks when nobody has used the app for as long as the person has said.
func (s *Store) watchIdle() {
	s.after(idleEvery, func() {
		s.idleYet()
		s.watchIdle()
	})
}

func (s *Store) idleYet() {
	if n := Idle(); n > 0 && s.device.guard != vault.Unguarded && s.idle() >= time.Duration(n)*time.Minute {
		s.seal()
	}
}

// idle and typing say how long nobody has used the app in any tab, and whether a form holds what is not saved; in the browser
// web/js/device.js and web/js/unsaved.js know.
func idle() time.Duration {
	if f := app.Window().Get("stellwerkIdle"); f.Truthy() {
		return time.Duration(f.Invoke().Float() * float64(time.Second))
	}
	return 0
}

func typing() bool {
	f := app.Window().Get("stellwerkUnsaved")
	return f.Truthy() && f.Invoke().Bool()
}

// slowed is what is said while a PIN may not be tried again yet. How many were wrong outlives a restart.
func (s *Store) slowed(field string) error {
	n, last := s.wrongs()
	if n < freeTries {
		return nil
	}
	wait := min(firstWait<<min(n-freeTries, 10), maxWait)
	if left := wait - s.now().Sub(last).Abs(); left > 0 {
		return fault.On(field, "seal.wait", "seconds", strconv.Itoa(int(left/time.Second)+1))
	}
	return nil
}

func (s *Store) wrongs() (n int, last time.Time) {
	count, at, _ := strings.Cut(recall("wrong"), " ")
	n, _ = strconv.Atoi(count)
	unix, _ := strconv.ParseInt(at, 10, 64)
	return n, time.Unix(unix, 0)
}

// tried counts wrong PINs, and says in words what the device has said.
func (s *Store) tried(err error, field string) error {
	switch {
	case err == nil:
		remember("wrong", "")
		return nil
	case errors.Is(err, vault.ErrWrong):
		n, _ := s.wrongs()
		remember("wrong", strconv.Itoa(n+1)+" "+strconv.FormatInt(s.now().Unix(), 10))
		if s.slowed(field) != nil {
			return s.slowed(field)
		}
		return fault.On(field, "seal.wrong")
	case errors.Is(err, vault.ErrSealed):
		return fault.On(field, "text.missing")
	case errors.Is(err, vault.ErrCancelled):
		return fault.New(fault.Invalid, "seal.cancelled")
	case errors.Is(err, vault.ErrLacking):
		return fault.New(fault.Invalid, "seal.lacking")
	}
	return fault.New(fault.Unavailable, "seal.unreadable")
}
