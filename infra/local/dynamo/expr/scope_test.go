package expr_test

import (
	"strings"
	"testing"

	"stellwerk/infra/local/dynamo/attr"
	"stellwerk/infra/local/dynamo/expr"
)

func TestNamesAndValuesAreChecked(t *testing.T) {
	one := map[string]attr.Value{":a": attr.String("x")}
	for _, c := range []struct {
		names  map[string]string
		values map[string]attr.Value
		want   string
	}{
		{nil, nil, ""},
		{map[string]string{"#a": "b", "#_1": "c"}, one, ""},
		{map[string]string{}, one, "ExpressionAttributeNames must not be empty"},
		{map[string]string{"a": "b"}, nil, `ExpressionAttributeNames contains invalid key: Syntax error; key: "a"`},
		{map[string]string{"#": "b"}, nil, `ExpressionAttributeNames contains invalid key: Syntax error; key: "#"`},
		{map[string]string{"#a-b": "b"}, nil, `ExpressionAttributeNames contains invalid key: Syntax error; key: "#a-b"`},
		{nil, map[string]attr.Value{}, "ExpressionAttributeValues must not be empty"},
		{nil, map[string]attr.Value{"#a": {}}, `ExpressionAttributeValues contains invalid key: Syntax error; key: "#a"`},
		{nil, map[string]attr.Value{":a!": {}}, `ExpressionAttributeValues contains invalid key: Syntax error; key: ":a!"`},
		{map[string]string{"#" + strings.Repeat("a", 254): "b"}, nil, ""},
		{map[string]string{"#" + strings.Repeat("a", 255): "b"}, nil, "ExpressionAttributeNames contains invalid key: " +
			`The key is longer than 255 bytes; key: "#` + strings.Repeat("a", 255) + `"`},
		{map[string]string{"#a": ""}, nil, "ExpressionAttributeNames contains invalid value: Attribute name must not be empty; key: #a"},
	} {
		err := expr.NewScope(c.names, c.values).Valid()
		if c.want == "" && err != nil {
			t.Errorf("%v, %v: %v", c.names, c.values, err)
		} else if c.want != "" {
			refused(t, c.want, err, c.want)
		}
	}
}

func TestWhatIsNotUsedIsRefused(t *testing.T) {
	names := map[string]string{"#a": "a", "#b": "b", "#c": "c"}
	values := map[string]attr.Value{":x": attr.String("x"), ":y": attr.String("y")}
	s := expr.NewScope(names, values)
	use := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	refused(t, "nothing used", s.Unused(), "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a, #b, #c}")
	_, err := s.Projection("#a, d.#b")
	use(err)
	refused(t, "two names used", s.Unused(), "Value provided in ExpressionAttributeNames unused in expressions: keys: {#c}")
	_, err = s.Condition("ConditionExpression", "d = :x OR #c = :x")
	use(err)
	refused(t, "a value is left", s.Unused(), "Value provided in ExpressionAttributeValues unused in expressions: keys: {:y}")
	_, err = s.Update("SET a = :y")
	use(err)
	if err := s.Unused(); err != nil {
		t.Errorf("all is used, but: %v", err)
	}
	if err := expr.NewScope(nil, nil).Unused(); err != nil {
		t.Errorf("nothing is given, but: %v", err)
	}
}

func TestValuesOfARequest(t *testing.T) {
	values, err := expr.ParseValues([]byte(`{":a":{"S":"x"},":b":{"N":"1"}}`))
	if err != nil || len(values) != 2 || values[":b"].Text() != "1" {
		t.Errorf("read %v, %v", values, err)
	}
	for raw, want := range map[string]string{
		`{":a":{"S":"x"},":b":{}}`: "ExpressionAttributeValues contains invalid value: " +
			"Supplied AttributeValue is empty, must contain exactly one of the supported datatypes for key :b",
		`{":a":{"N":"x"}}`: "ExpressionAttributeValues contains invalid value: " +
			"The parameter cannot be converted to a numeric value: x for key :a",
		`{":a":{"N":"x"},":b":5}`: "Unexpected value type in payload",
	} {
		values, err := expr.ParseValues([]byte(raw))
		fault, ok := err.(*attr.Error)
		if !ok || fault.Message != want {
			t.Errorf("%s: got %v, want %q", raw, err, want)
		}
		if values == nil {
			t.Errorf("%s: the names are lost", raw)
		}
	}
}

func TestTreesAreKeptByTextOnly(t *testing.T) {
	it := wireItem(`{"a":{"N":"1"},"b":{"N":"2"}}`)
	for name, want := range map[string]bool{"a": true, "b": false} {
		s := expr.NewScope(map[string]string{"#x": name}, map[string]attr.Value{":v": attr.Int(1)})
		c, err := s.Condition("FilterExpression", "#x = :v")
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := c.Match(it); got != want {
			t.Errorf("the same text with #x = %s holds: %v, want %v", name, got, want)
		}
		if err := s.Unused(); err != nil {
			t.Errorf("a kept tree does not count what it uses: %v", err)
		}
	}
	for range 2 { // refusals as well are the same each time
		_, err := scope().Condition("FilterExpression", "a = ")
		refused(t, "a = ", err, `Invalid FilterExpression: Syntax error; token: "<EOF>", near: "="`)
	}
}
