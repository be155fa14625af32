package expr_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"stellwerk/infra/local/dynamo/attr"
	"stellwerk/infra/local/dynamo/expr"
)

// Removing and setting members of a list in one update goes by the old list's indexes: as if all were set first, from
// the lowest index on, and then removed, from the highest on.
func TestListUpdatesGoByOldIndexes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old := make([]attr.Value, rapid.IntRange(0, 6).Draw(t, "length"))
		for i := range old {
			old[i] = attr.Int(i)
		}
		picked := rapid.SliceOfNDistinct(rapid.IntRange(0, 9), 1, 6, rapid.ID[int]).Draw(t, "indexes")
		cut := rapid.IntRange(0, len(picked)).Draw(t, "removals")
		var sets, removes []string
		for _, i := range picked[cut:] {
			sets = append(sets, fmt.Sprintf("li[%d] = :v%d", i, i))
		}
		for _, i := range picked[:cut] {
			removes = append(removes, fmt.Sprintf("li[%d]", i))
		}
		text := ""
		if sets != nil {
			text = "SET " + strings.Join(sets, ", ")
		}
		if removes != nil {
			text += " REMOVE " + strings.Join(removes, ", ")
		}
		values := map[string]attr.Value{}
		for i := range 10 {
			values[fmt.Sprintf(":v%d", i)] = attr.Int(100 + i)
		}
		u, err := expr.NewScope(nil, values).Update(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		it, err := u.Apply(attr.Item{"li": attr.List(old...)})
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}

		want := slices.Clone(old)
		set := slices.Sorted(slices.Values(picked[cut:]))
		for _, i := range set {
			if i < len(old) {
				want[i] = attr.Int(100 + i)
			} else {
				want = append(want, attr.Int(100+i))
			}
		}
		gone := slices.Sorted(slices.Values(picked[:cut]))
		slices.Reverse(gone)
		for _, i := range gone {
			if i < len(old) {
				want = slices.Delete(want, i, i+1)
			}
		}
		if !attr.Equal(it["li"], attr.List(want...)) {
			t.Fatalf("%s of %d made %s, want %s", text, len(old), it["li"].Describe(), attr.List(want...).Describe())
		}
	})
}

// Operators that mean the same agree, whatever kinds the operands have and whether they are there.
func TestEquivalentConditionsAgree(t *testing.T) {
	operands := []string{"a", "b", "s", "li", "doc.k", "gone", ":n1", ":n2", ":s"}
	it := wireItem(before)
	rapid.Check(t, func(t *rapid.T) {
		picked := rapid.SliceOfNDistinct(rapid.SampledFrom(operands), 3, 3, rapid.ID[string]).Draw(t, "operands")
		x, y, z := picked[0], picked[1], picked[2]
		holds := func(text string) (bool, bool) {
			c, err := scope().Condition("FilterExpression", text)
			if err != nil {
				return false, false
			}
			ok, _ := c.Match(it)
			return ok, true
		}
		for _, same := range [][2]string{
			{x + " BETWEEN " + y + " AND " + z, x + " >= " + y + " AND " + x + " <= " + z},
			{x + " IN (" + y + ", " + z + ")", x + " = " + y + " OR " + x + " = " + z},
			{x + " < " + y, y + " > " + x},
			{x + " <= " + y, y + " >= " + x},
			{x + " <> " + y, "NOT " + x + " = " + y},
			{"NOT (" + x + " = " + y + " AND " + x + " = " + z + ")", "NOT " + x + " = " + y + " OR NOT " + x + " = " + z},
		} {
			first, fits := holds(same[0])
			second, too := holds(same[1])
			if fits && too && first != second {
				t.Fatalf("%s: %v, but %s: %v", same[0], first, same[1], second)
			}
		}
	})
}
