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
	ErrSealed = errors.New("vault: a PIN is needed")
	ErrWrong  = errors.New("vault: another PIN is needed")
	ErrNone   = errors.New("vault: this browser keeps nothing") // storage is forbidden, full or broken
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

// Unlock makes it readable; pin is "" where there is none. Errors: ErrSealed, ErrWrong, ErrNone.
func (v *Vault) Unlock(pin string) error { return v.wait(v.js.Call("unlock", pin)) }

// LockWith sets, changes or, with "", takes away the PIN. Errors: ErrWrong, ErrNone.
func (v *Vault) LockWith(old, pin string) error { return v.wait(v.js.Call("lockWith", old, pin)) }

// Locked says whether there is a PIN.
func (v *Vault) Locked() bool {
	yes, err := promise.Await(v.js.Call("locked"))
	return err == nil && yes.Bool()
}

func (v *Vault) wait(p app.Value) error {
	_, err := promise.Await(p)
	var b promise.Broken
	switch {
	case err == nil:
		return nil
	case errors.As(err, &b) && b.Name == "Sealed":
		return ErrSealed
	case errors.As(err, &b) && b.Name == "Wrong":
		return ErrWrong
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

// Listen tells of what other tabs have written, and of the other things they say: see Say, and "wiped" and "sealed".
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
