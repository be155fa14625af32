package replica

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// disk is what lies on a device.
type disk map[string][]byte

func (d disk) write(b Batch) {
	if b.Clear {
		maps.DeleteFunc(d, func(key string, _ []byte) bool { kind, _ := split(key); return slices.Contains(ClearedFrom, kind) })
	}
	for _, blob := range b.Blobs {
		if blob.Data == nil {
			delete(d, blob.Key)
		} else {
			d[blob.Key] = blob.Data
		}
	}
}

// reopen is a replica of what lies on the device, read in no particular order.
func (d disk) reopen(t interface{ Fatalf(string, ...any) }) *Replica {
	r := Reopen(tenant, olive, now, all.command)
	for key, data := range d {
		if lost := r.Put([]Blob{{key, data}}); len(lost) > 0 {
			t.Fatalf("could not read %v: %s", lost, data)
		}
	}
	r.Restored()
	return r
}

func TestAReplicaOutlivesTheApp(t *testing.T) {
	s, r, ben, ute := company(t)
	for i := range 250 {
		_, args := newPerson("P"+strconv.Itoa(i), "X")
		args["surname"] = "»Grün\"\\«"
		s.must("members.create", args)
	}
	s.sync(r)
	on := disk{}
	on.write(r.Save())
	if b := r.Save(); !b.Empty() {
		t.Fatalf("%d blobs to be written though nothing has changed since", len(b.Blobs))
	}
	edit := do(t, r, "members.edit", map[string]any{"member": ben, "fields": map[string]any{"title": map[string]string{"from": "", "to": "Bäcker"}}})
	do(t, r, "members.deactivate", list(ute))
	on.write(r.Save())

	again := on.reopen(t)
	if !maps.Equal(shows(r), shows(again)) || again.Head() != r.Head() || len(again.Pending()) != 2 || again.Cursor() != r.Cursor() {
		t.Fatalf("head %v, %d wait; opened again it should be as it was: %v, %d", again.Head(), len(again.Pending()), r.Head(), len(r.Pending()))
	}
	if !again.Undoable(edit) {
		t.Fatal("what waits can be undone")
	}
	s.sync(again)
	agree(t, s, again)
	on.write(again.Save())
	third := on.reopen(t)
	if err := third.Undo(edit, ""); err != nil {
		t.Fatalf("undo of what was confirmed before the app was opened again: %v", err)
	}
	s.sync(third)
	agree(t, s, third)
}

func TestAFirstLoadGoesOnAfterAKill(t *testing.T) {
	s := foundServer()
	for i := range 20 {
		_, args := newPerson("P"+strconv.Itoa(i), "X")
		s.must("members.create", args)
	}
	on, pages := disk{}, 0
	r := New(tenant, olive, now, all.command)
	for {
		next, wanted := r.Next()
		if !wanted {
			break
		}
		if err := r.Loaded(next, s.snapshot(next)); err != nil {
			t.Fatal(err)
		}
		pages++
		r.Settle(2)
		on.write(r.Save()) // in the middle of the page
		for r.Settle(2) {
		}
		on.write(r.Save())
		r = on.reopen(t)
		if have, _, _ := r.Loading(); have < pages*2 {
			t.Fatalf("%d people after page %d; what was loaded should be there", have, pages)
		}
	}
	if want := 21/s.page + 1; pages > want {
		t.Errorf("%d pages were fetched, want %d: no page twice", pages, want)
	}
	s.sync(r)
	agree(t, s, r)
}

func TestWhatIsSpoiltOnTheDeviceIsFetchedAnew(t *testing.T) {
	for _, c := range []struct {
		story string
		spoil func(disk)
	}{
		{"a chunk that is no JSON", func(d disk) { d["r/0"] = []byte(`{"records":[{`) }},
		{"a chunk that is missing", func(d disk) { delete(d, "r/0"); d["r/7"] = []byte(`{"records":[]}`) }},
		{"no meta", func(d disk) { delete(d, "meta") }},
		{"a meta of another schema", func(d disk) { d["meta"] = []byte(strings.Replace(string(d["meta"]), `"v":5`, `"v":0`, 1)) }},
		{"another organisation's", func(d disk) { d["meta"] = []byte(strings.Replace(string(d["meta"]), string(tenant), "01X", 1)) }},
	} {
		t.Run(c.story, func(t *testing.T) {
			s, r, ben, _ := company(t)
			do(t, r, "members.deactivate", list(ben))
			on := disk{}
			on.write(r.Save())
			c.spoil(on)
			again := on.reopen(t)
			if len(again.Pending()) != 1 {
				t.Fatal("what waits is kept, whatever became of the rest")
			}
			if _, _, loading := again.Loading(); !loading {
				t.Fatal("it should be fetched anew")
			}
			s.sync(again)
			agree(t, s, again)
			if !deactivated(again, ben) {
				t.Fatal("and what waited is sent")
			}
		})
	}
}

func TestOwnWorkThatCanNotBeReadIsNamed(t *testing.T) {
	_, r, ben, _ := company(t)
	id := do(t, r, "members.deactivate", list(ben))
	again := Reopen(tenant, olive, now, all.command)
	if lost := again.Put([]Blob{{"o/" + string(id), []byte("{")}}); !slices.Equal(lost, []string{"o/" + string(id)}) {
		t.Fatalf("lost %v", lost)
	}
}

func TestAFailedWriteIsPartOfTheNext(t *testing.T) {
	s, r, ben, _ := company(t)
	on := disk{}
	b := r.Save()
	r.SaveFailed(b)
	do(t, r, "members.deactivate", list(ben))
	b = r.Save()
	r.SaveFailed(b)
	s.sync(r)
	on.write(r.Save())
	agree(t, s, on.reopen(t))
}

func TestTheClockSetBackKeepsTheOrder(t *testing.T) {
	s, r, ben, _ := company(t)
	first := do(t, r, "members.tag", map[string]any{"members": []org.MemberID{ben}, "add": []string{"a"}})
	chance := byte(9)
	r.newID = func() org.CommandID { chance--; return org.NewID[org.CommandID](1, [10]byte{chance}) }
	dropped := do(t, r, "members.deactivate", list(ben))
	if err := r.Undo(dropped, ""); err != nil {
		t.Fatal(err)
	}
	second := do(t, r, "members.deactivate", list(ben))
	if second <= first || second == dropped {
		t.Fatalf("%s does not come after %s, or is another's: %s", second, first, dropped)
	}
	if out := r.Outgoing(); out[0].ID != first || out[1].ID != second {
		t.Fatal("sent out of order")
	}
	s.sync(r)
}

// TestWhatLiesOnTheDeviceIsWhatIsShown: writes that fail, apps that are killed, a second tab that follows and takes over. Whatever
// happens, what is opened again shows what was shown, and the tabs agree.
func TestWhatLiesOnTheDeviceIsWhatIsShown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := foundServer()
		s.page = rapid.IntRange(1, 4).Draw(t, "page")
		var people []org.MemberID
		for i := range 6 {
			id, args := newPerson("P"+strconv.Itoa(i), "Start")
			s.must("members.create", args)
			people = append(people, id)
		}
		on := disk{}
		lead := &device{r: New(tenant, olive, now, all.command)}
		tab := on.reopen(t)
		tab.Follow(true)
		var made []org.CommandID
		tell := func(b Batch, to *Replica) *Replica {
			on.write(b)
			if b.Clear {
				to = on.reopen(t)
				to.Follow(to != lead.r && to != nil)
				return to
			}
			to.Put(b.Blobs)
			return to
		}
		save := func() {
			b := lead.r.Save()
			if rapid.IntRange(0, 4).Draw(t, "write") == 0 {
				lead.r.SaveFailed(b)
				b = lead.r.Save()
			}
			tab = tell(b, tab)
			tab.Follow(true)
		}
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			deed, args := wish(t, rapid.SampledFrom(people).Draw(t, "who"), &people)
			switch rapid.IntRange(0, 8).Draw(t, "what") {
			case 0, 1:
				if id, err := lead.r.Do(deed, args, ""); err == nil {
					lead.made, made = append(lead.made, id), append(made, id)
				}
			case 2:
				if id, err := tab.Do(deed, args, ""); err == nil {
					lead.made, made = append(lead.made, id), append(made, id)
				}
				tell(tab.Save(), lead.r)
			case 3:
				if len(made) > 0 {
					id := rapid.SampledFrom(made).Draw(t, "undone")
					if tab.Undo(id, "") == nil {
						lead.undone = append(lead.undone, id)
					}
					tell(tab.Save(), lead.r)
				}
			case 4:
				_, _ = s.run(newCommand(deed, args))
			case 5:
				b := lead.r.Outgoing()
				save()
				if len(b) > 0 {
					if rapid.Bool().Draw(t, "arrives") {
						lead.answers = append(lead.answers, s.commands(b))
						lead.answer(t)
					}
					lead.r.Unanswered()
				}
			case 6:
				lead.follow(t, s)
				if next, wanted := lead.r.Next(); wanted {
					lead.loaded(t, next, s.snapshot(next))
				}
				lead.r.Settle(2)
			case 7: // killed and opened again
				save()
				want, waits := shows(lead.r), len(lead.r.Pending())
				half := lead.r.page != nil
				lead.r = on.reopen(t)
				if !half && (!maps.Equal(want, shows(lead.r)) || len(lead.r.Pending()) != waits) {
					t.Fatalf("opened again it shows\n%v\nit was\n%v", shows(lead.r), want)
				}
			case 8: // the tab that leads is closed
				save()
				lead.r, tab = tab, on.reopen(t)
				lead.r.Follow(false)
				tab.Follow(true)
			}
			save()
			lead.consistent(t)
			if lead.r.page == nil && !maps.Equal(shows(lead.r), shows(tab)) {
				t.Fatalf("one tab shows\n%v\nthe other\n%v", shows(lead.r), shows(tab))
			}
		}
		lead.r.Unanswered()
		for lead.r.Settle(1) {
		}
		s.sync(lead.r)
		save()
		if !maps.Equal(s.members(), shows(on.reopen(t))) || !maps.Equal(s.members(), shows(tab)) {
			t.Fatalf("at rest the device holds\n%v\nthe other tab shows\n%v\nthe server holds\n%v", shows(on.reopen(t)), shows(tab), s.members())
		}
		if len(tab.Pending()) != 0 || slices.ContainsFunc(slices.Collect(maps.Keys(on)), func(k string) bool { return strings.HasPrefix(k, keyOutbox) }) {
			t.Fatalf("at rest these still wait: %+v", tab.Pending())
		}
		lead.allAccounted(t, s)
	})
}

func TestRecordsAreReadAsTheyWereWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(0, 20, -1)
		m := org.Member{
			GivenName: text.Draw(t, "given"), Surname: text.Draw(t, "surname"), Email: org.Email(text.Draw(t, "email")), Role: org.Role(text.Draw(t, "role")),
			Confirmed: rapid.Bool().Draw(t, "confirmed"), Deactivated: rapid.Bool().Draw(t, "deactivated"), Title: text.Draw(t, "title"),
			Location: text.Draw(t, "location"), Phone: text.Draw(t, "phone"), StartDate: text.Draw(t, "start"), Notes: text.Draw(t, "notes"),
			Mobile: text.Draw(t, "mobile"), StaffNumber: text.Draw(t, "number"), Birthday: text.Draw(t, "birthday"), Sex: text.Draw(t, "sex"), Language: text.Draw(t, "language"),
			From: text.Draw(t, "from"), Term: org.Term(text.Draw(t, "term")), Until: text.Draw(t, "until"), UntilBy: org.MemberID(text.Draw(t, "by")), DeleteAfter: rapid.Bool().Draw(t, "delete"),
			TagTerms: org.TagTerms(text.Draw(t, "terms")),
		}
		for range rapid.IntRange(0, 3).Draw(t, "contacts") {
			m.Contacts = append(m.Contacts, org.Contact{Label: text.Draw(t, "label"), Value: text.Draw(t, "value")})
		}
		for range rapid.IntRange(0, 3).Draw(t, "tags") {
			m.Tags = append(m.Tags, text.Draw(t, "tag"))
		}
		want := ledger.Record{Ref: ledger.Ref{Kind: ledger.KindMember, ID: text.Draw(t, "id")}, Seq: rapid.Uint64().Draw(t, "seq"), Value: m}
		s := &scanner{data: string(appendRecord(nil, want)), texts: &packer{}}
		got, err := s.record()
		if err != nil || s.bad || got.Ref != want.Ref || got.Seq != want.Seq || string(ledger.EncodeEntity(got.Value)) != string(ledger.EncodeEntity(m)) {
			t.Fatalf("%s\nread as %+v (%v), written %+v", s.data, got, err, want)
		}
	})
}
