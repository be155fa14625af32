package expr_test

import (
	"slices"
	"strings"
	"testing"

	"stellwerk/infra/local/dynamo/attr"
	"stellwerk/infra/local/dynamo/expr"
)

const before = `{
	"pk":{"S":"p"}, "a":{"N":"1"}, "b":{"N":"2.5"}, "s":{"S":"text"}, "ss":{"SS":["x","y"]}, "ns":{"NS":["1"]},
	"li":{"L":[{"N":"0"},{"N":"1"},{"N":"2"},{"N":"3"}]}, "doc":{"M":{"k":{"N":"1"},"l":{"L":[{"M":{"x":{"N":"1"}}}]}}}
}`

func TestUpdates(t *testing.T) {
	for text, want := range map[string]string{ // what is other than before; null: gone
		"SET fresh = :n1":                             `{"fresh":{"N":"1"}}`,
		"set #n=:s":                                   `{"name":{"S":"text"}}`,
		"SET a = b, b = a":                            `{"a":{"N":"2.5"},"b":{"N":"1"}}`,
		"SET a = a":                                   `{}`,
		"SET fresh = s REMOVE s":                      `{"fresh":{"S":"text"},"s":null}`,
		"REMOVE s SET fresh = s":                      `{"fresh":{"S":"text"},"s":null}`,
		"SET a = a + :n1":                             `{"a":{"N":"2"}}`,
		"SET a = :n9-a":                               `{"a":{"N":"8"}}`,
		"SET a = (a + b)":                             `{"a":{"N":"3.5"}}`,
		"SET a = (a) + (:n9)":                         `{"a":{"N":"10"}}`,
		"SET a = if_not_exists(a, :n9)":               `{}`,
		"SET fresh = if_not_exists(fresh, :n9)":       `{"fresh":{"N":"9"}}`,
		"SET fresh = if_not_exists(fresh, :n1) + :n9": `{"fresh":{"N":"10"}}`,
		"SET fresh = if_not_exists(n1, if_not_exists(n2, a))":   `{"fresh":{"N":"1"}}`,
		"SET a = :n1 + if_not_exists(doc.k, :n9)":               `{"a":{"N":"2"}}`,
		"SET fresh = list_append(:l, doc.l)":                    `{"fresh":{"L":[{"N":"1"},{"M":{"x":{"N":"1"}}}]}}`,
		"SET fresh = list_append(if_not_exists(fresh, :l), :l)": `{"fresh":{"L":[{"N":"1"},{"N":"1"}]}}`,
		"SET li = list_append(li, :l)":                          `{"li":{"L":[{"N":"0"},{"N":"1"},{"N":"2"},{"N":"3"},{"N":"1"}]}}`,
		"SET doc.k = :n9, doc.#n = :s":                          `{"doc":{"M":{"k":{"N":"9"},"name":{"S":"text"},"l":{"L":[{"M":{"x":{"N":"1"}}}]}}}}`,
		"SET doc.l[0].x = :n9":                                  `{"doc":{"M":{"k":{"N":"1"},"l":{"L":[{"M":{"x":{"N":"9"}}}]}}}}`,
		"SET doc.l[0].y = doc.l[0].x":                           `{"doc":{"M":{"k":{"N":"1"},"l":{"L":[{"M":{"x":{"N":"1"},"y":{"N":"1"}}}]}}}}`,
		"SET li[1] = :s":                                        `{"li":{"L":[{"N":"0"},{"S":"text"},{"N":"2"},{"N":"3"}]}}`,
		"SET li[99] = :s, li[50] = :x":                          `{"li":{"L":[{"N":"0"},{"N":"1"},{"N":"2"},{"N":"3"},{"S":"x"},{"S":"text"}]}}`,
		"REMOVE li[0], li[2]":                                   `{"li":{"L":[{"N":"1"},{"N":"3"}]}}`,
		"REMOVE li[1] SET li[3] = :s, li[9] = :x":               `{"li":{"L":[{"N":"0"},{"N":"2"},{"S":"text"},{"S":"x"}]}}`,
		"REMOVE li[17], gone, doc.gone":                         `{}`,
		"REMOVE doc.l[0].x, doc.k":                              `{"doc":{"M":{"l":{"L":[{"M":{}}]}}}}`,
		"REMOVE a,b":                                            `{"a":null,"b":null}`,
		"ADD a :n9, fresh :n1":                                  `{"a":{"N":"10"},"fresh":{"N":"1"}}`,
		"ADD doc.k :n9":                                         `{"doc":{"M":{"k":{"N":"10"},"l":{"L":[{"M":{"x":{"N":"1"}}}]}}}}`,
		"ADD ns :ns, fresh :ss":                                 `{"ns":{"NS":["1","2"]},"fresh":{"SS":["x","y"]}}`,
		"DELETE ns :ns, gone :ss":                               `{"ns":null}`,
		"DELETE ss :sx":                                         `{"ss":{"SS":["y"]}}`,
		"DELETE ss :sz":                                         `{}`,
		"SET fresh = :n1 REMOVE s ADD a :n1 DELETE ss :sx":      `{"fresh":{"N":"1"},"s":null,"a":{"N":"2"},"ss":{"SS":["y"]}}`,
		"aDd a :n1 sEt fresh = :t":                              `{"a":{"N":"2"},"fresh":{"BOOL":true}}`,
	} {
		old := wireItem(before)
		u, err := updateScope().Update(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		it, err := u.Apply(old)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		expected := wireItem(before)
		for name, v := range wireItem(strings.ReplaceAll(want, "null", `{"NULL":true}`)) {
			expected[name] = v
			if v.Kind() == attr.Null {
				delete(expected, name)
			}
		}
		if !attr.EqualItems(it, expected) {
			t.Errorf("%s made\n     %s\nwant %s", text, attr.AppendItemJSON(nil, it), attr.AppendItemJSON(nil, expected))
		}
		if !attr.EqualItems(old, wireItem(before)) {
			t.Errorf("%s changed the old item to %s", text, attr.AppendItemJSON(nil, old))
		}
	}
}

func updateScope() *expr.Scope {
	values := wireItem(`{":sx":{"SS":["x"]}, ":sz":{"SS":["z"]}, ":big":{"N":"9e125"},
		":deep":` + strings.Repeat(`{"L":[`, 31) + `{"N":"1"}` + strings.Repeat(`]}`, 31) + `}`)
	for name, v := range requestValues {
		values[name] = v
	}
	return expr.NewScope(requestNames, values)
}

func TestRefusedUpdates(t *testing.T) {
	const (
		operand = "Incorrect operand type for operator or function; operator"
		misused = "The function is not allowed to be used this way in an expression; function: "
		rewrite = " with each other; must remove or rewrite one of these paths; path one: "
	)
	for text, want := range map[string]string{
		"":                                  "The expression can not be empty;",
		"INVALID SYNTAX HERE":               `Syntax error; token: "INVALID", near: "INVALID SYNTAX"`,
		"SET":                               `Syntax error; token: "<EOF>", near: "SET"`,
		"SET a":                             `Syntax error; token: "<EOF>", near: "a"`,
		"SET a =":                           `Syntax error; token: "<EOF>", near: "="`,
		"SET a = :n1,":                      `Syntax error; token: "<EOF>", near: ","`,
		"SET a = :n1 + :n1 + :n1":           `Syntax error; token: "+", near: ":n1 + :n1"`,
		"SET a = (:n1 + :n1) + :n1":         `Syntax error; token: "+", near: ") + :n1"`,
		"SET a = if_not_exists(a, :n1+:n1)": `Syntax error; token: "+", near: ":n1+:n1"`,
		"SET a = :n1 * :n1":                 `Syntax error; token: "*", near: ":n1 * :n1"`,
		"SET :a = :n1":                      `Syntax error; token: ":a", near: "SET :a ="`,
		"SET _123 = :n1":                    `Syntax error; token: "_", near: "SET _123"`,
		"SET hi-there = :n1":                `Syntax error; token: "-", near: "hi-there"`,
		"SET set = :n1":                     `Syntax error; token: "set", near: "SET set ="`,
		"ADD a b":                           `Syntax error; token: "b", near: "a b"`,
		"ADD a = :n1":                       `Syntax error; token: "=", near: "a = :n1"`,
		"REMOVE a = :n1":                    `Syntax error; token: "=", near: "a = :n1"`,
		"SET name = :n1":                    "Attribute name is a reserved keyword; reserved keyword: name",
		"REMOVE a.Total":                    "Attribute name is a reserved keyword; reserved keyword: Total",
		"SET a = f(b,c,d)":                  "Invalid function name; function: f",
		"SET a = LIST_APPEND(:l, :l)":       "Invalid function name; function: LIST_APPEND",
		"SET a = size(b)":                   "The function is not allowed in an update expression; function: size",
		"SET a = list_append(list_append(:l, :l), :l)": misused + "list_append",
		"SET a = :n1 SET b = :n1":                      `The "SET" section can only be used once in an update expression;`,
		"SET a = :n1 REMOVE b SET c = :n1":             `The "SET" section can only be used once in an update expression;`,
		"REMOVE a REMOVE b":                            `The "REMOVE" section can only be used once in an update expression;`,
		"SET #gone = :gone":                            "An expression attribute name used in the document path is not defined; attribute name: #gone",
		"SET a = :gone, #gone = :n1":                   "An expression attribute name used in the document path is not defined; attribute name: #gone",
		"SET a = :gone":                                "An expression attribute value used in expression is not defined; attribute value: :gone",
		"SET a = :n1, a.b = :n1":                       "Two document paths overlap" + rewrite + "[a], path two: [a, b]",
		"SET #a = :n1 REMOVE a":                        "Two document paths overlap" + rewrite + "[a], path two: [a]",
		"SET a[1][1] = :n1, a[1] = :n1":                "Two document paths overlap" + rewrite + "[a, [1], [1]], path two: [a, [1]]",
		"SET a.b = :n1, a[1] = :n1":                    "Two document paths conflict" + rewrite + "[a, b], path two: [a, [1]]",
		"SET a.b = :n1, a[1] = :n1, a = :n1":           "Two document paths overlap" + rewrite + "[a, b], path two: [a]",
		"ADD a :s":                                     operand + ": ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND",
		"ADD a :l":                                     operand + ": ADD, operand type: LIST, typeSet: ALLOWED_FOR_ADD_OPERAND",
		"DELETE a :n1":                                 operand + ": DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND",
		"SET a = :s + :n1":                             operand + " or function: +, operand type: S",
		"SET a = list_append(a, :l) + :n1":             operand + " or function: +, operand type: L",
		"SET a = list_append(:l, :s)":                  operand + " or function: list_append, operand type: S",
		"SET a = list_append(:l)":                      "Incorrect number of operands for operator or function; operator or function: list_append, number of operands: 1",
		"SET a = if_not_exists(:n1, :n2)":              "Operator or function requires a document path; operator or function: if_not_exists",
		"SET a[2147483648] = :n1":                      "List index is not within the allowable range; index: [2147483648]",
	} {
		_, err := scope().Update(text)
		refused(t, text, err, "Invalid UpdateExpression: "+want)
	}
}

func TestUpdatesThatTheItemRefuses(t *testing.T) {
	const (
		missing = "The provided expression refers to an attribute that does not exist in the item"
		kind    = "An operand in the update expression has an incorrect data type"
		path    = "The document path provided in the update expression is invalid for update"
		large   = "Number overflow. Attempting to store a number with magnitude larger than supported range"
	)
	for text, want := range map[string]string{
		"SET a = gone": missing, "SET fresh = :n1, b = fresh": missing, "SET a = gone + :n1": missing, "SET a = list_append(gone, :l)": missing,
		"SET a = if_not_exists(gone, lost)": missing, "SET a = li[4]": missing, "SET a = li.k": missing,
		"SET a = s + :n1": kind, "SET a = :n1 - li": kind, "SET a = list_append(:l, s)": kind, "ADD s :n1": kind, "ADD a :ns": kind,
		"ADD li :ns": kind, "ADD ss :ns": kind, "DELETE a :ns": kind, "DELETE ss :ns": kind,
		"SET a.k = :n1": path, "SET gone.k = :n1": path, "SET li.k = :n1": path, "SET doc[0] = :n1": path, "SET gone[0] = :n1": path,
		"SET li[9].k = :n1": path, "SET doc.gone.k = :n1": path, "REMOVE a.k": path, "REMOVE gone.k": path, "REMOVE li[0].k": path,
		"REMOVE gone[0]": path, "ADD gone.k :n1": path, "DELETE gone.k :ss": path,
		"SET a = :big + :big": large, "ADD big :n1": large,
		"SET doc.k = :deep": attr.ErrDepth.Message,
	} {
		u, err := updateScope().Update(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		old := wireItem(before)
		old["big"] = wireItem(`{"big":{"N":"9e125"}}`)["big"]
		_, err = u.Apply(old)
		refused(t, text, err, want)
	}
}

func TestUpdatesOfWhatIsNotThere(t *testing.T) {
	key := wireItem(`{"pk":{"S":"p"}}`)
	for text, want := range map[string]string{
		"SET a = :n1":                  `{"pk":{"S":"p"},"a":{"N":"1"}}`,
		"SET a = pk":                   `{"pk":{"S":"p"},"a":{"S":"p"}}`,
		"ADD a :n9 SET b = :s":         `{"pk":{"S":"p"},"a":{"N":"9"},"b":{"S":"text"}}`,
		"REMOVE x.y, z[0], w":          `{"pk":{"S":"p"}}`,
		"REMOVE x.y[1].z DELETE q :ss": `{"pk":{"S":"p"}}`,
	} {
		u, err := scope().Update(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		it, err := u.ApplyNew(key)
		if err != nil || !attr.EqualItems(it, wireItem(want)) {
			t.Errorf("%s made %s (%v), want %s", text, attr.AppendItemJSON(nil, it), err, want)
		}
	}
	for _, text := range []string{"SET x.y = :n1", "REMOVE x.y SET x.z = :n1", "ADD x[0] :n1"} {
		u, err := scope().Update(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		_, err = u.ApplyNew(key)
		refused(t, text, err, "The document path provided in the update expression is invalid for update")
	}
}

func TestUpdateKnowsWhatItTouches(t *testing.T) {
	u, err := scope().Update("SET doc.k = a, #n = :n1 REMOVE li[1], li[2], gone")
	if err != nil {
		t.Fatal(err)
	}
	if got := u.Paths(); !slices.Equal(got, []string{"doc", "name", "li", "li", "gone"}) {
		t.Errorf("touches %q", got)
	}
	picked := u.Pick(wireItem(before))
	if want := wireItem(`{"doc":{"M":{"k":{"N":"1"}}},"li":{"L":[{"N":"1"},{"N":"2"}]}}`); !attr.EqualItems(picked, want) {
		t.Errorf("of the old item it touches %s, want %s", attr.AppendItemJSON(nil, picked), attr.AppendItemJSON(nil, want))
	}
}
