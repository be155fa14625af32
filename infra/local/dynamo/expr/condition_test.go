package expr_test

import (
	"strings"
	"testing"

	"stellwerk/infra/local/dynamo/attr"
	"stellwerk/infra/local/dynamo/expr"
)

// request is what the tests bind expressions to: every value's name says what it is.
var requestNames = map[string]string{"#n": "name", "#a": "a", "#dot": "x.y", "#b": "b", "#0": "zero"}

var requestValues = wireItem(`{
	":n1":{"N":"1"}, ":n2":{"N":"2"}, ":n9":{"N":"9"}, ":s":{"S":"text"}, ":te":{"S":"te"}, ":x":{"S":"x"}, ":empty":{"S":""},
	":b":{"B":"AAEC"}, ":b1":{"B":"AQ=="}, ":t":{"BOOL":true}, ":null":{"NULL":true}, ":l":{"L":[{"N":"1"}]}, ":m":{"M":{"k":{"N":"1"}}},
	":ss":{"SS":["x","y"]}, ":ns":{"NS":["1","2"]}, ":bs":{"BS":["AQ=="]}, ":N":{"S":"N"}, ":S":{"S":"S"}, ":DOG":{"S":"DOG"}, ":_1":{"N":"1"}
}`)

func wireItem(wire string) attr.Item {
	it, err := attr.ParseItem([]byte(wire))
	if err != nil {
		panic(err)
	}
	return it
}

func scope() *expr.Scope { return expr.NewScope(requestNames, requestValues) }

func match(t testing.TB, text string, it attr.Item) bool {
	t.Helper()
	c, err := scope().Condition("FilterExpression", text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	ok, err := c.Match(it)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return ok
}

func TestConditions(t *testing.T) {
	it := wireItem(`{
		"a":{"N":"1"}, "b":{"N":"2"}, "s":{"S":"text"}, "e":{"S":""}, "bin":{"B":"AAEC"}, "yes":{"BOOL":true}, "nil":{"NULL":true},
		"li":{"L":[{"N":"1"},{"S":"x"},{"L":[{"N":"2"}]}]}, "doc":{"M":{"k":{"N":"1"},"nest":{"M":{"deep":{"S":"x"}}}}},
		"ss":{"SS":["y","x"]}, "ns":{"NS":["2","1"]}, "bs":{"BS":["AQ=="]}, "x.y":{"N":"9"}, "name":{"S":"x"}, "four":{"N":"4"}
	}`)
	holds := []string{
		"a = :n1", "#a=:n1", ":n1 = a", "a <> :n2", "a <> :s", "gone <> :n1", "gone <> lost", "a < b", "a <= b", "b > a", "b >= :n2",
		"s = :s", "bin = :b", "yes = :t", "nil = :null", "ss = :ss", "ns = :ns", "bs = :bs", "#dot = :n9", "a = :_1",
		"a BETWEEN :n1 AND :n2", "a between :n1 and b", "b BETWEEN a AND four", "a IN (:n2, :n1)", "a in (b, :s, :n1)", "ss IN (:ss)",
		"attribute_exists(a)", "attribute_exists (doc.k)", "attribute_not_exists(gone)", "attribute_not_exists(doc.gone)",
		"attribute_not_exists(li[3])", "attribute_exists(li[2][0])", "attribute_type(a, :N)", "attribute_type(:n1, :N)",
		"begins_with(s, :te)", "begins_with(s, :empty)", "begins_with(:s, s)", "contains(s, :x)", "contains(bin, :b1)",
		"contains(ss, :x)", "contains(ns, :n1)", "contains(bs, :b1)", "contains(li, :n1)", "contains(li, #n)",
		"size(s) = four", "size(e) < :n1", "size(bin) > :n2", "size(li) > size(doc)", "size(ss) = b", "size(:s) = four",
		"doc.k = :n1", "doc.nest.deep = :x", "li[0] = a", "li[1]=#n", "li[2][0] = b", "doc . k = :n1",
		"NOT a = b", "not not a < b", "NOT NOT NOT gone = a", "a = :n1 AND b = :n2", "a = :n2 OR b = :n2", "a = b OR b = a OR a = :n1",
		"a < b OR b < a AND b < a", "NOT a = b AND a = :n1", "(a = b OR a = :n1) AND b = :n2", "NOT (a = b OR b = a)",
		"(a) = (:n1)", "((a = :n1) AND (b = :n2))", "(doc).k = :n1", "(li)[0] = a", "(attribute_exists(a))", "contains((ss), (:x))",
		"b BETWEEN a AND four AND a < b", "a = :n1 aNd b = :n2 oR a = b", "\ta\n=\r:n1 ",
	}
	fails := []string{
		"a = :n2", "a = :s", "gone = :n1", "gone = lost", "a < :n1", "a < :s", "s < :n1", "gone < :n1", "gone < lost", "yes < a", "li < a",
		"a <> :n1", "a BETWEEN :n2 AND :n9", "gone BETWEEN :n1 AND :n2", "a BETWEEN b AND :n2", "a IN (:n2, :s)", "gone IN (lost, gone2)",
		"attribute_exists(gone)", "attribute_exists(doc[0])", "attribute_exists(li.k)", "attribute_exists(a.k)", "attribute_not_exists(a)",
		"attribute_exists(li[3])", "attribute_type(a, :S)", "attribute_type(gone, :S)", "begins_with(s, :x)", "begins_with(a, s)",
		"begins_with(gone, :s)", "contains(s, :n1)", "contains(a, :n1)", "contains(ss, :n1)", "contains(gone, :x)", "contains(s, gone)",
		"size(a) = :n1", "size(gone) = :n1", "size(yes) < :n9", "size(s) = :s", "NOT a = :n1", "a = :n1 AND a = b", "a = b OR b = a",
	}
	for _, text := range holds {
		if !match(t, text, it) {
			t.Errorf("%s does not hold", text)
		}
	}
	for _, text := range fails {
		if match(t, text, it) {
			t.Errorf("%s holds", text)
		}
	}
	if !match(t, "attribute_not_exists(a)", nil) || match(t, "a = :n1", nil) {
		t.Error("without an item every attribute is missing")
	}
}

func TestRefusedConditions(t *testing.T) {
	const (
		operand  = "Incorrect operand type for operator or function; operator or function: "
		distinct = "The first operand must be distinct from the remaining operands for this operator or function; operator: "
	)
	for text, want := range map[string]string{
		"":                                 "The expression can not be empty;",
		" \t":                              "The expression can not be empty;",
		"((a = :n1))":                      "The expression has redundant parentheses;",
		"((a)) = :n1":                      "The expression has redundant parentheses;",
		"((name = :n1))":                   "The expression has redundant parentheses;",
		"a = :n1 AND ((b = :n1))":          "The expression has redundant parentheses;",
		"dog(a)":                           "Invalid function name; function: dog",
		"SIZE(a) = :n1":                    "Invalid function name; function: SIZE",
		"a < f(f(b))":                      "Invalid function name; function: f",
		"list_append(a, b) = :l":           "The function is not allowed in a condition expression; function: list_append",
		"if_not_exists(a, b) = :n1":        "The function is not allowed in a condition expression; function: if_not_exists",
		"size(a)":                          "The function is not allowed to be used this way in an expression; function: size",
		"NOT size(a)":                      "The function is not allowed to be used this way in an expression; function: size",
		"attribute_exists(a) = :t":         "The function is not allowed to be used this way in an expression; function: attribute_exists",
		"contains(begins_with(a, :s), :x)": "The function is not allowed to be used this way in an expression; function: begins_with",
		"name = :n1":                       "Attribute name is a reserved keyword; reserved keyword: name",
		"a = :n1 AND Status = :n1":         "Attribute name is a reserved keyword; reserved keyword: Status",
		"a.Size = :n1":                     "Attribute name is a reserved keyword; reserved keyword: Size",
		"#gone = :n1":                      "An expression attribute name used in the document path is not defined; attribute name: #gone",
		"a = :gone":                        "An expression attribute value used in expression is not defined; attribute value: :gone",
		":gone = #gone":                    "An expression attribute value used in expression is not defined; attribute value: :gone",
		"#gone = :gone":                    "An expression attribute name used in the document path is not defined; attribute name: #gone",
		"attribute_exists(:gone)":          "An expression attribute value used in expression is not defined; attribute value: :gone",
		"attribute_exists(:s)":             "Operator or function requires a document path; operator or function: attribute_exists",
		"attribute_not_exists(size(a))":    "Operator or function requires a document path; operator or function: attribute_not_exists",
		"contains(a)":                      "Incorrect number of operands for operator or function; operator or function: contains, number of operands: 1",
		"size(a, b) = :n1":                 "Incorrect number of operands for operator or function; operator or function: size, number of operands: 2",
		"attribute_type(a, b)":             operand + "attribute_type, operand type: {NS,SS,L,BS,N,M,B,BOOL,NULL,S}",
		"attribute_type(a, :n1)":           operand + "attribute_type, operand type: N",
		"attribute_type(a, :DOG)":          "Invalid attribute type name found; type: DOG, valid types: {N,BS,L,B,NULL,M,S,SS,NS,BOOL}",
		"begins_with(a, :n1)":              operand + "begins_with, operand type: N",
		"begins_with(size(a), :s)":         operand + "begins_with, operand type: N",
		"size(:n1) = :n1":                  operand + "size, operand type: N",
		"size(size(a)) = :n1":              operand + "size, operand type: N",
		"a < :l":                           operand + "<, operand type: L",
		":t >= a":                          operand + ">=, operand type: BOOL",
		"a BETWEEN :l AND :l":              operand + "BETWEEN, operand type: L",
		"a = a":                            distinct + "=, first operand: [a]",
		"contains(a.b[1], a.#b[1])":        distinct + "contains, first operand: [a, b, [1]]",
		"a BETWEEN :n2 AND :n1": "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; " +
			"lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}",
		"a BETWEEN :n2 AND :s": "The BETWEEN operator requires same data type for lower and upper bounds; " +
			"lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {S:text}",
		"a[99999999999] = :n1":                          "List index is not within the allowable range; index: [99999999999]",
		"a" + strings.Repeat(".b", 32) + " = :n1":       "The document path has too many nesting levels; nesting levels: 33",
		"a < b" + strings.Repeat(" OR a < b", 150):      "The expression contains too many operators; operator count: 301",
		strings.Repeat("NOT ", 300) + "a < b":           "The expression contains too many operators; operator count: 301",
		strings.Repeat("(", 4096) + "a":                 "Expression size has exceeded the maximum allowed size; expression size: 4097",
		"a IN (:n1" + strings.Repeat(",:n1", 100) + ")": "Too many operands for the operator or function; operator or function: IN, number of operands: 101",
	} {
		_, err := scope().Condition("ConditionExpression", text)
		refused(t, text, err, "Invalid ConditionExpression: "+want)
	}
	if _, err := scope().Condition("ConditionExpression", "NOT a < b"+strings.Repeat(" OR a < b", 149)); err != nil {
		t.Errorf("300 operators are refused: %v", err)
	}
	if _, err := scope().Condition("ConditionExpression", "a"+strings.Repeat(" ", 4088)+" = :n1"); err != nil {
		t.Errorf("an expression of 4096 bytes is refused: %v", err)
	}
}

func refused(t testing.TB, what string, err error, want string) {
	t.Helper()
	if len(what) > 100 {
		what = what[:100] + "…"
	}
	switch fault, ok := err.(*expr.Error); {
	case !ok:
		t.Errorf("%q: got %v, want an *expr.Error %q", what, err, want)
	case fault.Message != want:
		t.Errorf("%q:\n got %q\nwant %q", what, fault.Message, want)
	}
}

func TestSyntaxErrors(t *testing.T) {
	for text, want := range map[string]string{
		"a":                     `token: "<EOF>", near: "a"`,
		":n1":                   `token: "<EOF>", near: ":n1"`,
		"(a)":                   `token: "<EOF>", near: ")"`,
		"!!":                    `token: "!", near: "!!"`,
		"a b = :n1":             `token: "b", near: "a b ="`,
		"a != :n1":              `token: "!", near: "a !="`,
		"a = :n1 b = :n2":       `token: "b", near: ":n1 b ="`,
		"a = :n1 AND":           `token: "<EOF>", near: "AND"`,
		"AND a = :n1":           `token: "AND", near: "AND a"`,
		"a AND b = :n1":         `token: "AND", near: "a AND b"`,
		"a = OR":                `token: "OR", near: "= OR"`,
		"a.in = :n1":            `token: "in", near: ".in ="`,
		"a = b = c":             `token: "=", near: "b = c"`,
		"(a = :n1":              `token: "<EOF>", near: ":n1"`,
		"a = :n1)":              `token: ")", near: ":n1)"`,
		"(a = :n1) = :n2":       `token: "=", near: ") = :n2"`,
		"a IN ()":               `token: ")", near: "()"`,
		"a IN :n1":              `token: ":n1", near: "IN :n1"`,
		"a BETWEEN :n1 OR :n2":  `token: "OR", near: ":n1 OR :n2"`,
		"attribute_exists()":    `token: ")", near: "()"`,
		"a = :":                 `token: ":", near: "= :"`,
		"# = :n1":               `token: "#", near: "# ="`,
		"_a = :n1":              `token: "_", near: "_a"`,
		"1a = :n1":              `token: "1", near: "1a"`,
		"a[:n1] = :n1":          `token: ":n1", near: "[:n1]"`,
		"a[-1] = :n1":           `token: "-", near: "[-1"`,
		"a[] = :n1":             `token: "]", near: "[] ="`,
		"a. = :n1":              `token: "=", near: ". = :n1"`,
		"a = :n1AND b = :n2":    `token: "b", near: ":n1AND b ="`,
		"a-b = :n1":             `token: "-", near: "a-b"`,
		"a = 5":                 `token: "5", near: "= 5"`,
		"a = 'x'":               `token: "'", near: "= 'x"`,
		"größe = :n1":           `token: "ö", near: "größ"`,
		strings.Repeat("(", 99): `token: "<EOF>", near: "("`,
	} {
		_, err := scope().Condition("FilterExpression", text)
		refused(t, text, err, "Invalid FilterExpression: Syntax error; "+want)
	}
}

func TestConditionKnowsWhatItReads(t *testing.T) {
	c, err := scope().Condition("FilterExpression", "#n = :s AND (size(doc.k) > :n1 OR NOT attribute_exists(li[0].x))")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"name": true, "doc": true, "li": true, "k": false, "x": false, "#n": false} {
		if c.Uses(name) != want {
			t.Errorf("uses %s: %v, want %v", name, !want, want)
		}
	}
}
