// Package vault keeps replicas on this device, encrypted: for each account and organisation apart. The work is done by
// web/js/vault.js, which the service worker uses too.
package vault

import (
	"errors"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/promise"
	"stellwerk/app/replica"
	"stellwerk/shared/org"
)

// What can be said against opening.
var (
	ErrSealed    = errors.New("vault: a PIN or a passkey is needed")
	ErrWrong     = errors.New("vault: another PIN or passkey is needed")
	ErrLacking   = errors.New("vault: this browser has no passkeys that could lock it")
	ErrCancelled = errors.New("vault: no passkey was shown")
	ErrNone      = errors.New("vault: this browser keeps nothing") // storage is forbidden, full or broken
)

// Passkey stands for a passkey where a PIN could be: the browser asks for it.
const Passkey = "\x00passkey"

// Guard is what locks what lies here of an account.
type Guard string

// The guards.
const (
	Unguarded   Guard = "" // nothing but the browser
	WithPIN     Guard = "pin"
	WithPasskey Guard = "passkey"
)

// Vault is what lies on this device for one account in one organisation. Its methods block their goroutine and never the page.
type Vault struct{ js app.Value }

// Open opens or makes one. It can be read once Unlock has opened it. Error: ErrNone.
func Open(account org.AccountID, tenant org.TenantID) (*Vault, error) {
	door := app.Window().Get("stellwerkVault")
	if !door.Truthy() {
		return nil, ErrNone
	}
	v, err := promise.Await(door.Call("open", string(account), string(tenant)))
	if err != nil {
		return nil, ErrNone
	}
	return &Vault{v}, nil
}

// Of lists the organisations of which this device keeps something for an account. It blocks its goroutine.
func Of(account org.AccountID) (out []org.TenantID) {
	door := app.Window().Get("stellwerkVault")
	if !door.Truthy() {
		return nil
	}
	all, err := promise.Await(door.Call("all"))
	if err != nil {
		return nil
	}
	for i := range all.Length() {
		if pair := all.Index(i); pair.Index(0).String() == string(account) {
			out = append(out, org.TenantID(pair.Index(1).String()))
		}
	}
	return out
}

// Unlock makes it readable. secret is "" where none is needed, a PIN, or Passkey. Errors: ErrSealed, ErrWrong, ErrCancelled, ErrLacking,
// ErrNone.
func (v *Vault) Unlock(secret string) error { return v.wait(v.js.Call("unlock", secret)) }

// LockWith sets, changes or, with "", takes away the lock of all that lies here of the account. old opens the present one; name is what the
// person will find a passkey under. Errors: as Unlock.
func (v *Vault) LockWith(old, secret, name string) error {
	return v.wait(v.js.Call("lockWith", old, secret, name))
}

// Guard says how it is locked.
func (v *Vault) Guard() Guard {
	g, err := promise.Await(v.js.Call("guard"))
	if err != nil {
		return Unguarded
	}
	return Guard(g.String())
}

// Forget gives the keys up in this page: what was opened stays open until it is closed.
func (v *Vault) Forget() { v.js.Call("forget") }

// Leave destroys all that lies on this device of an account.
func Leave(account org.AccountID) {
	if door := app.Window().Get("stellwerkVault"); door.Truthy() {
		_, _ = promise.Await(door.Call("leave", string(account)))
	}
}

// refusals are what the browser's errors mean, by their names.
var refusals = map[string]error{"Sealed": ErrSealed, "Wrong": ErrWrong, "Lacking": ErrLacking, "Cancelled": ErrCancelled}

func (v *Vault) wait(p app.Value) error {
	_, err := promise.Await(p)
	if err == nil {
		return nil
	}
	var b promise.Broken
	if errors.As(err, &b) && refusals[b.Name] != nil {
		return refusals[b.Name]
	}
	return ErrNone
}

// Names lists what there is under names that begin so.
func (v *Vault) Names(from string) ([]string, error) {
	list, err := promise.Await(v.js.Call("names", from))
	if err != nil {
		return nil, ErrNone
	}
	out := make([]string, list.Length())
	for i := range out {
		out[i] = list.Index(i).String()
	}
	return out, nil
}

// Read reads what lies under names. Data is nil for what is not there, and empty for what can't be read.
func (v *Vault) Read(names ...string) ([]replica.Blob, error) {
	asked := make([]any, len(names))
	for i, n := range names {
		asked[i] = n
	}
	list, err := promise.Await(v.js.Call("read", asked))
	if err != nil {
		return nil, ErrNone
	}
	out := make([]replica.Blob, list.Length())
	for i := range out {
		pair := list.Index(i)
		out[i].Key = pair.Index(0).String()
		switch data := pair.Index(1); {
		case data.IsUndefined():
			out[i].Data = []byte{}
		case data.Truthy():
			out[i].Data = make([]byte, data.Length())
			app.CopyBytesToGo(out[i].Data, data)
		}
	}
	return out, nil
}

// Write puts a batch in place, all of it or nothing. Error: ErrNone.
func (v *Vault) Write(b replica.Batch) error {
	array := app.Window().Get("Uint8Array")
	values := make([]any, len(b.Blobs))
	for i, blob := range b.Blobs {
		var data any
		if blob.Data != nil {
			bytes := array.New(len(blob.Data))
			app.CopyBytesToJS(bytes, blob.Data)
			data = bytes
		}
		values[i] = []any{blob.Key, data}
	}
	clear := []any{}
	if b.Clear {
		for _, from := range replica.ClearedFrom {
			clear = append(clear, from)
		}
	}
	return v.wait(v.js.Call("write", clear, values))
}

// Lead tells whether this tab is the one that talks with the server; it may be told so later, when the one that did is closed.
func (v *Vault) Lead(hear func(yes bool)) {
	v.js.Call("lead", app.FuncOf(func(_ app.Value, args []app.Value) any {
		hear(args[0].Bool())
		return nil
	}))
}

// Listen tells of what other tabs have written, and of the other things they say: see Say, and "wiped", "guarded" (another lock) and "opened".
func (v *Vault) Listen(hear func(kind string, cleared bool, names []string)) {
	v.js.Call("listen", app.FuncOf(func(_ app.Value, args []app.Value) any {
		names := make([]string, args[2].Length())
		for i := range names {
			names[i] = args[2].Index(i).String()
		}
		hear(args[0].String(), args[1].Bool(), names)
		return nil
	}))
}

// Say tells the other tabs something.
func (v *Vault) Say(kind string) { v.js.Call("say", map[string]any{"kind": kind}) }

// Missed says whether another tab has written something that this one has not heard of.
func (v *Vault) Missed() bool {
	yes, err := promise.Await(v.js.Call("missed"))
	return err != nil || yes.Bool()
}

// Wipe destroys the key and then all that it opened.
func (v *Vault) Wipe() { _, _ = promise.Await(v.js.Call("wipe")) }

// Close leaves it as it is.
func (v *Vault) Close() { v.js.Call("close") }
