package expr_test

import (
	"fmt"
	"testing"

	"stellwerk/infra/local/dynamo/attr"
	"stellwerk/infra/local/dynamo/expr"
)

var rangeOps = map[expr.RangeOp]string{
	expr.EQ: "=", expr.LT: "<", expr.LE: "<=", expr.GT: ">", expr.GE: ">=", expr.BEGINS: "begins", expr.BETWEEN: "between",
}

func describeKey(k expr.KeyCondition) string {
	text := k.Hash.Describe()
	if k.Range != nil {
		text += " " + rangeOps[k.Range.Op] + " " + k.Range.A.Describe()
		if !k.Range.B.IsZero() {
			text += " " + k.Range.B.Describe()
		}
	}
	return text
}

func TestKeyConditions(t *testing.T) {
	for text, want := range map[string]string{
		"pk = :s":                              "{S:text}",
		" pk=:s ":                              "{S:text}",
		"(pk = :s)":                            "{S:text}",
		"pk = :s AND sk = :n1":                 "{S:text} = {N:1}",
		"sk < :n1 and pk = :s":                 "{S:text} < {N:1}",
		":s = pk AND :n1 < sk":                 "{S:text} > {N:1}",
		":n1 >= sk AND pk = :s":                "{S:text} <= {N:1}",
		"pk = :s AND :n1 <= sk":                "{S:text} >= {N:1}",
		"pk = :s AND sk > :n1":                 "{S:text} > {N:1}",
		"pk = :s AND sk BETWEEN :n1 AND :n2":   "{S:text} between {N:1} {N:2}",
		"pk = :s AND begins_with(sk, :te)":     "{S:text} begins {S:te}",
		"((sk=:n1) AND (pk=:s))":               "{S:text} = {N:1}",
		"#p = :s AND begins_with ( #s , :te )": "{S:text} begins {S:te}",
	} {
		s := expr.NewScope(map[string]string{"#p": "pk", "#s": "sk"}, requestValues)
		k, err := s.Key(text, "pk", "sk")
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if got := describeKey(k); got != want {
			t.Errorf("%s reads %s, want %s", text, got, want)
		}
	}
	if k, err := scope().Key("pk = :s", "pk", ""); err != nil || k.Range != nil {
		t.Errorf("a table without range key: %v, %v", k, err)
	}
}

func TestRefusedKeyConditions(t *testing.T) {
	const in = "Invalid condition in KeyConditionExpression: "
	for text, want := range map[string]string{
		"":                         "Invalid KeyConditionExpression: The expression can not be empty;",
		"pk":                       `Invalid KeyConditionExpression: Syntax error; token: "<EOF>", near: "pk"`,
		"pk = :s AND sk != :n1":    `Invalid KeyConditionExpression: Syntax error; token: "!", near: "sk !="`,
		"pk = :gone":               "Invalid KeyConditionExpression: An expression attribute value used in expression is not defined; attribute value: :gone",
		"pk = :s AND ((sk = :n1))": "Invalid KeyConditionExpression: The expression has redundant parentheses;",
		"pk = :s AND dog(sk, :s)":  "Invalid KeyConditionExpression: Invalid function name; function: dog",
		"pk = :s AND begins_with(sk, :n1)": "Invalid KeyConditionExpression: Incorrect operand type for operator or function; " +
			"operator or function: begins_with, operand type: N",
		"pk = :s OR sk = :n1":                  "Invalid operator used in KeyConditionExpression: OR",
		"NOT sk = :n1 AND pk = :s":             "Invalid operator used in KeyConditionExpression: NOT",
		"pk = :s AND sk IN (:n1)":              "Invalid operator used in KeyConditionExpression: IN",
		"pk = :s AND sk <> :n1":                "Invalid operator used in KeyConditionExpression: <>",
		"pk = :s AND attribute_exists(sk)":     "Invalid operator used in KeyConditionExpression: attribute_exists",
		"pk = :s AND contains(sk, :s)":         "Invalid operator used in KeyConditionExpression: contains",
		"pk = :s AND size(sk) = :n1":           "KeyConditionExpressions cannot contain nested operations",
		"pk = :s AND pk = :s":                  "KeyConditionExpressions must only contain one condition per key",
		"pk = :s AND sk > :n1 AND sk < :n2":    "KeyConditionExpressions must only contain one condition per key",
		"pk = :s AND sk.a < :n1":               "KeyConditionExpressions cannot have conditions on nested attributes",
		"pk = sk":                              in + "Multiple attribute names used in one condition",
		":s = :n1":                             in + "No key attribute specified",
		"pk = :s AND :n1 BETWEEN sk AND :n2":   in + "BETWEEN operator must have the key attribute as its first operand",
		"pk = :s AND begins_with(:s, sk)":      in + "begins_with operator must have the key attribute as its first operand",
		"pk = :s AND sk < :n1 AND third < :n1": "Conditions can be of length 1 or 2 only",
		"pk < :s":                              "Query key condition not supported",
		"sk = :n1":                             "Query condition missed key schema element: pk",
		"third = :n1":                          "Query condition missed key schema element: pk",
		"pk = :s AND third < :n1":              "Query condition missed key schema element: sk",
	} {
		_, err := scope().Key(text, "pk", "sk")
		refused(t, text, err, want)
	}
	_, err := scope().Key("pk = :s AND sk = :n1", "pk", "")
	refused(t, "a range key that is not there", err, "Query key condition not supported")
}

func TestRangeConditionsMatchAsTheExpressionDoes(t *testing.T) {
	texts := []string{"sk = :te", "sk < :te", "sk <= :te", "sk > :te", "sk >= :te", "begins_with(sk, :te)", "sk BETWEEN :te AND :s"}
	for _, text := range texts {
		k, err := scope().Key("pk = :s AND "+text, "pk", "sk")
		if err != nil {
			t.Fatal(err)
		}
		for _, sk := range []string{"", "t", "te", "tea", "text", "texts", "z"} {
			want := match(t, text, attr.Item{"sk": attr.String(sk)})
			if got := k.Range.Match(attr.String(sk)); got != want {
				t.Errorf("%s for %q: %v as a range, %v as a condition", text, sk, got, want)
			}
		}
	}
}

func TestLegacyKeyConditions(t *testing.T) {
	pk := expr.LegacyCondition{ComparisonOperator: "EQ", AttributeValueList: []attr.Value{attr.String("p")}}
	legacy := func(operator string, names ...string) expr.LegacyCondition {
		c := expr.LegacyCondition{ComparisonOperator: operator}
		for _, n := range names {
			c.AttributeValueList = append(c.AttributeValueList, requestValues[n])
		}
		return c
	}
	for i, c := range []struct {
		sk   expr.LegacyCondition
		want string
	}{
		{legacy("EQ", ":n1"), "{S:p} = {N:1}"},
		{legacy("LT", ":n1"), "{S:p} < {N:1}"},
		{legacy("LE", ":n1"), "{S:p} <= {N:1}"},
		{legacy("GT", ":n1"), "{S:p} > {N:1}"},
		{legacy("GE", ":n1"), "{S:p} >= {N:1}"},
		{legacy("BEGINS_WITH", ":te"), "{S:p} begins {S:te}"},
		{legacy("BETWEEN", ":n1", ":n2"), "{S:p} between {N:1} {N:2}"},
	} {
		k, err := expr.LegacyKey(map[string]expr.LegacyCondition{"pk": pk, "sk": c.sk}, "pk", "sk")
		if err != nil || describeKey(k) != c.want {
			t.Errorf("%d: %s reads %s (%v), want %s", i, c.sk.ComparisonOperator, describeKey(k), err, c.want)
		}
	}
	const wrong = "One or more parameter values were invalid: "
	for _, c := range []struct {
		sk   expr.LegacyCondition
		want string
	}{
		{legacy("EQ"), wrong + "Invalid number of argument(s) for the EQ ComparisonOperator"},
		{legacy("BETWEEN", ":n1"), wrong + "Invalid number of argument(s) for the BETWEEN ComparisonOperator"},
		{legacy("IN"), wrong + "Invalid number of argument(s) for the IN ComparisonOperator"},
		{legacy("BETWEEN", ":n1", ":s"), wrong + "AttributeValues inside AttributeValueList must be of same type"},
		{legacy("BEGINS_WITH", ":n1"), wrong + "ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type"},
		{legacy("EQ", ":l"), wrong + "ComparisonOperator EQ is not valid for L AttributeValue type"},
		{legacy("BETWEEN", ":n2", ":n1"), "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound"},
		{legacy("NE", ":n1"), "Attempted conditional constraint is not an indexable operation"},
		{legacy("NOT_NULL"), "Attempted conditional constraint is not an indexable operation"},
	} {
		_, err := expr.LegacyKey(map[string]expr.LegacyCondition{"pk": pk, "sk": c.sk}, "pk", "sk")
		refused(t, fmt.Sprint(c.sk.ComparisonOperator, len(c.sk.AttributeValueList)), err, c.want)
	}
	_, err := expr.LegacyKey(nil, "pk", "sk")
	refused(t, "no conditions", err, "Conditions can be of length 1 or 2 only")
}
