package store

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"stellwerk/app/client"
	"stellwerk/app/replica"
	"stellwerk/app/vault"
	"stellwerk/shared/org"
)

// devices is what lies on one device, by account and organisation.
type devices map[string]*fakeDisk

func (d devices) open(a org.AccountID, t org.TenantID) (Disk, error) {
	key := string(a) + "/" + string(t)
	if d[key] == nil {
		d[key] = &fakeDisk{blobs: map[string][]byte{}}
	}
	if d[key].broken {
		return nil, vault.ErrNone
	}
	d[key].gone = false
	tab := &fakeTab{fakeDisk: d[key]}
	d[key].tabs = append(d[key].tabs, tab)
	return tab, nil
}

// of lists the organisations of which an account has something here.
func (d devices) of(a org.AccountID) (out []org.TenantID) {
	for _, key := range slices.Sorted(maps.Keys(d)) {
		if of, t, _ := strings.Cut(key, "/"); of == string(a) && !d[key].gone {
			out = append(out, org.TenantID(t))
		}
	}
	return out
}

// fakeDisk is a vault without a browser. Its tabs talk at once.
type fakeDisk struct {
	blobs  map[string][]byte
	pin    string
	known  bool // the PIN, in this page
	broken bool // keeps nothing
	gone   bool // it was wiped
	full   bool // takes nothing more
	tabs   []*fakeTab
}

type fakeTab struct {
	*fakeDisk
	hear   func(string, bool, []string)
	lead   func(bool)
	leads  bool
	closed bool
	missed bool
}

func (d *fakeTab) Unlock(pin string) error {
	switch {
	case pin == d.pin, pin == "" && d.known:
		d.known = true
		return nil
	case pin == "":
		return vault.ErrSealed
	}
	return vault.ErrWrong
}

func (d *fakeTab) LockWith(old, pin, _ string) error {
	if old != d.pin {
		return vault.ErrWrong
	}
	d.pin, d.known = pin, true
	return nil
}

func (d *fakeTab) Guard() vault.Guard {
	if d.pin == "" {
		return vault.Unguarded
	}
	return vault.WithPIN
}

func (d *fakeTab) Forget() { d.known = false }

func (d *fakeTab) Names(from string) (out []string, err error) {
	for _, k := range slices.Sorted(maps.Keys(d.blobs)) {
		if strings.HasPrefix(k, from) {
			out = append(out, k)
		}
	}
	return out, nil
}

func (d *fakeTab) Read(names ...string) (out []replica.Blob, err error) {
	for _, n := range names {
		out = append(out, replica.Blob{Key: n, Data: d.blobs[n]})
	}
	return out, nil
}

func (d *fakeTab) Write(b replica.Batch) error {
	if d.full {
		return vault.ErrNone
	}
	if b.Clear {
		maps.DeleteFunc(d.blobs, func(k string, _ []byte) bool {
			return slices.ContainsFunc(replica.ClearedFrom, func(from string) bool { return strings.HasPrefix(k, from) })
		})
	}
	var names []string
	for _, blob := range b.Blobs {
		names = append(names, blob.Key)
		if d.blobs[blob.Key] = blob.Data; blob.Data == nil {
			delete(d.blobs, blob.Key)
		}
	}
	d.tell("written", b.Clear, names)
	return nil
}

func (d *fakeTab) tell(kind string, cleared bool, names []string) {
	for _, other := range d.tabs {
		if other != d && !other.closed && other.hear != nil {
			other.hear(kind, cleared, names)
		}
	}
}

func (d *fakeTab) Lead(hear func(bool)) {
	d.lead = hear
	d.leads = !slices.ContainsFunc(d.tabs, func(t *fakeTab) bool { return t.leads && !t.closed })
	hear(d.leads)
}

func (d *fakeTab) Listen(hear func(string, bool, []string)) { d.hear = hear }
func (d *fakeTab) Say(kind string)                          { d.tell(kind, false, nil) }
func (d *fakeTab) Missed() bool                             { return d.missed }

func (d *fakeTab) Wipe() {
	clear(d.blobs)
	d.gone = true
	d.tell("wiped", false, nil)
	d.Close()
}

func (d *fakeTab) Close() {
	was := d.leads && !d.closed
	d.closed, d.leads = true, false
	if !was {
		return
	}
	for _, other := range d.tabs {
		if !other.closed {
			other.leads = true
			other.lead(true)
			return
		}
	}
}

// settings replaces the browser's settings of this device.
func settings(t *testing.T) map[string]string {
	kept := map[string]string{}
	local = func(name string) string { return kept[name] }
	setLocal = func(name, value string) { kept[name] = value }
	note := ""
	waits, setWaits = func() string { return note }, func(n string) { note = n }
	t.Cleanup(func() {
		local, setLocal = browserRecall, browserRemember
		waits, setWaits = browserWaits, browserSetWaits
	})
	return kept
}

// again opens the app once more on the same device, as after a restart of the browser. The one before is gone.
func (w *world) again() *world {
	w.device.disk.(*fakeTab).closed = true
	w.device.disk.(*fakeTab).leads = false
	return w.tab()
}

// tab opens the app once more beside.
func (w *world) tab() *world {
	next := newWorld(w.t)
	next.server, next.devices, next.clock = w.server, w.devices, w.clock
	next.client, next.disks = client.New(w.server.fetch), w.devices.open
	next.client.Heard = next.Store.hear
	next.begin()
	return next
}
