package visible

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

func TestEveryFieldSaysWhoSeesIt(t *testing.T) {
	for kind, entity := range map[ledger.Kind]any{ledger.KindTenant: org.Tenant{}, ledger.KindGroup: org.Group{}, ledger.KindMember: org.Member{}} {
		have := map[string]bool{}
		for i := range reflect.TypeOf(entity).NumField() {
			name, _, _ := strings.Cut(reflect.TypeOf(entity).Field(i).Tag.Get("json"), ",")
			have[name] = true
			if _, ok := fields[kind][name]; !ok {
				t.Errorf("%s.%s is in no audience: name it in the table of fields in visible.go", kind, name)
			}
		}
		for name := range fields[kind] {
			if !have[name] {
				t.Errorf("the table of fields names %s.%s, which does not exist", kind, name)
			}
		}
	}
	for _, kind := range ledger.Kinds {
		if fields[kind] == nil {
			t.Errorf("kind %s has no table of fields", kind)
		}
	}
}

func TestField(t *testing.T) {
	const ben, vera = "01J00000000000000000000BEN", "01J0000000000000000000VERA"
	member := ledger.Ref{Kind: ledger.KindMember, ID: ben}
	for _, c := range []struct {
		story  string
		viewer Viewer
		ref    ledger.Ref
		field  string
		sees   bool
	}{
		{"an admin sees notes", Viewer{Member: vera, Role: org.Admin}, member, "notes", true},
		{"a colleague sees the title", Viewer{Member: vera, Role: org.User}, member, "title", true},
		{"a colleague does not see tags", Viewer{Member: vera, Role: org.User}, member, "tags", false},
		{"a colleague does not see notes", Viewer{Member: vera, Role: org.User}, member, "notes", false},
		{"a guest does not see others", Viewer{Member: vera, Role: org.Guest}, member, "surname", false},
		{"a guest sees their own name", Viewer{Member: ben, Role: org.Guest}, member, "surname", true},
		{"nobody but managers sees notes on themselves", Viewer{Member: ben, Role: org.User}, member, "notes", false},
		{"one sees one's own first day", Viewer{Member: ben, Role: org.User}, member, "startDate", true},
		{"a guest sees the organisation's name", Viewer{Member: ben, Role: org.Guest}, ledger.Ref{Kind: ledger.KindTenant, ID: "x"}, "name", true},
		{"a guest sees how long devices work without contact", Viewer{Member: ben, Role: org.Guest}, ledger.Ref{Kind: ledger.KindTenant, ID: "x"}, "offlineHours", true},
		{"a colleague sees who is in which group", Viewer{Member: vera, Role: org.User}, member, "groups", true},
		{"a guest does not", Viewer{Member: vera, Role: org.Guest}, member, "groups", false},
		{"a guest sees which groups they are in", Viewer{Member: ben, Role: org.Guest}, member, "groups", true},
		{"a guest sees what groups are called", Viewer{Member: ben, Role: org.Guest}, ledger.Ref{Kind: ledger.KindGroup, ID: "x"}, "name", true},
		{"a guest does not see what they are for", Viewer{Member: ben, Role: org.Guest}, ledger.Ref{Kind: ledger.KindGroup, ID: "x"}, "description", false},
		{"where people are shut off, a colleague sees no name", Viewer{Member: vera, Role: org.User, Shut: true}, member, "surname", false},
		{"their own they see", Viewer{Member: ben, Role: org.User, Shut: true}, member, "surname", true},
		{"an admin sees all the same", Viewer{Member: vera, Role: org.Admin, Shut: true, Hidden: "phone"}, member, "phone", true},
		{"what is hidden a colleague does not see", Viewer{Member: vera, Role: org.User, Hidden: "phone mobile"}, member, "mobile", false},
		{"of what is not, they do", Viewer{Member: vera, Role: org.User, Hidden: "phone mobile"}, member, "email", true},
		{"of their own nothing is hidden", Viewer{Member: ben, Role: org.User, Hidden: "phone"}, member, "phone", true},
		{"an unknown role sees nothing", Viewer{Member: ben, Role: "boss"}, ledger.Ref{Kind: ledger.KindTenant, ID: "x"}, "name", false},
		{"an unknown field is hidden from all", Viewer{Member: vera, Role: org.Owner}, member, "shoeSize", false},
		{"an unknown kind is hidden from all", Viewer{Member: vera, Role: org.Owner}, ledger.Ref{Kind: "secret", ID: ben}, "hash", false},
	} {
		t.Run(c.story, func(t *testing.T) {
			if got := c.viewer.Field(c.ref, c.field); got != c.sees {
				t.Errorf("sees %s: %v, want %v", c.field, got, c.sees)
			}
		})
	}
}

func TestKnows(t *testing.T) {
	const ben, vera = "01J00000000000000000000BEN", "01J0000000000000000000VERA"
	for _, c := range []struct {
		story  string
		viewer Viewer
		ref    ledger.Ref
		knows  bool
	}{
		{"a colleague knows a colleague", Viewer{Member: vera, Role: org.User}, ledger.Ref{Kind: ledger.KindMember, ID: ben}, true},
		{"a guest knows nobody", Viewer{Member: vera, Role: org.Guest}, ledger.Ref{Kind: ledger.KindMember, ID: ben}, false},
		{"but themselves", Viewer{Member: vera, Role: org.Guest}, ledger.Ref{Kind: ledger.KindMember, ID: vera}, true},
		{"and where they are", Viewer{Member: vera, Role: org.Guest}, ledger.Ref{Kind: ledger.KindTenant, ID: "x"}, true},
		{"an unknown kind is known to nobody", Viewer{Member: vera, Role: org.Owner}, ledger.Ref{Kind: "secret", ID: ben}, false},
	} {
		if got := c.viewer.Knows(c.ref); got != c.knows {
			t.Errorf("%s: %v", c.story, got)
		}
	}
}

// TestHideableFieldsAreThoseThatColleaguesSee: what is hidden has to be there to be seen.
func TestHideableFieldsAreThoseThatColleaguesSee(t *testing.T) {
	always := []string{"givenName", "surname", "role", "confirmed", "deactivated", "agent"}
	for name, who := range fields[ledger.KindMember] {
		if seen := who >= directory && !slices.Contains(always, name); seen != slices.Contains(org.Hideable, name) {
			t.Errorf("%s: colleagues see it: %v", name, seen)
		}
	}
}

func TestRightsDifferWithWhatIsSeen(t *testing.T) {
	seen := map[string]bool{}
	for _, v := range []Viewer{
		{Role: org.User}, {Role: org.User, Shut: true}, {Role: org.User, Hidden: "phone"}, {Role: org.User, Hidden: "phone mobile"}, {Role: org.Guest}, {Role: org.Admin},
	} {
		if seen[v.Rights()] {
			t.Errorf("%+v reads on with what another one has seen", v)
		}
		seen[v.Rights()] = true
	}
	if (Viewer{Role: org.Admin, Hidden: "phone"}).Rights() != (Viewer{Role: org.Admin}).Rights() {
		t.Error("who sees all begins anew for what is kept from others")
	}
}
