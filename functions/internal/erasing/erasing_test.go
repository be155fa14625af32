package erasing_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/erasing"
	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/testworld"
	"stellwerk/functions/internal/testworld/accountstest"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// stage is an organisation in which one person has left traces everywhere.
type stage struct {
	*testing.T
	w       *accountstest.World
	house   testworld.House
	person  executor.Who
	tokens  []string // by which the person's values are known
	salts   []string
	erasing *erasing.Erasing
}

func newStage(t *testing.T) *stage {
	w := accountstest.Open(t)
	s := &stage{T: t, w: w, house: w.FoundFull(t), erasing: erasing.New(w.Table, w.Executor, w.Clock.Now)}
	s.person = s.house.Join(t, "Zoraquil", "admin")
	s.tokens = append(s.tokens, "Zoraquil")
	for i, field := range []string{"title", "location", "phone", "notes", "birthday", "staffNumber", "surname"} {
		token, value := testworld.Canary(uint64(1000+i), field)
		if field == "birthday" {
			token, value = "1911-07-13", "1911-07-13"
		}
		from := ""
		if field == "surname" {
			from = "admin"
		}
		s.edit(s.house.Owner, field, from, value)
		s.tokens = append(s.tokens, token)
		if field == "title" {
			s.edit(s.house.Owner, field, value, "zqlater")
			s.tokens = append(s.tokens, "zqlater")
		}
	}
	s.greet()
	photo, picture := testworld.Picture(200)
	s.house.Do(t, s.house.Owner, members.Edit.Name, members.EditArgs{Member: s.person.Member, Picture: picture,
		Fields: map[string]members.Edited{"photo": {From: quoted(""), To: quoted(string(photo))}}})
	s.tokens = append([]string{string(photo)}, s.tokens...)
	// The person has acted, and was part of entries that are about others as well.
	s.house.Do(t, s.person, members.Tag.Name, members.TagArgs{Members: []org.MemberID{s.house.User.Member, s.person.Member}, Add: []string{"zqtag"}})
	s.edit(s.house.Owner, "role", "admin", "user")
	for _, e := range s.house.Ledger(t) {
		for _, c := range e.Changes {
			if c.ID == string(s.person.Member) {
				s.salts = append(s.salts, base64.StdEncoding.EncodeToString(c.Salt))
			}
		}
		if e.Actor.Member == s.person.Member {
			s.salts = append(s.salts, base64.StdEncoding.EncodeToString(e.Actor.Salt))
		}
	}
	return s
}

// greet has the person congratulated, and somebody else by them.
func (s *stage) greet() {
	const today = "1990-03-14" // of testworld.Start
	greet := func(by executor.Who, whom org.MemberID, was, text string) {
		birthday := func(from, to string) {
			s.house.Do(s.T, s.house.Owner, members.Edit.Name, members.EditArgs{Member: whom, Fields: map[string]members.Edited{"birthday": {From: quoted(from), To: quoted(to)}}})
		}
		birthday(was, today)
		s.house.Do(s.T, by, members.Congratulate.Name, members.CongratulateArgs{Member: whom, Text: text})
		birthday(today, was)
	}
	greet(s.house.Owner, s.person.Member, "1911-07-13", "zqgreeting")
	greet(s.person, s.house.User.Member, "", "Alles Gute")
	s.tokens = append([]string{"zqgreeting"}, s.tokens...)
}

func (s *stage) edit(by executor.Who, field, from, to string) {
	s.house.Do(s.T, by, members.Edit.Name, members.EditArgs{Member: s.person.Member, Fields: map[string]members.Edited{field: {From: quoted(from), To: quoted(to)}}})
}

func quoted(s string) []byte { return fmt.Appendf(nil, "%q", s) }

func (s *stage) deactivate() {
	s.house.Do(s.T, s.house.Owner, members.Deactivate.Name, members.List{Members: []org.MemberID{s.person.Member}})
}

func (s *stage) begin(by executor.Who, name string) error {
	_, err := s.erasing.Begin(s.Context(), s.house.Tenant, by, testworld.NewID[org.CommandID](s.w.World), s.person.Member, name)
	return err
}

// carry does what the stream would, every piece of it twice.
func (s *stage) carry() {
	s.Helper()
	for wanted := 1; wanted > 0; wanted-- {
		for range 2 {
			next, err := s.erasing.Carry(s.Context(), s.house.Tenant, s.person.Member)
			if err != nil {
				s.Fatal(err)
			}
			wanted += len(next)
		}
	}
}

// name is the person's, as it was at last.
func (s *stage) name() string { return "  zoraquil " + s.tokens[len(s.tokens)-1] }

func TestNothingIsLeftOfThePerson(t *testing.T) {
	s := newStage(t)
	s.deactivate()
	if _, found, err := s.w.Table.Picture(t.Context(), s.house.Tenant, ledger.Ref{Kind: ledger.KindMember, ID: string(s.person.Member)}, org.PictureID(s.tokens[0])); !found || err != nil {
		t.Fatalf("the photo is not there to be erased: %v", err)
	}
	before := s.house.Ledger(t)
	head, err := s.w.Table.Head(t.Context(), s.house.Tenant)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.begin(s.house.Admin, s.name()); err != nil {
		t.Fatal(err)
	}
	s.carry()
	whole := ""
	for key, item := range s.w.Items(t, "T#"+string(s.house.Tenant.ID())) {
		whole += key + "\n" + item
	}
	for _, token := range append(s.tokens, s.salts...) {
		if strings.Contains(whole, token) {
			t.Errorf("%q is still stored", token)
		}
	}
	after := s.house.Ledger(t) // which verifies the chain
	if len(after) != len(before)+1 || after[len(after)-1].Deed != members.Erase.Name || after[len(after)-1].Actor.Name == "" {
		t.Errorf("there are %d entries after %d", len(after), len(before))
	}
	for i, e := range before {
		if after[i].Hash != e.Hash {
			t.Fatalf("entry %d has another hash", e.Seq)
		}
	}
	// Who was changed by the same entry keeps what is theirs.
	if !strings.Contains(whole, string(s.house.User.Member)) || !strings.Contains(whole, "Ulf") {
		t.Error("others have been erased with them")
	}
	now, err := s.w.Table.Head(t.Context(), s.house.Tenant)
	if err != nil || now.Epoch == head.Epoch || now.Members != head.Members-1 {
		t.Errorf("devices go on as if nothing had been: epoch %s, %d members, %v", now.Epoch, now.Members, err)
	}
	e, err := s.erasing.Receipt(t.Context(), s.house.Tenant, s.person.Member)
	if err != nil || e.Done.IsZero() || e.By != s.house.Admin.Member || e.Entries < 10 || e.Seq != now.Seq {
		t.Errorf("the receipt is %+v, %v", e, err)
	}
	if err := s.begin(s.house.Owner, "anything"); err != nil {
		t.Errorf("a second time it is %v", err)
	}
	for _, seq := range []uint64{after[len(after)-1].Seq, after[len(after)-2].Seq} {
		_, err := s.w.Executor.Do(t.Context(), s.house.Tenant, s.house.Owner, s.w.Command(t, "ledger.undo", map[string]any{"entries": []uint64{seq}}))
		if !fault.Is(err, "undo.erased") {
			t.Errorf("taking entry %d back is %v", seq, err)
		}
	}
}

func TestWhatIsErasedIsFoundIfItIsChanged(t *testing.T) {
	s := newStage(t)
	s.deactivate()
	if err := s.begin(s.house.Owner, s.name()); err != nil {
		t.Fatal(err)
	}
	s.carry()
	for _, e := range s.house.Ledger(t) {
		for i, c := range e.Changes {
			for field, d := range c.Erased {
				d[0]++
				forged := map[string]ledger.Digest{}
				for f, old := range c.Erased {
					forged[f] = old
				}
				forged[field] = d
				other := e
				other.Changes = append([]ledger.Change{}, e.Changes...)
				other.Changes[i].Erased = forged
				if ledger.VerifyAlone(s.house.Tenant.ID(), other) == nil {
					t.Fatalf("entry %d verifies with another digest of %s", e.Seq, field)
				}
			}
		}
		// What somebody sees who sees less still verifies.
		reduced, ok := e.Reduce(func(_ ledger.Ref, field string) bool { return field == "title" || field == "email" })
		if ok && ledger.VerifyAlone(s.house.Tenant.ID(), reduced) != nil {
			t.Fatalf("entry %d does not verify in part", e.Seq)
		}
	}
}

func TestWhoMayErase(t *testing.T) {
	s := newStage(t)
	for _, c := range []struct {
		story, want string
		by          executor.Who
		name        string
	}{
		{"a member", "actor.forbidden", s.house.User, s.name()},
		{"a guest", "actor.forbidden", s.house.Guest, s.name()},
		{"an admin, who does not know the name", "erase.name", s.house.Admin, "Zoraquil"},
		{"an admin, without a name", "erase.name", s.house.Admin, ""},
		{"of somebody active", "member.eraseActive", s.house.Admin, s.name()},
	} {
		if err := s.begin(c.by, c.name); !fault.Is(err, c.want) {
			t.Errorf("%s: %v, want %s", c.story, err, c.want)
		}
	}
	if _, err := s.erasing.Begin(t.Context(), s.house.Tenant, s.house.Owner, testworld.NewID[org.CommandID](s.w.World), testworld.NewID[org.MemberID](s.w.World), "x"); !fault.Is(err, "member.notFound") {
		t.Errorf("of nobody: %v", err)
	}
	if _, err := s.w.Executor.Do(t.Context(), s.house.Tenant, s.house.Owner, s.w.Command(t, members.Erase.Name, members.OneMember{Member: s.person.Member})); !fault.Is(err, "deed.unknown") {
		t.Errorf("as a command: %v", err)
	}
}

func TestSomebodyWhoIsDeletedAlready(t *testing.T) {
	s := newStage(t)
	s.house.Do(t, s.house.Owner, members.Delete.Name, members.List{Members: []org.MemberID{s.person.Member}})
	s.w.Clock.Move(time.Hour)
	if err := s.begin(s.house.Owner, s.name()); err != nil {
		t.Fatal(err)
	}
	s.carry()
	for key, item := range s.w.Items(t, "T#"+string(s.house.Tenant.ID())) {
		for _, token := range s.tokens {
			if strings.Contains(item, token) {
				t.Errorf("%s still has %q", key, token)
			}
		}
	}
}
