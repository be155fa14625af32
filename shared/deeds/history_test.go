package deeds_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"stellwerk/shared/deeds"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/visible"
)

func TestAnySequenceOfDeedsKeepsTheInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := found(t)
		for range rapid.IntRange(1, 40).Draw(t, "deeds") {
			by, deed, args := h.anything(t)
			if _, err := h.do(by, deed, args); err != nil && fault.All(err) == nil {
				t.Fatalf("%s %v: an error that is no fault: %v", deed, args, err)
			}
			h.invariants()
		}
	})
}

var setBy = regexp.MustCompile(`"untilBy":"[^"]*"|\.\.[0-9A-Z]{26}`)

func TestUndoRestoresTheRecordsByteForByte(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := found(t)
		h.live(t, 15)
		before := h.state()
		by, deed, args := h.anything(t)
		e, err := h.do(by, deed, args)
		if err != nil || e.Seq == 0 {
			return
		}
		back, err := h.do(h.owner, "ledger.undo", map[string]any{"entries": []uint64{e.Seq}})
		if err != nil {
			if fault.Is(err, "undo.grants") || fault.Is(err, "undo.erased") || fault.Is(err, "undo.left") || fault.Is(err, "member.ownerEdit") || fault.Is(err, "tenant.founded") ||
				fault.Is(err, "member.adminFirst") || fault.Is(err, "member.self") || fault.Is(err, "member.owner") {
				return
			}
			t.Fatalf("%s %v can't be undone at once: %v", deed, args, err)
		}
		// Whoever takes back what took a last day away, of a member or a tag, has set that day.
		if after := h.state(); !maps.EqualFunc(before, after, func(a, b string) bool { return setBy.ReplaceAllString(a, "") == setBy.ReplaceAllString(b, "") }) {
			t.Fatalf("undoing %s %v left something else:\nbefore %v\nafter  %v", deed, args, before, after)
		}
		if len(back.Undoes) != 1 || back.Undoes[0] != e.Seq {
			t.Fatalf("the entry does not say what it undoes: %v", back.Undoes)
		}
	})
}

func TestUndoIsRefusedOnceTheRecordsHaveChanged(t *testing.T) {
	h := found(t)
	e := h.must(h.admin, "members.deactivate", map[string]any{"members": []org.MemberID{h.user.Member, h.guest.Member}})
	later := h.must(h.admin, "members.tag", map[string]any{"members": []org.MemberID{h.user.Member}, "add": []string{"neu"}})
	_, err := h.do(h.admin, "ledger.undo", map[string]any{"entries": []uint64{e.Seq}})
	f := fault.First(err)
	if f == nil || f.Code != "undo.changedSince" || f.Values["by"] != "6" || later.Seq != 6 {
		t.Fatalf("got %v %v, want undo.changedSince by entry 6", err, f)
	}
	h.must(h.admin, "ledger.undo", map[string]any{"entries": []uint64{later.Seq}})
	if _, err := h.do(h.admin, "ledger.undo", map[string]any{"entries": []uint64{e.Seq}}); !fault.Is(err, "undo.changedSince") {
		t.Fatalf("changed and changed back is still changed since: got %v", err)
	}
}

func TestUndoOfADeletionThatWasRepeatedIsRefused(t *testing.T) {
	h := found(t)
	id := []org.MemberID{h.user.Member}
	first := h.must(h.admin, "members.delete", map[string]any{"members": id})
	h.must(h.admin, "ledger.undo", map[string]any{"entries": []uint64{first.Seq}})
	h.must(h.admin, "members.edit", map[string]any{"member": id[0], "fields": map[string]any{"title": map[string]string{"from": "", "to": "Chef"}}})
	h.must(h.admin, "members.delete", map[string]any{"members": id})
	if _, err := h.do(h.admin, "ledger.undo", map[string]any{"entries": []uint64{first.Seq}}); !fault.Is(err, "undo.changedSince") {
		t.Fatalf("got %v: the person of then would come back instead of the one of now", err)
	}
}

// Whatever undo does, the same person could have done with the other deeds: undo has no right of its own.
func TestUndoIsNoLadder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := found(t)
		h.live(t, 20)
		by := h.actor(rapid.SampledFrom(h.people).Draw(t, "who undoes"))
		seq := uint64(rapid.IntRange(1, len(h.entries)).Draw(t, "what"))
		was := map[ledger.Ref]org.Member{}
		for _, c := range h.entries[seq-1].Changes {
			if m, ok := h.member(org.MemberID(c.ID)); ok {
				was[c.Ref()] = m
			}
		}
		e, err := h.do(by, "ledger.undo", map[string]any{"entries": []uint64{seq}})
		if err != nil {
			return
		}
		if !by.Role.May(org.ReadLedger) || !by.Role.May(org.ManageMembers) {
			t.Fatalf("%s, a %q, undid entry %d", by.Name, by.Role, seq)
		}
		for _, c := range e.Changes {
			if c.Kind != ledger.KindMember {
				continue
			}
			m, there := h.member(org.MemberID(c.ID))
			before, had := was[c.Ref()]
			if there && m.Role == org.Admin && before.Role != org.Admin {
				t.Fatalf("undo made %s an admin", m.Name())
			}
			if there && (m.Role == org.Owner) != (before.Role == org.Owner) {
				t.Fatalf("undo moved the ownership")
			}
			if had && before.Role == org.Owner && by.Role != org.Owner {
				t.Fatalf("%s changed the owner by undo", by.Name)
			}
			if had && !there && (before.Role == org.Owner || before.Role == org.Admin || c.ID == string(by.Member)) {
				t.Fatalf("undo deleted a %s, which nobody can by hand", before.Role)
			}
		}
		h.invariants()
	})
}

func TestReplayingALedgerFromEmptyGivesTheState(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := found(t)
		h.live(t, 30)
		replay := &house{t: t, Memory: ledger.NewMemory(tenant, h.Now)}
		var prev ledger.Digest
		for _, e := range h.entries {
			stored, err := ledger.DecodeEntry(e.Encode())
			if err != nil {
				t.Fatalf("entry %d does not come back: %v", e.Seq, err)
			}
			if err := ledger.Verify(tenant, stored, prev); err != nil {
				t.Fatalf("entry %d: %v", e.Seq, err)
			}
			prev = stored.Hash
			if err := replay.Apply(stored); err != nil {
				t.Fatalf("entry %d: %v", e.Seq, err)
			}
			if err := replay.Apply(stored); err != nil {
				t.Fatalf("entry %d, repeated: %v", e.Seq, err)
			}
		}
		if !maps.Equal(replay.state(), h.state()) || replay.Head() != h.Head() {
			t.Fatalf("the replayed state differs")
		}
		replay.invariants()
	})
}

func TestTheChainDetectsEverySingleBitChange(t *testing.T) {
	h := found(t)
	h.must(h.admin, "members.tag", map[string]any{"members": []org.MemberID{h.user.Member, h.guest.Member}, "add": []string{"neu"}})
	h.must(h.admin, "ledger.undo", map[string]any{"entries": []uint64{5}})
	var prev ledger.Digest
	for _, e := range h.entries {
		data := e.Encode()
		for bit := range len(data) * 8 {
			data[bit/8] ^= 1 << (bit % 8)
			if got, err := ledger.DecodeEntry(data); err == nil && ledger.Verify(tenant, got, prev) == nil {
				t.Fatalf("entry %d: bit %d of byte %d can be changed unseen: …%s…", e.Seq, bit%8, bit/8, data[max(0, bit/8-20):min(len(data), bit/8+20)])
			}
			data[bit/8] ^= 1 << (bit % 8)
		}
		if err := ledger.Verify("01J0000000000000000TENANT2", e, prev); err == nil {
			t.Fatalf("entry %d passes for another tenant's", e.Seq)
		}
		prev = e.Hash
	}
}

func TestAReducedEntryStillVerifiesAndHoldsNothingForeign(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := found(t)
		h.live(t, 15)
		for _, e := range h.entries {
			for _, by := range []ledger.Actor{h.user, h.guest} {
				viewer := visible.Viewer{Member: by.Member, Role: by.Role}
				seen, ok := viewer.Entry(e)
				if err := ledger.VerifyAlone(tenant, seen); err != nil {
					t.Fatalf("entry %d as %s sees it: %v", e.Seq, by.Name, err)
				}
				text := string(seen.Encode())
				for _, canary := range []string{"canary-notes", "canary-tag", string(e.Command), e.Deed} {
					if strings.Contains(text, canary) {
						t.Fatalf("entry %d shows %q to %s: %s", e.Seq, canary, by.Name, text)
					}
				}
				if by.Role == org.Guest && ok {
					for _, c := range seen.Changes {
						if c.Kind == ledger.KindMember && c.ID != string(by.Member) {
							t.Fatalf("entry %d shows the guest somebody else: %s", e.Seq, text)
						}
					}
				}
				if seen.Seq != e.Seq || seen.Hash != e.Hash || !seen.At.IsZero() || seen.Actor.Name != "" {
					t.Fatalf("entry %d: header %+v", e.Seq, seen)
				}
			}
			whole, _ := visible.Viewer{Member: h.admin.Member, Role: org.Admin}.Entry(e)
			if string(whole.Encode()) != string(e.Encode()) {
				t.Fatalf("an admin does not see entry %d as it is", e.Seq)
			}
		}
	})
}

func TestAReducedEntryCantBeBent(t *testing.T) {
	h := found(t)
	viewer := visible.Viewer{Member: h.user.Member, Role: org.User}
	seen, _ := viewer.Entry(h.entries[2])
	bend := map[string]func(*ledger.Entry){
		"a value":         func(e *ledger.Entry) { e.Changes[0].After["surname"] = json.RawMessage(`"Boss"`) },
		"a field more":    func(e *ledger.Entry) { e.Changes[0].After["title"] = json.RawMessage(`"Boss"`) },
		"a field less":    func(e *ledger.Entry) { delete(e.Changes[0].After, "surname") },
		"the op":          func(e *ledger.Entry) { e.Changes[0].Op = ledger.Updated },
		"the record":      func(e *ledger.Entry) { e.Changes[0].ID = string(h.guest.Member) },
		"no change":       func(e *ledger.Entry) { e.Changes = nil },
		"a place":         func(e *ledger.Entry) { e.Proof.Places[0]++ },
		"a place beyond":  func(e *ledger.Entry) { e.Proof.Places[len(e.Proof.Places)-1] = 1 << 20 },
		"a digest":        func(e *ledger.Entry) { e.Proof.Digests[0][0] ^= 1 },
		"a digest more":   func(e *ledger.Entry) { e.Proof.Digests = append(e.Proof.Digests, ledger.Digest{}) },
		"the size":        func(e *ledger.Entry) { e.Size = 2048 },
		"an invalid size": func(e *ledger.Entry) { e.Size = 1 },
	}
	for what, by := range bend {
		var e ledger.Entry
		if err := json.Unmarshal(seen.Encode(), &e); err != nil {
			t.Fatal(err)
		}
		if err := ledger.VerifyAlone(tenant, e); err != nil {
			t.Fatalf("before bending: %v", err)
		}
		by(&e)
		if ledger.VerifyAlone(tenant, e) == nil {
			t.Errorf("%s can be bent unseen", what)
		}
	}
}

// The browser's world is filtered by rights, the server's is whole: what may be done must not depend on which it is.
func TestVerdictsAreEqualOnTheFilteredAndTheWholeWorld(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := found(t)
		h.live(t, 15)
		by, name, args := h.anything(t)
		viewer := visible.Viewer{Member: by.Member, Role: by.Role}
		part := ledger.NewMemory(tenant, h.Now)
		part.SetHead(h.Head())
		h.Each(func(r ledger.Record) {
			f, ok := viewer.Fields(r.Ref, ledger.FieldsOf(r.Value))
			if !ok {
				return
			}
			e, err := ledger.EntityOf(r.Kind, f)
			if err != nil {
				t.Fatalf("%s: %v", r.ID, err)
			}
			part.Set(ledger.Record{Ref: r.Ref, Seq: r.Seq, Value: e})
		})
		for _, e := range h.entries {
			if seen, ok := viewer.Entry(e); ok {
				part.KeepEntry(seen)
			}
		}
		data, err := json.Marshal(args)
		if err != nil {
			t.Fatalf("%v", err)
		}
		deed, _ := deeds.ByName(name)
		whole, errWhole := deed.Run(h, by, data)
		local, errLocal := deed.Run(part, by, data)
		if fault.Is(errLocal, "entry.notHere") || name == "tenants.found" || name == "members.confirm" {
			return // those need the server, and say so
		}
		if (errWhole == nil) != (errLocal == nil) || errWhole != nil && errWhole.Error() != errLocal.Error() {
			t.Fatalf("%s by a %q: whole %v, filtered %v", name, by.Role, errWhole, errLocal)
		}
		if errWhole == nil && len(whole.Changes) != len(local.Changes) {
			t.Fatalf("%s: %d changes on the whole world, %d on the filtered", name, len(whole.Changes), len(local.Changes))
		}
	})
}

// TestADeletionFromBeforeTheSnapshotCanBeTakenBack: somebody deletes a member, loads the page anew and undoes it in the audit trail. The
// snapshot knew nothing of the member, and the browser took that for a change since.
func TestADeletionFromBeforeTheSnapshotCanBeTakenBack(t *testing.T) {
	h := found(t)
	gone := h.must(h.owner, "members.delete", map[string]any{"members": []org.MemberID{h.user.Member}})
	fresh := ledger.NewMemory(tenant, h.Now)
	fresh.SetHead(h.Head())
	h.Each(fresh.Set)
	fresh.KeepEntry(gone)
	deed, err := deeds.ByName("ledger.undo")
	if err != nil {
		t.Fatal(err)
	}
	out, err := deed.Run(fresh, h.owner, fmt.Appendf(nil, `{"entries":[%d]}`, gone.Seq))
	if err != nil || len(out.Changes) != 1 || out.Changes[0].Op != ledger.Created {
		t.Errorf("%v: %v", err, out.Changes)
	}
}
