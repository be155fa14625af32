package deeds_test

import (
	"strings"
	"testing"

	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

func (h *house) columns() string {
	r, _ := h.Record(ledger.Ref{Kind: ledger.KindTenant, ID: string(tenant)})
	return string(r.Value.(org.Tenant).Columns)
}

func TestWhatColumnsOfListsMean(t *testing.T) {
	means := func(heading, field string) func(*house) any {
		return func(*house) any { return tenants.ColumnArgs{Heading: heading, Field: field} }
	}
	const deed = "tenants.rememberColumn"
	for _, c := range []struct {
		story
		want string
	}{
		{story{"an admin says it", admin, deed, means("Mailkontakt", "email"), ""}, "Mailkontakt=email"},
		{story{"a heading may hold what separates", owner, deed, means("a=b", "title"), ""}, "a=b=title"},
		{story{"not a member", user, deed, means("Mailkontakt", "email"), "actor.forbidden"}, ""},
		{story{"nor a guest", guest, deed, means("Mailkontakt", "email"), "actor.forbidden"}, ""},
		{story{"no role comes from a list", admin, deed, means("Rolle", "role"), "columns.field"}, ""},
		{story{"nor rows' numbers", admin, deed, means("Zeile", "row"), "columns.field"}, ""},
		{story{"no heading", admin, deed, means("", "email"), "columns.heading"}, ""},
		{story{"two lines", admin, deed, means("Mail\nKontakt", "email"), "columns.heading"}, ""},
		{story{"too long", admin, deed, means(strings.Repeat("ä", 101), "email"), "columns.heading"}, ""},
		{story{"space around it", admin, deed, means(" Mail", "email"), "columns.heading"}, ""},
		{story{"what is not known can't be forgotten", admin, deed, means("Mailkontakt", ""), "edit.none"}, ""},
	} {
		t.Run(c.story.story, func(t *testing.T) {
			h := found(t)
			_, err := h.do(c.by(h), c.deed, c.args(h))
			if c.code != "" && !fault.Is(err, c.code) || c.code == "" && err != nil || h.columns() != c.want {
				t.Errorf("%v, want %q; now %q, want %q", err, c.code, h.columns(), c.want)
			}
			h.invariants()
		})
	}
}

func TestEachColumnIsByItselfAndIsTakenBack(t *testing.T) {
	h := found(t)
	say := func(heading, field string) ledger.Entry {
		return h.must(h.admin, "tenants.rememberColumn", tenants.ColumnArgs{Heading: heading, Field: field})
	}
	say("Mailkontakt", "email")
	e := say("Büro", "location")
	say("Anrede", "title")
	if got := h.columns(); got != "Anrede=title\nBüro=location\nMailkontakt=email" {
		t.Errorf("remembered is %q", got)
	}
	say("Büro", "phone")
	say("Anrede", "")
	if got := h.columns(); got != "Büro=phone\nMailkontakt=email" {
		t.Errorf("remembered is %q", got)
	}
	if _, err := h.do(h.admin, "ledger.undo", map[string]any{"entries": []uint64{e.Seq}}); err == nil {
		t.Error("it was taken back over what came after")
	}
	last := say("Kürzel", "staffNumber")
	h.must(h.admin, "ledger.undo", map[string]any{"entries": []uint64{last.Seq}})
	if got := h.columns(); got != "Büro=phone\nMailkontakt=email" {
		t.Errorf("remembered is %q", got)
	}
}

func TestOnlySoManyColumns(t *testing.T) {
	var c org.Columns
	for i := range org.MaxColumns + 1 {
		c = c.With(strings.Repeat("x", i%90+1)+string(rune('a'+i/90)), "title")
		_, err := org.ParseColumns("columns", string(c))
		if (err == nil) != (i < org.MaxColumns) {
			t.Fatalf("%d columns: %v", i+1, err)
		}
	}
}
