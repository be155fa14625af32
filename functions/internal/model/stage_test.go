package model_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"stellwerk/functions/internal/executor"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// The first mistake: a rule that is kept by a page, a hint or a filtered replica, and not by the deed. So each line below is a
// bare command that no page has made, with everything in it by hand, and says what becomes of it: one line for each check of a
// deed. `make mutants` drops the checks one at a time and tells which of them no line misses.

// line is one sentence about a deed. It is refused with all the faults that want names, or it is done and want says what it
// changed, see told.
type line struct {
	story string
	by    string // role of who sends it
	deed  string
	args  func(*stage) any
	want  string
}

// Refused begins want where a line is refused. What follows are the faults, each with its row and field.
const refused = "refused: "

// stage is a house on which lines are played one after the other. None depends on those before.
type stage struct {
	*house
	n     int
	last  org.MemberID      // whom in has put into a group
	names map[string]string // id → what told calls it

	crowded bool                  // it is large enough for registration agents
	agents  map[org.MemberID]bool // who are some
}

func newStage(o *town) *stage {
	s := &stage{house: o.found(), names: map[string]string{}, agents: map[org.MemberID]bool{}}
	for _, p := range s.everybody() {
		s.names[string(p.Member)] = p.role
	}
	s.names[string(s.Tenant.ID())] = "tenant"
	return s
}

// args are arguments made by hand.
type args = map[string]any

func with(base args, more ...any) args {
	out := maps.Clone(base)
	for i := 0; i+1 < len(more); i += 2 {
		out[more[i].(string)] = more[i+1]
	}
	return out
}

func (s *stage) id() org.MemberID { return newID[org.MemberID](s.owner) }

// new is a person to be whose name is different each time.
func (s *stage) new(more ...any) args {
	s.n++
	return with(args{"member": s.id(), "givenName": "Ben", "surname": "Berger", "email": fmt.Sprintf("ben%d@people.example", s.n)}, more...)
}

// some makes a person, who did not confirm the address yet.
func (s *stage) some(more ...any) org.MemberID {
	a := s.new(more...)
	s.Do(s.owner.TB, s.Owner, "members.create", a)
	return s.call(a["member"].(org.MemberID), "ben")
}

// call says how told names an id.
func (s *stage) call(id org.MemberID, name string) org.MemberID {
	s.names[string(id)] = name
	return id
}

// joined makes a person who has an account and is signed in.
func (s *stage) joined(role string) *person {
	p := s.owner.person(s.Tenant, s.Join(s.owner.TB, "Jo", role), role)
	s.call(p.Member, "jo")
	return p
}

// did makes an entry and returns its position.
func (s *stage) did(by executor.Who, deed string, a any) uint64 {
	s.n++
	return s.Do(s.owner.TB, by, deed, a).Seq
}

// gone makes a person and takes them out again.
func (s *stage) gone() org.MemberID {
	id := s.some()
	s.did(s.Owner, "members.delete", these(id))
	return id
}

func these(ids ...org.MemberID) args { return args{"members": append([]org.MemberID{}, ids...)} }

// edit is an edit of one field.
func edit(id org.MemberID, field string, from, to any) args {
	return args{"member": id, "fields": args{field: args{"from": from, "to": to}}}
}

// rows are the arguments of an import: rows numbered from 2.
func rows(all ...args) args {
	for i := range all {
		all[i] = with(all[i], "row", i+2)
	}
	return args{"rows": append([]args{}, all...)}
}

func just(a any) func(*stage) any { return func(*stage) any { return a } }

// told says in a line what became of a command.
func (s *stage) told(r route.CommandReply) string {
	switch r.State {
	case route.Refused:
		return refused + faultsTold(r.Faults)
	case route.Running:
		return "running"
	}
	if r.Entry == nil {
		return "nothing"
	}
	return s.changesTold(r.Entry.Changes)
}

func faultsTold(all fault.List) string {
	var out []string
	for _, f := range all {
		text := f.Code
		if f.Field != "" {
			text = f.Field + " " + text
		}
		if f.Row != 0 {
			text = fmt.Sprintf("row %d %s", f.Row, text)
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

// changesTold names for each change the record and the fields as they are afterwards, where they are new.
func (s *stage) changesTold(changes []ledger.Change) string {
	var out []string
	for _, c := range changes {
		name := s.names[c.ID]
		if name == "" {
			name = "(new)"
		}
		text := string(c.Op) + " " + name
		if c.Op == ledger.Deleted {
			out = append(out, text)
			continue
		}
		for _, f := range slices.Sorted(maps.Keys(mergedFields(c))) {
			if c.Op == ledger.Created && (f == "email" || f == "givenName" || f == "surname") {
				continue
			}
			var v any
			_ = json.Unmarshal(c.After[f], &v) // nil where the field has become empty
			if list, ok := v.([]any); ok {
				v = strings.Trim(fmt.Sprint(list), "[]")
			}
			if v == nil {
				v = ""
			}
			v = strings.ReplaceAll(fmt.Sprint(v), c.ID[20:], "…")
			told := fmt.Sprint(v)
			for id, name := range s.names {
				told = strings.ReplaceAll(told, id, name)
			}
			text += " " + f + "=" + told
		}
		out = append(out, text)
	}
	return strings.Join(out, "; ")
}

func mergedFields(c ledger.Change) ledger.Fields {
	all := maps.Clone(c.After)
	if all == nil {
		all = ledger.Fields{}
	}
	for f := range c.Before {
		all[f] = c.After[f]
	}
	return all
}

// play sends a line's command and checks what becomes of it. A refusal is the same when asked for as a preview or at the deed's own
// address, and leaves nothing behind.
func (s *stage) play(t *testing.T, l line) {
	t.Helper()
	who := s.by(l.by)
	cmd := s.World.Command(t, l.deed, l.args(s))
	before := s.owner.head(s.Tenant)
	was := who.TB
	who.TB = t
	defer func() { who.TB = was }()
	if got := s.asked(who, "POST", who.in(route.Preview), route.PreviewRequest{Deed: cmd.Deed, Args: cmd.Args}); strings.HasPrefix(l.want, refused) && got != l.want {
		t.Errorf("previewed: %s\n    want: %s", got, l.want)
	}
	if strings.HasPrefix(l.want, refused) {
		path := strings.Replace(who.in(route.Deed), "{deed}", l.deed, 1)
		if got := s.asked(who, "POST", path, cmd.Args); got != l.want && !strings.HasSuffix(got, "request.address") {
			t.Errorf("by its address: %s\n    want: %s", got, l.want)
		}
	}
	r, a := who.sendAs(cmd)
	if got := s.told(r); got != l.want {
		t.Errorf("got:  %s\n    want: %s\n    args: %s", got, l.want, cmd.Args)
	}
	if r.State == route.Refused {
		if after := s.owner.head(s.Tenant); after != before {
			t.Errorf("refused, yet the ledger moved from %d to %d: %s", before, after, a.body)
		}
	}
}

// asked sends a request and tells how it was refused, or "" if it was not.
func (s *stage) asked(who *person, method, path string, in any) string {
	a := who.ask(method, path, in)
	if a.status < http.StatusBadRequest {
		return ""
	}
	return refused + faultsTold(read[route.Problem](who.TB, a).Faults)
}
