// Package accounts is everything about people signing in: asking for an account, proving an address, sessions, passwords,
// and founding organisations. No answer, and no time it takes, tells a stranger whether an address has an account.
//
// An account does not exist before its address is confirmed; until then there is only a sign-up, which opens nothing. So
// nobody can prepare an account for somebody else's address and keep a way in. One way leads around this: an organisation may make an account with a
// temporary password, for an address that nobody else here knows. It opens that organisation alone, and whatever was made with it ends when the owner
// of the address confirms it.
package accounts

import (
	"crypto/rand"
	"net/netip"
	"time"

	"stellwerk/functions/internal/accounts/argon"
	"stellwerk/functions/internal/accounts/token"
	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// How long things last.
const (
	SignUpLife  = 7 * 24 * time.Hour  // a sign-up that nobody confirms
	ConfirmLife = 24 * time.Hour      // the link that confirms an address
	ResetLife   = time.Hour           // the link that sets a new password
	SessionLife = 30 * 24 * time.Hour // a session that nobody uses; using it begins the time anew, once a day at most

	// temporarySession is how long somebody who has signed in with a temporary password has for choosing one of their own.
	temporarySession = time.Hour

	// A confirmation may be clicked twice. The browser that signed up gets in both times within this span.
	doubleClick = 10 * time.Minute
)

// The effects of accounts, and whom each is for.
const (
	ConfirmEffect = "signup.confirm"   // the hash of a sign-up
	ResetEffect   = "password.reset"   // the key of an address, be there an account or not
	ChangedEffect = "password.changed" // an account's id
	ProveEffect   = "address.prove"    // an account's id
	LeaveEffect   = "member.leave"     // a member of a tenant, see JoinFor
	WantedEffect  = "address.wanted"   // an account's id: to the address that it wants
	WarnedEffect  = "address.warned"   // an account's id: to the address that it has, as another is wanted
	MovedEffect   = "address.moved"    // an account's id: to the address that it had
)

// Accounts does all of this. Its methods may be called by many goroutines.
type Accounts struct {
	table  *table.Table
	run    *executor.Executor
	hasher *argon.Hasher
	now    func() time.Time
}

// New makes it. now is the clock, the same as the table's.
func New(t *table.Table, x *executor.Executor, h *argon.Hasher, now func() time.Time) *Accounts {
	return &Accounts{t, x, h, func() time.Time { return now().UTC().Truncate(time.Millisecond) }}
}

// newID makes the id of something that begins now.
func newID[T org.ID](now time.Time) T {
	var chance [10]byte
	rand.Read(chance[:]) // never fails: it ends the program instead
	return org.NewID[T](now.UnixMilli(), chance)
}

// effect stores what is to be done outside.
func (a *Accounts) effect(now time.Time, what, whom string) table.Write {
	return a.table.AccountEffect(newID[table.EffectID](now), ledger.Effect{What: what, For: whom})
}

// newSession makes a session, and what stores it; waiting is what is known to wait in its browser.
func (a *Accounts) newSession(account org.AccountID, epoch uint64, now time.Time, waiting map[org.TenantID]int) (token.Token, table.Write) {
	t := token.New()
	return t, a.table.PutSession(t.Hash(), table.Session{Account: account, Epoch: epoch, SignedIn: now, Expires: now.Add(SessionLife), Waiting: waiting})
}

// log notes an event in the account's security log.
func (a *Accounts) log(account org.AccountID, now time.Time, what table.Event, from string) table.Write {
	return a.table.Log(account, table.Logged{At: now, What: what, From: network(from)})
}

// network is what limits count by, and all that is remembered of where somebody was: an IPv4 address, or the first 64 bits of
// an IPv6 address, which is what one household has. from is an address, with or without a port.
func network(from string) string {
	addr, err := netip.ParseAddr(from)
	if err != nil {
		withPort, err := netip.ParseAddrPort(from)
		if err != nil {
			return "unknown"
		}
		addr = withPort.Addr()
	}
	addr = addr.Unmap().WithZone("")
	bits := addr.BitLen()
	if addr.Is6() {
		bits = 64
	}
	prefix, err := addr.Prefix(bits)
	if err != nil {
		return "unknown"
	}
	return prefix.Masked().String()
}
