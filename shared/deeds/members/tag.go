package members

import (
	"slices"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// TagArgs says which tags to add to and take from whom.
type TagArgs struct {
	Members []org.MemberID `json:"members"`
	Add     []string       `json:"add,omitempty"`
	Remove  []string       `json:"remove,omitempty"`
	From    string         `json:"from,omitempty"`   // the first day of what is added, 2006-01-02, where the organisation is; who does not have it gets it then
	Until   string         `json:"until,omitempty"`  // the last day of what is added: at its end it is taken
	Always  bool           `json:"always,omitempty"` // what is added has no last day any more
	Rename  bool           `json:"rename,omitempty"` // the one tag that is added takes the place of the one that is removed, for as long as that was set
}

// Tag adds tags to members and takes tags from them, with their terms. Adding what is there and taking what is not changes nothing.
// Faults: tags.none, tags.unchanged, tags.tooMany, date.malformed, until.beforeFrom, tags.past, tags.termless, tags.rename, member.ownerEdit, member.notFound.
var Tag = ledger.Spec[TagArgs]{
	Name: "members.tag",
	Hint: func(a TagArgs) ledger.Reads {
		r := List{a.Members}.hint()
		r.Tenant = a.Rename || a.From+a.Until != "" // says which day it is
		return r
	},
	Cut: func(a TagArgs) []TagArgs {
		var out []TagArgs
		for _, ids := range Chunks(a.Members, changePerEntry) {
			some := a
			some.Members = ids
			out = append(out, some)
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
		if a.Rename && (len(add) != 1 || len(remove) != 1) {
			return ledger.Outcome{}, fault.On("add", "tags.rename")
		}
		term, today, err := a.dated(ledger.Begin(w))
		if err != nil {
			return ledger.Outcome{}, err
		}
		return eachOr(w, by, List{a.Members}, "tags.unchanged", func(_ *ledger.Draft, _ org.MemberID, m *org.Member) (bool, error) {
			if a.Rename {
				return false, renamed(m, remove[0], add[0])
			}
			m.SetTags(without(m.Tags, remove))
			for _, tag := range remove {
				m.TagTerms = m.TagTerms.With(tag, org.TagTerm{}) // nor is it to come
			}
			return false, a.give(m, add, term, today)
		})
	},
}.Deed()

// without is what is left of tags once some are taken.
func without(tags, taken []string) []string {
	return slices.DeleteFunc(slices.Clone(tags), func(t string) bool { return org.HasTag(taken, t) })
}
