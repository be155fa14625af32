package members

import (
	"slices"
	"strings"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// TagArgs says which tags to add to and take from whom.
type TagArgs struct {
	Members []org.MemberID `json:"members"`
	Add     []string       `json:"add,omitempty"`
	Remove  []string       `json:"remove,omitempty"`
}

// Tag adds tags to members and takes tags from them. Adding what is there and taking what is not changes nothing.
// Faults: tags.none, tags.unchanged, tags.tooMany, member.ownerEdit, member.notFound.
var Tag = ledger.Spec[TagArgs]{
	Name: "members.tag",
	Hint: func(a TagArgs) ledger.Reads { return List{a.Members}.hint() },
	Cut: func(a TagArgs) []TagArgs {
		var out []TagArgs
		for _, ids := range Chunks(a.Members, changePerEntry) {
			out = append(out, TagArgs{ids, a.Add, a.Remove})
		}
		return out
	},
	Run: func(w ledger.World, by ledger.Actor, a TagArgs) (ledger.Outcome, error) {
		if err := by.Need(org.ManageMembers); err != nil {
			return ledger.Outcome{}, err
		}
		add, err := org.ParseTags("add", a.Add)
		if err != nil {
			return ledger.Outcome{}, err
		}
		remove, err := org.ParseTags("remove", a.Remove)
		if err != nil {
			return ledger.Outcome{}, err
		}
		if len(add)+len(remove) == 0 {
			return ledger.Outcome{}, fault.On("add", "tags.none")
		}
		return eachOr(w, by, List{a.Members}, "tags.unchanged", func(_ *ledger.Draft, _ org.MemberID, m *org.Member) (bool, error) {
			kept := slices.DeleteFunc(m.Tags, func(t string) bool {
				return slices.ContainsFunc(remove, func(r string) bool { return strings.EqualFold(r, t) })
			})
			tags, err := org.ParseTags("add", append(kept, add...))
			if err == nil {
				m.Tags = tags
			}
			return false, err
		})
	},
}.Deed()
