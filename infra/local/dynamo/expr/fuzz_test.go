package expr

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"stellwerk/infra/local/dynamo/attr"
)

// FuzzExpressions reads any text as every kind of expression and applies what is accepted to an item.
func FuzzExpressions(f *testing.F) {
	for _, seed := range []string{
		"a = :n AND (b < :n OR NOT contains(ss, :s))", "size(li) BETWEEN :n AND :n", "a IN (:n, b, doc.k)", "((a = :n))",
		"attribute_type(doc.k, :s)", "SET a = if_not_exists(doc.x, :n) + b, li[1] = :s REMOVE doc.k, li[0] ADD b :n DELETE ss :ss",
		"SET fresh = list_append(li, :l)", "a.b[0].c, #a.#b, d", "pk = :s AND begins_with(sk, :s)", "NOT NOT a <> b", "a[99999999999]",
		"(((((((((((", "_", "#", ":", "a.", "a[", "SET", "\x00", "ö = :n", "a=:n\r\nOR\tb>=:n",
	} {
		f.Add(seed)
	}
	const wire = `{"a":{"N":"1"},"b":{"N":"2"},"ss":{"SS":["x","y"]},"li":{"L":[{"N":"0"},{"M":{"c":{"S":"x"}}}]},"doc":{"M":{"k":{"N":"1"}}}}`
	it, err := attr.ParseItem([]byte(wire))
	if err != nil {
		f.Fatal(err)
	}
	names := map[string]string{"#a": "a", "#b": "b"}
	values := map[string]attr.Value{":n": attr.Int(1), ":s": attr.String("S"), ":l": attr.List(attr.Int(1)), ":ss": it["ss"]}
	stored := attr.AppendItem(nil, it)
	f.Fuzz(func(t *testing.T, text string) {
		s := NewScope(names, values)
		expectText := func(err error) {
			if err != nil && (err.Error() == "" || utf8.ValidString(text) && !utf8.ValidString(err.Error())) {
				t.Fatalf("%q is refused with the message %q", text, err)
			}
		}
		c, err := s.Condition(kindFilter, text)
		if expectText(err); err == nil {
			once, _ := c.Match(it)
			not, err := s.Condition(kindFilter, "NOT ("+text+")")
			if err != nil {
				if n := len(text) + len("NOT ()"); n <= maxText && !strings.Contains(err.Error(), "redundant") && !strings.Contains(err.Error(), "operators") {
					t.Fatalf("%q is accepted, but not in NOT (…): %v", text, err)
				}
			} else if twice, _ := not.Match(it); once == twice {
				t.Fatalf("%q and its contrary are both %v", text, once)
			}
		}
		p, err := s.Projection(text)
		if expectText(err); err == nil {
			if picked := p.Apply(it); attr.Size(picked) > attr.Size(it) || !json.Valid(attr.AppendItemJSON(nil, picked)) {
				t.Fatalf("%q picks %s", text, attr.AppendItemJSON(nil, picked))
			}
		}
		u, err := s.Update(text)
		if expectText(err); err == nil {
			changed, err := u.Apply(it)
			if expectText(err); err == nil {
				u.Pick(changed)
			}
			_, err = u.ApplyNew(attr.Item{})
			expectText(err)
		}
		_, err = s.Key(text, "pk", "sk")
		expectText(err)
		if again := attr.AppendItem(nil, it); string(again) != string(stored) {
			t.Fatalf("%q changed the item it was applied to", text)
		}
	})
}
