// Package lease says for how long a device may open what it holds without having been in contact with the server, and when it has to give
// it up. It is pure and lies beside the replica, since only devices have leases; the server holds none and believes none.
//
// It keeps polite software polite: a clock that is wrong or was set back wins no time, and neither does a browser that is left open. It
// does not stop somebody who takes the disk apart or writes an own program; docs/threats.md says what that means.
package lease

import (
	"time"

	"stellwerk/shared/org"
)

// Tolerance is by how much a clock may go back without a lock: clocks are corrected.
const Tolerance = 5 * time.Minute

// Lease is what a device remembers of its last contact with a tenant. The zero value is locked. Times are in milliseconds.
type Lease struct {
	Contact time.Time     // the server's time at the last contact that showed access
	Told    time.Time     // the latest time that the server has told since, also with a refusal
	Device  time.Time     // the device's clock at the contact
	Highest time.Time     // the furthest that the device's clock has been seen since
	Ran     time.Duration // how long the app has run since, whatever the clock said
	Policy  time.Duration // how long the lease is
}

// Reason says why a lease is not open.
type Reason string

// The reasons.
const (
	Over    Reason = "over"    // longer than the policy without contact
	SetBack Reason = "setBack" // the clock is behind where it has been
	Never   Reason = "never"   // there was no contact
)

// Met is the lease after a contact that showed access, see Proves: it begins anew. server is the answer's time, device the clock's, hours
// the tenant's policy as it is now. The times before count no more, so that a clock that was wrong, here or there, does no harm once it
// has been put right.
func Met(server, device time.Time, hours int) Lease {
	server, device = milli(server), milli(device)
	return Lease{Contact: server, Told: server, Device: device, Highest: device, Policy: org.OfflineTime(hours)}
}

// Saw notes what the clock says and for how long the app has run since it was noted the last time (by a clock that nobody sets, in one tab
// of all). To be stored now and then while the app is open, and before it closes.
func (l Lease) Saw(device time.Time, ran time.Duration) Lease {
	l.Highest = latest(l.Highest, milli(device))
	l.Ran += max(0, ran).Truncate(time.Millisecond)
	return l
}

// Heard notes the time of an answer of the server's that shows no access: time has passed, and the lease is no longer for it.
func (l Lease) Heard(server time.Time) Lease {
	l.Told = latest(l.Told, milli(server))
	return l
}

// State says whether the device may open what it holds, when its clock says now, and for how much longer. What has passed since the contact
// is the most that can be inferred from the device's clock, the server's and the time that the app has run.
func (l Lease) State(now time.Time) (open bool, left time.Duration, reason Reason) {
	switch passed := l.passed(now); {
	case l.Contact.IsZero() || l.Device.IsZero():
		return false, 0, Never
	case now.Before(l.Highest.Add(-Tolerance)):
		return false, 0, SetBack
	case passed >= l.policy():
		return false, 0, Over
	default:
		return true, l.policy() - passed, ""
	}
}

func (l Lease) passed(now time.Time) time.Duration {
	return max(latest(l.Highest, now).Sub(l.Device), l.Told.Sub(l.Contact), l.Ran, 0)
}

// policy holds the limits whatever was stored.
func (l Lease) policy() time.Duration {
	return min(max(l.Policy, org.MinOffline*time.Hour), org.MaxOffline*time.Hour)
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func milli(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }
