package imports

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"stellwerk/shared/deeds/members"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/sheet"
	"stellwerk/shared/staff"
	"stellwerk/shared/units"
)

// A town is an organisation of which each text is anything that its parser takes.
type town struct {
	world  *ledger.Memory
	groups units.Known
	people []org.Member
}

// text draws what parse takes and leaves as it is. A text that only Excel writes, ="…", is read as what is in it.
func text(t *rapid.T, what, letters string, parse func(field, s string) (string, error)) string {
	any := rapid.StringOfN(rapid.RuneFrom([]rune(letters)), 0, 12, -1)
	return rapid.Custom(func(t *rapid.T) string {
		s, err := parse(what, any.Draw(t, what))
		if err != nil || strings.HasPrefix(s, `="`) {
			s, _ = parse(what, "Ä")
		}
		return s
	}).Draw(t, what)
}

const odd = "aÄßz19 \t;,|\\:/'\"=+-@›>.()#\n"

func drawTown(t *rapid.T) town {
	w := town{world: ledger.NewMemory("01J0000000000000000000TENT", nil), groups: units.Known{}}
	ids := []org.GroupID{""}
	levels := map[org.GroupID]int{}
	for i := range rapid.IntRange(0, 8).Draw(t, "groups") {
		id := org.GroupID(fmt.Sprintf("01J0000000000000000000GRP%d", i))
		g := org.Group{Name: text(t, "name", odd, org.ParseGroupName), Type: text(t, "type", odd, org.ParseGroupType), Description: "bleibt", Parent: rapid.SampledFrom(ids).Draw(t, "parent")}
		if levels[id] = levels[g.Parent] + 1; levels[id] < org.MaxLevels {
			ids = append(ids, id)
		}
		w.groups[id] = g
		w.world.Set(ledger.Record{Ref: ledger.Ref{Kind: ledger.KindGroup, ID: string(id)}, Seq: 1, Value: g})
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "people") {
		m := org.Member{Email: org.Email(fmt.Sprintf("p%d@acme.example", i)), Role: rapid.SampledFrom([]org.Role{org.Owner, org.Admin, org.User, org.Guest}).Draw(t, "role")}
		for _, f := range org.MemberTexts {
			letters := odd
			switch f.Name {
			case "phone", "mobile":
				letters = "0123456789 +()/-."
			case "startDate", "firstDay", "until", "birthday", "sex", "language":
				letters = "x"
			}
			*f.Of(&m) = text(t, f.Name, letters, f.Parse)
		}
		m.StartDate, m.Birthday = "2019-02-28", rapid.SampledFrom([]string{"", "1984-02-29", "2001-12-31"}).Draw(t, "birthday")
		m.From = rapid.SampledFrom([]string{"", "2019-01-01", "2019-03-31"}).Draw(t, "from")
		m.Until = rapid.SampledFrom([]string{"", "2019-03-31", "2199-12-31"}).Draw(t, "until") // over or not
		m.Sex, m.Language = rapid.SampledFrom(append(org.Sexes, "")).Draw(t, "sex"), rapid.SampledFrom([]string{"", "de", "en"}).Draw(t, "language")
		for range rapid.IntRange(0, 3).Draw(t, "contacts") {
			c := org.Contact{Label: text(t, "label", odd, labelled), Value: text(t, "value", odd, labelled)}
			m.Contacts = append(m.Contacts, c)
		}
		m.Contacts, _ = org.ParseContacts("contacts", m.Contacts)
		tags := rapid.SliceOfN(rapid.SampledFrom([]string{"neu", "Führerschein C", "=1", "'t", "a/b"}), 0, 3).Draw(t, "tags")
		m.Tags, _ = org.ParseTags("tags", tags)
		for _, id := range ids[1:] {
			if rapid.Bool().Draw(t, "in") {
				m.Groups = org.With(m.Groups, org.Membership{Group: id, Part: rapid.SampledFrom([]org.Part{org.PartMember, org.PartLeader}).Draw(t, "part")})
			}
		}
		if err := m.Check(); err != nil {
			t.Fatalf("%+v is no member: %v", m, err)
		}
		w.people = append(w.people, m)
		w.world.Set(ledger.Record{Ref: ledger.Ref{Kind: ledger.KindMember, ID: fmt.Sprintf("01J0000000000000000000MEM%d", i)}, Seq: 1, Value: m})
	}
	return w
}

func labelled(field, s string) (string, error) {
	list, err := org.ParseContacts(field, []org.Contact{{Label: s, Value: s}})
	if err != nil {
		return "", err
	}
	if len([]rune(list[0].Label)) > org.MaxContactLabel {
		return "x", nil
	}
	return list[0].Label, nil
}

// What is exported and imported again, both files together, changes nobody and no group, whatever the texts, the language and the form.
func TestExportThenImportChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawTown(t)
		lang := rapid.SampledFrom([]string{"de", "en"}).Draw(t, "lang")
		o := sheet.Options{
			Separator: rapid.SampledFrom([]sheet.Separator{sheet.Semicolon, sheet.Comma, sheet.Tab}).Draw(t, "separator"),
			Encoding:  rapid.SampledFrom([]sheet.Encoding{sheet.UTF8BOM, sheet.UTF8, sheet.UTF16LE}).Draw(t, "encoding"),
		}
		data, err := staff.Write(w.people, staff.Fields, nil, lang, o)
		if err != nil {
			t.Fatal(err)
		}
		l, err := Read("staff.csv", data, seed)
		if err != nil {
			t.Fatal(err)
		}
		var rows []units.Row
		for id, g := range w.groups {
			rows = append(rows, units.Row{ID: string(id), Parent: string(g.Parent), Name: g.Name, Type: g.Type})
		}
		if len(rows) > 0 {
			data, err := units.Write(rows, false, o)
			if err != nil {
				t.Fatal(err)
			}
			u, err := Read("units.csv", data, seed)
			if err != nil {
				t.Fatal(err)
			}
			l.Units = u.Units
		}
		by := ledger.Actor{Member: "01J0000000000000000000MEM0", Role: org.Owner}
		if err := l.Draw(w.groups, w.world, by); err != nil || len(l.wrong) > 0 {
			t.Fatal(l.wrong, err)
		}
		for _, v := range l.rows {
			if v.Kind != members.RowUnchanged {
				t.Errorf("group %+v becomes %+v", w.groups[v.Group], v)
			}
		}
		for {
			done, err := l.Step(func(rows []members.Row) ([]members.Verdict, error) { return members.Verdicts(w.world, by, rows) }, 10)
			if err != nil {
				t.Fatal(err)
			}
			if done {
				break
			}
		}
		for i, line := range l.Lines {
			if line.Kind != members.RowUnchanged {
				t.Errorf("%+v: %s %v %+v", w.people[i], line.Kind, line.Faults, line.Change)
			}
		}
	})
}
