package visible

import (
	"reflect"
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
		{"an admin sees notes", Viewer{vera, org.Admin}, member, "notes", true},
		{"a colleague sees the title", Viewer{vera, org.User}, member, "title", true},
		{"a colleague does not see tags", Viewer{vera, org.User}, member, "tags", false},
		{"a colleague does not see notes", Viewer{vera, org.User}, member, "notes", false},
		{"a guest does not see others", Viewer{vera, org.Guest}, member, "surname", false},
		{"a guest sees their own name", Viewer{ben, org.Guest}, member, "surname", true},
		{"nobody but managers sees notes on themselves", Viewer{ben, org.User}, member, "notes", false},
		{"one sees one's own first day", Viewer{ben, org.User}, member, "startDate", true},
		{"a guest sees the organisation's name", Viewer{ben, org.Guest}, ledger.Ref{Kind: ledger.KindTenant, ID: "x"}, "name", true},
		{"a guest sees how long devices work without contact", Viewer{ben, org.Guest}, ledger.Ref{Kind: ledger.KindTenant, ID: "x"}, "offlineHours", true},
		{"a colleague sees who is in which group", Viewer{vera, org.User}, member, "groups", true},
		{"a guest does not", Viewer{vera, org.Guest}, member, "groups", false},
		{"a guest sees which groups they are in", Viewer{ben, org.Guest}, member, "groups", true},
		{"a guest sees what groups are called", Viewer{ben, org.Guest}, ledger.Ref{Kind: ledger.KindGroup, ID: "x"}, "name", true},
		{"a guest does not see what they are for", Viewer{ben, org.Guest}, ledger.Ref{Kind: ledger.KindGroup, ID: "x"}, "description", false},
		{"an unknown role sees nothing", Viewer{ben, "boss"}, ledger.Ref{Kind: ledger.KindTenant, ID: "x"}, "name", false},
		{"an unknown field is hidden from all", Viewer{vera, org.Owner}, member, "shoeSize", false},
		{"an unknown kind is hidden from all", Viewer{vera, org.Owner}, ledger.Ref{Kind: "secret", ID: ben}, "hash", false},
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
		{"a colleague knows a colleague", Viewer{vera, org.User}, ledger.Ref{Kind: ledger.KindMember, ID: ben}, true},
		{"a guest knows nobody", Viewer{vera, org.Guest}, ledger.Ref{Kind: ledger.KindMember, ID: ben}, false},
		{"but themselves", Viewer{vera, org.Guest}, ledger.Ref{Kind: ledger.KindMember, ID: vera}, true},
		{"and where they are", Viewer{vera, org.Guest}, ledger.Ref{Kind: ledger.KindTenant, ID: "x"}, true},
		{"an unknown kind is known to nobody", Viewer{vera, org.Owner}, ledger.Ref{Kind: "secret", ID: ben}, false},
	} {
		if got := c.viewer.Knows(c.ref); got != c.knows {
			t.Errorf("%s: %v", c.story, got)
		}
	}
}
