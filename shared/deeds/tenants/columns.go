package tenants

import (
	"slices"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/staff"
)

// ColumnArgs is a heading of the organisation's lists and the field that it means, "" for one that means none any more.
type ColumnArgs struct {
	Heading string `json:"heading"`
	Field   string `json:"field"`
}

// RememberColumn says what a heading means that no list of headings knows, in every list from now on, for everybody who imports. Each is by itself:
// what others have said of other headings stays. Faults: columns.heading, columns.field, columns.tooMany, edit.none.
var RememberColumn = ledger.Spec[ColumnArgs]{
	Name: "tenants.rememberColumn",
	Run: func(w ledger.World, by ledger.Actor, a ColumnArgs) (ledger.Outcome, error) {
		return change(w, by, func(t *org.Tenant) error {
			heading, err := org.ParseHeading("heading", a.Heading)
			if err != nil {
				return err
			}
			if a.Field != "" && !slices.Contains(staff.Fields, staff.Field(a.Field)) {
				return fault.On("field", "columns.field")
			}
			after, err := org.ParseColumns("heading", string(t.Columns.With(heading, a.Field)))
			switch {
			case err != nil:
				return err
			case after == t.Columns:
				return fault.New(fault.Conflict, "edit.none")
			}
			t.Columns = after
			return nil
		})
	},
}.Deed()
