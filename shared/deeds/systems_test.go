package deeds_test

import (
	"fmt"
	"strings"
	"testing"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// aDigest is that of a secret.
const aDigest = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

func (h *house) systems() []org.System {
	r, _ := h.Record(ledger.Ref{Kind: ledger.KindTenant, ID: string(tenant)})
	return r.Value.(org.Tenant).Systems
}

// connected is a system of that name.
func (h *house) connected(name string) org.SystemID {
	id := org.SystemID(h.id())
	h.must(h.admin, "tenants.connect", args{"system": id, "name": name, "digest": aDigest})
	return id
}

func connect(name string) func(*house) any {
	return func(h *house) any { return args{"system": h.id(), "name": name, "digest": aDigest} }
}

func TestWhoConnectsSystems(t *testing.T) {
	with := func(more ...string) func(*house) any {
		return func(h *house) any {
			a := connect("Ablage")(h).(args)
			for i := 0; i < len(more); i += 2 {
				a[more[i]] = more[i+1]
			}
			return a
		}
	}
	for _, c := range []struct {
		story
		n int // systems then
	}{
		{story{"an admin connects one", admin, "tenants.connect", connect(" Ablage "), ""}, 1},
		{story{"the owner too", owner, "tenants.connect", connect("Ablage"), ""}, 1},
		{story{"not a member", user, "tenants.connect", connect("Ablage"), "actor.forbidden"}, 0},
		{story{"nor a guest", guest, "tenants.connect", connect("Ablage"), "actor.forbidden"}, 0},
		{story{"without a name", admin, "tenants.connect", connect(" "), "text.missing"}, 0},
		{story{"a name of 60 characters", admin, "tenants.connect", connect(strings.Repeat("ä", 60)), ""}, 1},
		{story{"and of one more", admin, "tenants.connect", connect(strings.Repeat("ä", 61)), "text.length"}, 0},
		{story{"what does not show", admin, "tenants.connect", connect("Ab\u0007lage"), "text.control"}, 0},
		{story{"an id that is none", admin, "tenants.connect", with("system", "ablage"), "id.malformed"}, 0},
		{story{"the secret itself", admin, "tenants.connect", with("digest", "ein Fahrrad im Regen"), "system.digest"}, 0},
		{story{"a digest with something behind it", admin, "tenants.connect", with("digest", aDigest+"="), "system.digest"}, 0},
		{story{"the same name in another case", admin, "tenants.connect", func(h *house) any { h.connected("Äblage"); return connect("äBLAGE")(h) }, "system.taken"}, 1},
		{story{"the same id", admin, "tenants.connect", func(h *house) any {
			return args{"system": h.connected("Ablage"), "name": "Archiv", "digest": aDigest}
		}, "system.exists"}, 1},
		{story{"an eleventh", admin, "tenants.connect", func(h *house) any {
			for i := range 10 {
				h.connected(fmt.Sprint("Ablage ", i))
			}
			return connect("Archiv")(h)
		}, "system.tooMany"}, 10},
		{story{"it is disconnected", owner, "tenants.disconnect", func(h *house) any {
			h.connected("Archiv")
			return args{"systems": []org.SystemID{h.connected("Ablage")}}
		}, ""}, 1},
		{story{"not by a member", user, "tenants.disconnect", func(h *house) any { return args{"systems": []org.SystemID{h.connected("Ablage")}} }, "actor.forbidden"}, 1},
		{story{"nor by a guest", guest, "tenants.disconnect", func(h *house) any { return args{"systems": []org.SystemID{h.connected("Ablage")}} }, "actor.forbidden"}, 1},
		{story{"none", admin, "tenants.disconnect", func(h *house) any { h.connected("Ablage"); return args{"systems": []string{}} }, "system.none"}, 1},
		{story{"one that there is not", admin, "tenants.disconnect", func(h *house) any { h.connected("Ablage"); return args{"systems": []any{h.id()}} }, "system.notFound"}, 1},
		{story{"twice the same", admin, "tenants.disconnect", func(h *house) any {
			id := h.connected("Ablage")
			return args{"systems": []org.SystemID{id, id}}
		}, "system.notFound"}, 1},
	} {
		t.Run(c.story.story, func(t *testing.T) {
			h := found(t)
			_, err := h.do(c.by(h), c.deed, c.args(h))
			if c.code != "" && !fault.Is(err, c.code) || c.code == "" && err != nil || len(h.systems()) != c.n {
				t.Errorf("%v, want %q; %d systems, want %d", err, c.code, len(h.systems()), c.n)
			}
			h.invariants()
		})
	}
}

func TestConnectingAndDisconnectingAreTakenBack(t *testing.T) {
	h := found(t)
	id := h.connected("Ablage")
	was := h.systems()[0]
	if was.By != h.admin.Member || was.ID != id || was.Digest != aDigest || was.At.IsZero() {
		t.Errorf("it is %+v", was)
	}
	e := h.must(h.owner, "tenants.disconnect", args{"systems": []org.SystemID{id}})
	h.must(h.admin, "ledger.undo", args{"entries": []uint64{e.Seq}})
	if got := h.systems(); len(got) != 1 || got[0] != was {
		t.Errorf("brought back it is %+v, was %+v", got, was)
	}
	if _, err := h.do(h.user, "ledger.undo", args{"entries": []uint64{e.Seq - 1}}); !fault.Is(err, "actor.forbidden") {
		t.Errorf("a member takes it back: %v", err)
	}
}

// reporter is who acts where a connected system does.
var reporter = ledger.Actor{Name: "Ablage"}

func (h *house) uses(id org.MemberID) *org.StorageUse {
	m, _ := h.member(id)
	return m.Storage
}

func TestWhatSystemsReport(t *testing.T) {
	many := func(n int) func(h *house) any {
		return func(h *house) any {
			var rows []any
			for i := range n {
				m := newcomer(h, fmt.Sprintf("p%d@acme.example", i))
				h.must(h.owner, "members.create", m)
				rows = append(rows, args{"member": m["member"], "bytes": i})
			}
			return rows
		}
	}
	rows := func(rows ...args) func(h *house) any { return func(*house) any { return rows } }
	who := func(of func(h *house) ledger.Actor, bytes any) func(h *house) any {
		return func(h *house) any { return []args{{"member": of(h).Member, "bytes": bytes}} }
	}
	for _, c := range []struct {
		story string
		used  func(h *house) any
		want  string // faults with their rows and fields
		n     int    // people who use something then
	}{
		{"by id", who(user, 10), "", 1},
		{"by address, in another case", rows(args{"email": "UWE@acme.example", "bytes": 0}), "", 1},
		{"of the owner", who(owner, 10), "", 1},
		{"as much as there can be", who(user, 1<<53), "", 1},
		{"and one byte more", who(user, 1<<53+1), "1 bytes storage.bytes", 0},
		{"less than nothing", who(user, -1), "1 bytes storage.bytes", 0},
		{"without how much", rows(args{"email": "uwe@acme.example"}), "1 bytes storage.missing", 0},
		{"of nobody", rows(args{"bytes": 1}), "1 member used.who", 0},
		{"by both", func(h *house) any {
			return []args{{"member": h.user.Member, "email": "uwe@acme.example", "bytes": 1}}
		}, "1 member used.who", 0},
		{"of somebody who is not here", func(h *house) any { return []args{{"member": h.id(), "bytes": 1}} }, "1 member member.notFound", 0},
		{"by an address that nobody has", rows(args{"email": "nobody@acme.example", "bytes": 1}), "1 email member.notFound", 0},
		{"by what is no address", rows(args{"email": "nobody", "bytes": 1}), "1 email email.at", 0},
		{"by what is no id", rows(args{"member": "uwe", "bytes": 1}), "1 member id.malformed", 0},
		{"twice of the same", func(h *house) any {
			return []args{{"member": h.user.Member, "bytes": 1}, {"email": "uwe@acme.example", "bytes": 2}}
		}, "2 member used.twice", 0},
		{"all that is wrong is said, and nothing done", func(h *house) any {
			return []args{{"member": h.user.Member, "bytes": 1}, {"member": h.id(), "bytes": -1}, {"email": "ada@acme.example", "bytes": 5}, {"bytes": 1}}
		}, "2 bytes storage.bytes, 2 member member.notFound, 4 member used.who", 0},
		{"nothing", rows(), "0 used used.number", 0},
		{"as many as one entry takes", many(90), "", 90},
		{"and one more", many(91), "0 used used.number", 0},
	} {
		t.Run(c.story, func(t *testing.T) {
			h := found(t)
			a := args{"system": h.connected("Ablage"), "used": c.used(h)}
			_, err := h.do(reporter, "members.reportStorage", a)
			var got []string
			for _, f := range fault.All(err) {
				got = append(got, fmt.Sprintf("%d %s %s", f.Row, f.Field, f.Code))
			}
			n := 0
			for _, r := range h.state() {
				n += strings.Count(r, `"storage":`)
			}
			if strings.Join(got, ", ") != c.want || n != c.n || c.want == "" && err != nil {
				t.Errorf("%v (%q), want %q; %d people use something, want %d", err, got, c.want, n, c.n)
			}
			h.invariants()
		})
	}
}

func TestWhoReports(t *testing.T) {
	h := found(t)
	id := h.connected("Ablage")
	used := []args{{"member": h.user.Member, "bytes": 1}}
	for _, by := range []ledger.Actor{h.owner, h.admin, h.user, h.guest} {
		if _, err := h.do(by, "members.reportStorage", args{"system": id, "used": used}); !fault.Is(err, "actor.forbidden") {
			t.Errorf("%s reports: %v", by.Role, err)
		}
	}
	h.must(h.admin, "tenants.disconnect", args{"systems": []org.SystemID{id}})
	if _, err := h.do(reporter, "members.reportStorage", args{"system": id, "used": used}); !fault.Is(err, "system.notFound") {
		t.Errorf("a disconnected system reports: %v", err)
	}
}

func TestWhatIsKnownAlreadyIsNotSaidAgain(t *testing.T) {
	h := found(t)
	id, other := h.connected("Ablage"), h.connected("Archiv")
	say := func(system org.SystemID, used ...args) ledger.Entry {
		return h.must(reporter, "members.reportStorage", args{"system": system, "used": used})
	}
	first := say(id, args{"member": h.user.Member, "bytes": 7}, args{"member": h.guest.Member, "bytes": 7})
	if len(first.Changes) != 2 || first.Actor.Name != "Ablage" || first.Actor.Member != "" {
		t.Fatalf("it is one entry of a system: %+v", first)
	}
	was := *h.uses(h.user.Member)
	if e := say(id, args{"member": h.user.Member, "bytes": 7}, args{"member": h.guest.Member, "bytes": 8}); len(e.Changes) != 1 || e.Changes[0].ID != string(h.guest.Member) {
		t.Errorf("what did not change was written: %+v", e.Changes)
	}
	if e := say(id, args{"member": h.user.Member, "bytes": 7}); e.Seq != 0 || *h.uses(h.user.Member) != was {
		t.Errorf("nothing new made an entry: %+v", e)
	}
	if say(other, args{"member": h.user.Member, "bytes": 7}); h.uses(h.user.Member).System != other {
		t.Error("another system has said it, and is not named")
	}
}

func TestReportsAreNotTakenBackAndHinderNobody(t *testing.T) {
	h := found(t)
	id := h.connected("Ablage")
	n := 0
	report := func() ledger.Entry {
		n++
		return h.must(reporter, "members.reportStorage", args{"system": id, "used": []args{{"member": h.user.Member, "bytes": n}}})
	}
	r := report()
	if _, err := h.do(h.owner, "ledger.undo", args{"entries": []uint64{r.Seq}}); !fault.Is(err, "undo.reported") {
		t.Errorf("a report is taken back: %v", err)
	}
	e := h.must(h.admin, "members.edit", edited(h.user.Member, "title", "", "Monteur"))
	for range 60 {
		report()
	}
	h.must(h.admin, "ledger.undo", args{"entries": []uint64{e.Seq}})
	if m, _ := h.member(h.user.Member); m.Title != "" || m.Storage.Bytes != 61 {
		t.Errorf("the edit is taken back over reports, which stay: %q, %+v", m.Title, m.Storage)
	}

	e = h.must(h.admin, "members.edit", edited(h.user.Member, "title", "", "Monteur"))
	h.must(h.admin, "members.edit", edited(h.user.Member, "title", "Monteur", "Meister"))
	back := h.must(h.admin, "members.edit", edited(h.user.Member, "title", "Meister", "Monteur"))
	report()
	_, err := h.do(h.admin, "ledger.undo", args{"entries": []uint64{e.Seq}})
	if f := fault.First(err); f == nil || f.Code != "undo.changedSince" || f.Values["by"] != fmt.Sprint(back.Seq) {
		t.Errorf("a report hides that the record was changed: %v %+v", err, f)
	}
}
