package model_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// The fourth mistake: previews, refusals and lists answer questions that nobody may ask. httpapi's tests compare the answers of two
// organisations that are equal but for what is hidden; here it is what the answers cost, too. Whoever may not know
// that somebody exists learns it from no byte, no request to the table and no unit.
//
// What is left: a hint reads the records that a command names before anybody knows who asks, and a record of more than 4 KB,
// which notes of 2000 letters can make, takes a unit more.

// question is something to be asked about somebody by their id and address.
type question struct {
	name string
	ask  func(p *person, id org.MemberID, email string) answer
}

func questions() []question {
	var all []question
	each := func(deed string, a func(id org.MemberID, email string) any) {
		all = append(all,
			question{"preview " + deed, func(p *person, id org.MemberID, email string) answer {
				return p.ask("POST", p.in(route.Preview), route.PreviewRequest{Deed: deed, Args: encode(p.TB, a(id, email))})
			}},
			question{"deed " + deed, func(p *person, id org.MemberID, email string) answer {
				return p.ask("POST", strings.Replace(p.in(route.Deed), "{deed}", deed, 1), a(id, email))
			}},
			question{"command " + deed, func(p *person, id org.MemberID, email string) answer {
				_, raw := p.send(deed, a(id, email))
				return raw
			}})
	}
	for _, deed := range []string{"members.deactivate", "members.reactivate", "members.delete"} {
		each(deed, func(id org.MemberID, _ string) any { return these(id) })
	}
	each("members.tag", func(id org.MemberID, _ string) any { return tag([]string{"x"}, nil, id) })
	each("members.edit", func(id org.MemberID, email string) any { return edit(id, "email", "", email) })
	each("members.create", func(id org.MemberID, email string) any {
		return args{"member": id, "givenName": "A", "surname": "B", "email": email}
	})
	each("members.import", func(id org.MemberID, email string) any {
		one, other := org.DeriveID[org.MemberID](id, 1), org.DeriveID[org.MemberID](id, 2)
		return rows(args{"member": one, "givenName": "A", "surname": "B", "email": email}, args{"member": other, "givenName": "A", "surname": "B", "email": "other." + email})
	})
	each("members.confirm", func(id org.MemberID, _ string) any { return args{"member": id} })
	get := func(name, address string) {
		all = append(all, question{name, func(p *person, id org.MemberID, _ string) answer { return p.ask("GET", p.in(address)+string(id), nil) }})
	}
	get("history", route.Entries+"?record=")
	get("history from a position", route.Entries+"?after=2&record=")
	get("history to a position", route.Entries+"?before=12&limit=1&record=")
	get("actor", route.Entries+"?actor=")
	for _, address := range []string{route.Job, route.JobRefused, route.ImportPreview, route.JobStop, route.JobResume, route.ImportApply} {
		method := "POST"
		if address == route.Job || address == route.JobRefused || address == route.ImportPreview {
			method = "GET"
		}
		all = append(all, question{"job " + address, func(p *person, id org.MemberID, _ string) answer {
			return p.ask(method, p.in(address, string(id)), nil)
		}})
	}
	return all
}

// TestWhatIsHiddenCostsNothing asks about somebody whom one may not know, about somebody who is gone, and about nobody.
func TestWhatIsHiddenCostsNothing(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	s := newStage(o)
	people := map[string][2]string{"nobody": {string(s.id()), "nobody@people.example"}}
	add := func(story string, id org.MemberID) {
		people[story] = [2]string{string(id), strings.TrimPrefix(s.email(id), "other.")}
	}
	known := func(story string, more ...any) org.MemberID {
		local := strings.ReplaceAll(story, " ", ".")
		s.some("email", "other."+local+"@people.example")
		id := s.some(append(more, "email", local+"@people.example")...)
		add(story, id)
		return id
	}
	known("somebody", "notes", "short", "tags", []string{"a"})
	s.did(s.Owner, "members.deactivate", these(known("somebody out of service")))
	gone := known("somebody gone")
	s.did(s.Owner, "members.delete", these(gone))
	add("the owner", s.Owner.Member)
	many := known("somebody with a past")
	for n := range 6 {
		s.did(s.Owner, "members.tag", tag([]string{fmt.Sprint(n)}, nil, many))
	}
	job := newID[org.JobID](s.owner)
	if a := s.owner.ask("POST", s.owner.in(route.Imports), route.ImportRequest{ID: job, Name: "x.csv", Bytes: 10}); a.status >= 300 {
		t.Fatal(a.raw)
	}
	people["a job of the owner"] = [2]string{string(job), "nobody@people.example"}

	s.guest.Clock.Move(time.Second)
	s.guest.ask("GET", s.guest.in(route.Snapshot), nil) // what is read once in a process is read now
	s.guest.send("members.tag", tag(nil, nil))
	o.counts = true
	for _, q := range questions() {
		asked := map[string]string{}
		for story, who := range people {
			o.Clock.Move(5 * time.Second)
			a := q.ask(s.guest, org.MemberID(who[0]), who[1])
			reads, writes, requests := o.cost.Figures()
			text := strings.NewReplacer(who[0], "(id)").Replace(fmt.Sprintf("%d %s", a.status, withoutIDs(a)))
			asked[story] = fmt.Sprintf("%s\nfor %v RCU, %v WCU in %d requests", text, reads, writes, requests)
		}
		for story, got := range asked {
			if got != asked["nobody"] {
				t.Errorf("%s: a guest who asks about %s gets\n%s\nand about nobody\n%s", q.name, story, got, asked["nobody"])
			}
		}
	}
}

// withoutIDs is an answer's body without what is new each time.
func withoutIDs(a answer) string {
	return tokens.ReplaceAllString(string(a.body), "(id)")
}
