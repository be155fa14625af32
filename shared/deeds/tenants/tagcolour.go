package tenants

import (
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// TagColourArgs is a tag and its colour: 1 to 8, 0 for none.
type TagColourArgs struct {
	Tag    string `json:"tag"`
	Colour int    `json:"colour"`
}

// ColourTag gives a tag a colour, whatever its letters' case and whoever has it. Each is by itself: what others have said of other tags stays.
// Faults: tag.colour, tagColours.tooMany, edit.none, and those of a tag.
var ColourTag = ledger.Spec[TagColourArgs]{
	Name: "tenants.colourTag",
	Run: func(w ledger.World, by ledger.Actor, a TagColourArgs) (ledger.Outcome, error) {
		return change(w, by, func(t *org.Tenant) error {
			tags, err := org.ParseTags("tag", []string{a.Tag})
			if err != nil {
				return err
			}
			colour, err := org.ParseTagColour("colour", a.Colour)
			if err != nil {
				return err
			}
			after, err := org.ParseTagColours("tag", string(t.TagColours.With(tags[0], colour)))
			switch {
			case err != nil:
				return err
			case after == t.TagColours:
				return fault.New(fault.Conflict, "edit.none")
			}
			t.TagColours = after
			return nil
		})
	},
}.Deed()
