package replica

import (
	"maps"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// TestWhateverTheNetworkDoes: people act on two devices and on the server, answers are lost, come late, twice and out of order,
// changes overtake them, snapshots begin anew. At rest all agree, each command is applied once or in the list of conflicts, and
// nothing is lost.
func TestWhateverTheNetworkDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := foundServer()
		s.page = rapid.IntRange(1, 5).Draw(t, "page")
		people := []org.MemberID{}
		for i := range 4 {
			id, args := newPerson("P"+strconv.Itoa(i), "Start")
			s.must("members.create", args)
			people = append(people, id)
		}
		devices := []*device{{r: s.open()}, {r: New(tenant, olive, now, all.command)}}
		steps := rapid.IntRange(1, 40).Draw(t, "steps")
		for range steps {
			d := devices[rapid.IntRange(0, 1).Draw(t, "device")]
			who := rapid.SampledFrom(people).Draw(t, "who")
			deed, args := wish(t, who, &people)
			switch rapid.IntRange(0, 9).Draw(t, "what") {
			case 0, 1, 2:
				if id, err := d.r.Do(deed, args, ""); err == nil {
					d.made = append(d.made, id)
				}
			case 3:
				if len(d.made) > 0 {
					i := rapid.IntRange(0, len(d.made)-1).Draw(t, "which")
					if d.r.Undo(d.made[i], "") == nil {
						d.undone = append(d.undone, d.made[i])
					}
				}
			case 4:
				_, _ = s.run(newCommand(deed, args))
			case 5:
				d.send(t, s)
			case 6:
				d.answer(t)
			case 7:
				d.follow(t, s)
				d.r.Settle(1)
			case 8:
				if next, wanted := d.r.Next(); wanted {
					d.loaded(t, next, s.snapshot(next))
				}
			case 9:
				s.restart = rapid.Bool().Draw(t, "restart")
			}
			d.consistent(t)
		}
		s.restart = false
		for _, d := range devices {
			d.r.Unanswered()
			for d.r.Settle(1) {
			}
			s.sync(d.r)
		}
		for _, d := range devices {
			s.sync(d.r)
			d.r.Unanswered()
			if !maps.Equal(s.members(), shows(d.r)) {
				t.Fatalf("at rest the replica shows\n%v\nthe server holds\n%v", shows(d.r), s.members())
			}
			if len(d.r.Pending()) != 0 {
				t.Fatalf("at rest these still wait: %+v", d.r.Pending())
			}
			d.allAccounted(t, s)
		}
	})
}

type device struct {
	r       *Replica
	answers [][]route.CommandReply
	made    []org.CommandID
	undone  []org.CommandID
}

func (d *device) send(t *rapid.T, s *server) {
	out := d.r.Outgoing()
	if len(out) == 0 {
		return
	}
	switch rapid.IntRange(0, 2).Draw(t, "request") {
	case 0: // never arrives
	case 1: // arrives, the answer comes some time
		d.answers = append(d.answers, s.commands(out))
		return
	case 2: // arrives, the answer is lost
		s.commands(out)
	}
	d.r.Unanswered()
}

// answer hands over an answer that came some time ago, maybe not the oldest, maybe not for the last time.
func (d *device) answer(t *rapid.T) {
	if len(d.answers) == 0 {
		return
	}
	i := rapid.IntRange(0, len(d.answers)-1).Draw(t, "answer")
	d.r.Answered(d.answers[i])
	if rapid.Bool().Draw(t, "once") {
		d.answers = slices.Delete(d.answers, i, i+1)
	}
}

func (d *device) follow(t *rapid.T, s *server) {
	if c := d.r.Cursor(); c != "" {
		d.r.Changed(c, s.changes(c, rapid.IntRange(1, 3).Draw(t, "entries")))
	}
}

func (d *device) loaded(t *rapid.T, next string, page []byte) {
	if err := d.r.Loaded(next, page); err != nil {
		t.Fatalf("page of the snapshot: %v", err)
	}
	d.r.Settle(rapid.IntRange(0, 3).Draw(t, "settle"))
}

// consistent: what the directory lists is what look-ups find.
func (d *device) consistent(t *rapid.T) {
	for _, slot := range d.r.Directory().Find(Query{}) {
		id, m := d.r.Directory().At(slot)
		if have, ok := d.r.Member(id); !ok || !slices.Equal(have.Tags, m.Tags) || have.Deactivated != m.Deactivated || have.Name() != m.Name() {
			t.Fatalf("the directory shows %s as %+v, look-up as %+v (%v)", id, m, have, ok)
		}
	}
	if c := d.r.Directory().Counts(); c.All != len(d.r.Directory().Find(Query{})) {
		t.Fatalf("%d counted, %d listed", c.All, len(d.r.Directory().Find(Query{})))
	}
}

// allAccounted: every command was applied, refused visibly, or undone before it was.
func (d *device) allAccounted(t *rapid.T, s *server) {
	for _, id := range d.made {
		_, applied := s.applied[id]
		refused := slices.ContainsFunc(d.r.Conflicts(), func(c Conflict) bool { return c.Command.ID == id })
		if !applied && !refused && !slices.Contains(d.undone, id) {
			t.Fatalf("command %s is nowhere", id)
		}
		if applied && refused {
			t.Fatalf("command %s was applied and is shown as refused", id)
		}
	}
}

// wish is something a person may want, be it possible or not.
func wish(t *rapid.T, who org.MemberID, people *[]org.MemberID) (deed string, args any) {
	switch rapid.IntRange(0, 6).Draw(t, "deed") {
	case 0:
		id, args := newPerson("N"+strconv.Itoa(rapid.IntRange(100, 106).Draw(t, "name")), "New")
		*people = append(*people, id)
		return "members.create", args
	case 1:
		return "members.deactivate", list(who)
	case 2:
		return "members.reactivate", list(who)
	case 3:
		return "members.delete", list(who)
	case 4:
		title := strconv.Itoa(rapid.IntRange(0, 3).Draw(t, "title"))
		return "members.edit", map[string]any{"member": who, "fields": map[string]any{"title": map[string]string{"from": "", "to": title}}}
	case 5:
		return "tenants.rename", map[string]any{"from": "Acme", "to": "Acme " + strconv.Itoa(rapid.IntRange(1, 3).Draw(t, "name"))}
	}
	return "members.tag", map[string]any{"members": []org.MemberID{who}, "add": []string{"t" + strconv.Itoa(rapid.IntRange(0, 3).Draw(t, "tag"))}}
}
