package expr_test

import (
	"slices"
	"strings"
	"testing"

	"stellwerk/infra/local/dynamo/attr"
)

func TestProjections(t *testing.T) {
	it := wireItem(`{
		"a":{"M":{"b":{"L":[{"N":"2"},{"N":"4"},{"M":{"x":{"S":"hi"},"y":{"S":"yo"}}}]},"c":{"N":"5"}}},
		"b":{"S":"hello"}, "x.y":{"N":"1"}, "zero":{"L":[]}
	}`)
	for text, want := range map[string]string{
		"b":                            `{"b":{"S":"hello"}}`,
		" b ,#0 ":                      `{"b":{"S":"hello"},"zero":{"L":[]}}`,
		"a.c,b":                        `{"a":{"M":{"c":{"N":"5"}}},"b":{"S":"hello"}}`,
		"a.b[0]":                       `{"a":{"M":{"b":{"L":[{"N":"2"}]}}}}`,
		"a.b[2].y":                     `{"a":{"M":{"b":{"L":[{"M":{"y":{"S":"yo"}}}]}}}}`,
		"a.b[2].y, a.b[0]":             `{"a":{"M":{"b":{"L":[{"N":"2"},{"M":{"y":{"S":"yo"}}}]}}}}`,
		"#a.#b[1]":                     `{"a":{"M":{"b":{"L":[{"N":"4"}]}}}}`,
		"#dot":                         `{"x.y":{"N":"1"}}`,
		"x.y":                          `{}`,
		"a.x, a.b[3], a.b.x, a[0], q":  `conflict`,
		"a.x, a.b[3], q, a.c.d, b[0]":  `{}`,
		"a.b[0].x, a.b[1][0], a.b[99]": `{}`,
	} {
		p, err := scope().Projection(text)
		if want == "conflict" {
			refused(t, text, err, "Invalid ProjectionExpression: Two document paths conflict with each other; "+
				"must remove or rewrite one of these paths; path one: [a, b, [3]], path two: [a, b, x]")
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := p.Apply(it); !attr.EqualItems(got, wireItem(want)) {
			t.Errorf("%s gives %s, want %s", text, attr.AppendItemJSON(nil, got), want)
		}
	}
	p, err := scope().Projection("a.b[0], #dot, b")
	if err != nil || !slices.Equal(p.Names(), []string{"a", "x.y", "b"}) {
		t.Errorf("reads %q, %v", p.Names(), err)
	}
}

func TestRefusedProjections(t *testing.T) {
	const rewrite = " with each other; must remove or rewrite one of these paths; path one: "
	for text, want := range map[string]string{
		"":                             "The expression can not be empty;",
		"a,":                           `Syntax error; token: "<EOF>", near: ","`,
		",a":                           `Syntax error; token: ",", near: ",a"`,
		"a,,b":                         `Syntax error; token: ",", near: ",,b"`,
		"a b":                          `Syntax error; token: "b", near: "a b"`,
		"!!":                           `Syntax error; token: "!", near: "!!"`,
		":n1":                          `Syntax error; token: ":n1", near: ":n1"`,
		"a[-1]":                        `Syntax error; token: "-", near: "[-1"`,
		"a,a":                          "Two document paths overlap" + rewrite + "[a], path two: [a]",
		"a.b[0],#a.b[0]":               "Two document paths overlap" + rewrite + "[a, b, [0]], path two: [a, b, [0]]",
		"a.b,a[1]":                     "Two document paths conflict" + rewrite + "[a, b], path two: [a, [1]]",
		"a, Year":                      "Attribute name is a reserved keyword; reserved keyword: Year",
		"a, set":                       "Attribute name is a reserved keyword; reserved keyword: set",
		"#gone":                        "An expression attribute name used in the document path is not defined; attribute name: #gone",
		"a" + strings.Repeat(".b", 32): "The document path has too many nesting levels; nesting levels: 33",
		"a[99999999999999]":            "List index is not within the allowable range; index: [99999999999999]",
	} {
		_, err := scope().Projection(text)
		refused(t, text, err, "Invalid ProjectionExpression: "+want)
	}
}
