package deeds_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"stellwerk/shared/deeds"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

func row(h *house, n int, given, surname, email string, more ...func(*members.Row)) members.Row {
	r := members.Row{Row: n, NewMember: members.NewMember{Member: h.id(), GivenName: given, Surname: surname, Email: email}}
	for _, m := range more {
		m(&r)
	}
	return r
}

func TestVerdicts(t *testing.T) {
	h := found(t)
	rows := []members.Row{
		row(h, 2, "Neu", "Person", "neu@acme.example"),
		row(h, 3, "Uwe", "User", "UWE@acme.example"),
		row(h, 4, "Uwe", "Unger", "uwe2@acme.example"),
		row(h, 5, "Gabi", "Guest", "gabi@acme.example", func(r *members.Row) { r.Title = "Prüferin" }),
		row(h, 6, "Kaputt", "", "kaputt@acme"),
		row(h, 7, "Doppelt", "Person", "NEU@acme.example"),
		row(h, 8, "Ada", "Admin", "ada@acme.example", func(r *members.Row) { r.Kind = "guest" }),
		row(h, 9, "Olive", "Owner", "olive@acme.example", func(r *members.Row) { r.Phone = "030 999" }),
		row(h, 10, "Rolle", "Person", "rolle@acme.example", func(r *members.Row) { r.Role = "admin" }),
	}
	got, err := members.Verdicts(h, h.admin, rows)
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		kind members.VerdictKind
		code string
	}{
		{members.RowNew, ""}, {members.RowUnchanged, ""}, {members.RowNew, ""}, {members.RowChanges, ""},
		{members.RowRefused, "text.missing"}, {members.RowRefused, "import.duplicate"}, {members.RowRefused, "member.self"},
		{members.RowRefused, "member.ownerEdit"}, {members.RowRefused, "import.role"},
	}
	for i, w := range want {
		v := got[i]
		if v.Row != rows[i].Row || v.Kind != w.kind || w.code != "" && (len(v.Faults) == 0 || v.Faults[0].Code != w.code || v.Faults[0].Row != rows[i].Row) {
			t.Errorf("row %d: got %+v, want %+v", rows[i].Row, v, w)
		}
	}
	if c := got[3].Change; c == nil || string(c.After["title"]) != `"Prüferin"` || len(c.After) != 1 {
		t.Errorf("row 5 changes %+v", c)
	}
	if len(got[4].Faults) != 2 {
		t.Errorf("row 6 has two faults, got %v", got[4].Faults)
	}
	if f := got[5].Faults[0]; f.Values["first"] != "2" {
		t.Errorf("row 7 repeats row 2, got %v", f.Values)
	}
	if before := h.Head().Seq; before != 4 {
		t.Errorf("a preview wrote something: head %d", before)
	}
	if _, err := members.Verdicts(h, h.user, rows); !fault.Is(err, "actor.forbidden") {
		t.Errorf("a user previews: %v", err)
	}
}

func TestImportingTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := found(t)
		h.live(t, 8)
		var rows []members.Row
		for i := range rapid.IntRange(1, 12).Draw(t, "rows") {
			rows = append(rows, row(h, i+2, rapid.SampledFrom([]string{"Ben", "Kim", ""}).Draw(t, "given"), "Berger",
				fmt.Sprintf("p%d@acme.example", rapid.IntRange(0, 8).Draw(t, "who"))))
		}
		args := members.ImportArgs{Rows: rows, SkipRefused: true}
		if _, err := h.do(h.owner, "members.import", args); err != nil {
			t.Fatalf("first: %v", err)
		}
		h.invariants()
		before := h.state()
		for i := range rows {
			rows[i].Member = h.id()
		}
		deed, _ := deeds.ByName("members.import")
		data, _ := json.Marshal(args)
		out, err := deed.Run(h, h.owner, data)
		if err != nil || len(out.Changes) != 0 {
			t.Fatalf("second: %d changes, %v", len(out.Changes), err)
		}
		if len(before) == 0 {
			t.Fatalf("no state")
		}
	})
}

// A row does exactly what the deeds by hand would.
func TestARowDoesWhatTheHandDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := found(t)
		h.live(t, 10)
		by := h.actor(rapid.SampledFrom(h.people).Draw(t, "by"))
		email := rapid.SampledFrom([]string{"olive@acme.example", "ada@acme.example", "uwe@acme.example", "gabi@acme.example", "new@acme.example"}).Draw(t, "email")
		kind := rapid.SampledFrom([]string{"", "user", "guest"}).Draw(t, "kind")
		r := row(h, 2, "Hand", "Arbeit", email, func(r *members.Row) { r.Kind = kind })
		byRow, errRow := members.Import.Run(h, by, must(json.Marshal(members.ImportArgs{Rows: []members.Row{r}})))
		e, _ := org.ParseEmail("email", email)
		holder, _ := h.Unique(ledger.UniquesOf(org.Member{Email: e})[0])
		var byHand ledger.Outcome
		var errHand error
		if m, known := h.member(org.MemberID(holder)); known {
			fields := map[string]any{
				"givenName": map[string]string{"from": m.GivenName, "to": "Hand"},
				"surname":   map[string]string{"from": m.Surname, "to": "Arbeit"},
			}
			if kind != "" {
				fields["kind"] = map[string]string{"from": string(m.Kind()), "to": kind}
			}
			byHand, errHand = members.Edit.Run(h, by, must(json.Marshal(map[string]any{"member": holder, "fields": fields})))
			if fault.Is(errHand, "edit.none") {
				errHand = nil
			}
		} else {
			byHand, errHand = members.Create.Run(h, by, must(json.Marshal(r.NewMember)))
		}
		if (errRow == nil) != (errHand == nil) || errRow != nil && fault.First(errRow).Code != fault.First(errHand).Code {
			t.Fatalf("row %v, hand %v", errRow, errHand)
		}
		if a, b := must(json.Marshal(byRow.Changes)), must(json.Marshal(byHand.Changes)); errRow == nil && string(a) != string(b) {
			t.Fatalf("row %s\nhand %s", a, b)
		}
	})
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestCutKeepsEveryRowOnce(t *testing.T) {
	h := found(t)
	var rows []members.Row
	for i := range 1000 {
		rows = append(rows, row(h, i+2, "Ben", "Berger", fmt.Sprintf("p%d@acme.example", i)))
	}
	parts, err := members.Import.Cut(must(json.Marshal(members.ImportArgs{Rows: rows, SkipRefused: true})))
	if err != nil {
		t.Fatal(err)
	}
	next := 2
	for _, p := range parts {
		var a members.ImportArgs
		if err := json.Unmarshal(p, &a); err != nil {
			t.Fatal(err)
		}
		if len(a.Rows) > ledger.MaxWrites/2 || !a.SkipRefused {
			t.Errorf("a part of %d rows, skip %v", len(a.Rows), a.SkipRefused)
		}
		for _, r := range a.Rows {
			if r.Row != next {
				t.Fatalf("row %d, want %d", r.Row, next)
			}
			next++
		}
	}
	if next != 1002 {
		t.Errorf("rows up to %d", next)
	}
}
