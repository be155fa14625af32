package attr_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"stellwerk/infra/local/dynamo/attr"
)

func TestWireFormIsReadAndWritten(t *testing.T) {
	for in, want := range map[string]string{
		`{"S":"a"}`:                                 `{"S":"a"}`,
		` { "S" : "a\u00e4\n\"\\" } `:               `{"S":"aä\u000a\"\\"}`,
		`{"N":"1.50"}`:                              `{"N":"1.5"}`,
		`{"B":"AAEC"}`:                              `{"B":"AAEC"}`,
		`{"BOOL":false}`:                            `{"BOOL":false}`,
		`{"BOOL":"true"}`:                           `{"BOOL":true}`,
		`{"NULL":true}`:                             `{"NULL":true}`,
		`{"SS":["b","a"]}`:                          `{"SS":["b","a"]}`,
		`{"NS":["1e1","2"]}`:                        `{"NS":["10","2"]}`,
		`{"BS":["AA==",""]}`:                        `{"BS":["AA==",""]}`,
		`{"L":[{"S":""},{"L":[]},{"M":{}}]}`:        `{"L":[{"S":""},{"L":[]},{"M":{}}]}`,
		`{"M":{"k":{"M":{"n":{"N":"1"}}}}}`:         `{"M":{"k":{"M":{"n":{"N":"1"}}}}}`,
		`{"S":null,"N":"1"}`:                        `{"N":"1"}`,
		`{"X":{"deep":[1,"}",{"a":null}]},"N":"1"}`: `{"N":"1"}`,
	} {
		v := parse(t, in)
		out, err := json.Marshal(v)
		var back attr.Value
		if err != nil || string(attr.AppendJSON(nil, v)) != want {
			t.Errorf("%s is written as %s (%v), want %s", in, attr.AppendJSON(nil, v), err, want)
		} else if err := json.Unmarshal(out, &back); err != nil || !attr.Equal(v, back) {
			t.Errorf("%s through encoding/json: %s, %v", in, out, err)
		}
	}
	if got := string(attr.AppendJSON(nil, attr.Value{})); got != "null" {
		t.Errorf("no value is written as %s, want null", got)
	}
}

func TestRefusedValues(t *testing.T) {
	const (
		none   = "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
		many   = "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes"
		wrong  = "One or more parameter values were invalid: "
		number = "The parameter cannot be converted to a numeric value: x"
	)
	for in, want := range map[string]string{
		`{}`: none, `null`: none, `{"S":null}`: none, `{"X":"a"}`: none, `{"s":"a"}`: none, `{"L":[null]}`: none, `{"M":{"a":{}}}`: none,
		`{"S":"a","N":"1"}`:        many,
		`{"S":"a","S":"b"}`:        many,
		`{"N":"x"}`:                number,
		`{"L":[{"N":"x"}]}`:        number,
		`{"NS":["1","x"]}`:         number,
		`{"N":""}`:                 "The parameter cannot be converted to a numeric value",
		`{"NULL":false}`:           wrong + "Null attribute value types must have the value of true",
		`{"SS":[]}`:                wrong + "An string set  may not be empty",
		`{"NS":[]}`:                wrong + "An number set  may not be empty",
		`{"BS":[]}`:                wrong + "Binary sets should not be empty",
		`{"SS":["a","b","a"]}`:     wrong + "Input collection [a, b, a] contains duplicates.",
		`{"NS":["1","1.0"]}`:       "Input collection contains duplicates",
		`{"BS":["AA==","AA=="]}`:   wrong + "Input collection [AA==, AA==]of type BS contains duplicates.",
		nested(32, `{"S":"leaf"}`): attr.ErrDepth.Message,
	} {
		_, err := attr.Parse([]byte(in))
		refused(t, in, err, want)
		if fault := new(attr.Error); errors.As(err, &fault) && fault.Malformed {
			t.Errorf("%s is said to be malformed, but its shape is right", in)
		}
	}
	if v := parse(t, nested(31, `{"S":"leaf"}`)); v.Depth() != attr.MaxDepth {
		t.Errorf("a leaf in 31 maps has depth %d, want %d", v.Depth(), attr.MaxDepth)
	}
}

// nested is leaf inside n maps.
func nested(n int, leaf string) string {
	return strings.Repeat(`{"M":{"n":`, n) + leaf + strings.Repeat(`}}`, n)
}

func TestMalformedValues(t *testing.T) {
	const token = "Unexpected token received from parser"
	for in, want := range map[string]string{
		`{"S":1}`:              "NUMBER_VALUE cannot be converted to String",
		`{"S":1.5}`:            "DECIMAL_VALUE cannot be converted to String",
		`{"N":123}`:            "NUMBER_VALUE cannot be converted to String",
		`{"N":true}`:           "TRUE_VALUE cannot be converted to String",
		`{"S":false}`:          "FALSE_VALUE cannot be converted to String",
		`{"S":{}}`:             "Start of structure or map found where not expected",
		`{"S":[]}`:             "Unrecognized collection type class java.lang.String",
		`{"B":1}`:              "only base-64-encoded strings are convertible to bytes",
		`{"B":"a"}`:            "Base64 encoded length is expected a multiple of 4 bytes but found: 1",
		`{"B":"ab=="}`:         "Invalid last non-pad Base64 character dectected",
		`{"B":"\n\n\n\n"}`:     "Invalid last non-pad Base64 character dectected",
		`{"BOOL":1}`:           "NUMBER_VALUE cannot be converted to Boolean",
		`{"BOOL":"maybe"}`:     token,
		`{"SS":"a"}`:           "Unexpected field type",
		`{"SS":{}}`:            "Start of structure or map found where not expected",
		`{"SS":[1]}`:           "NUMBER_VALUE cannot be converted to String",
		`{"L":{}}`:             "Start of structure or map found where not expected",
		`{"M":[]}`:             "Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.AttributeValue>",
		`{"M":"a"}`:            "Unexpected field type",
		`"a"`:                  "Unexpected value type in payload",
		`[]`:                   "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue",
		`{"N":"x","S":1}`:      "NUMBER_VALUE cannot be converted to String", // reported before the invalid number
		`{"S":"a"} x`:          token,
		`{"S":"a"`:             token,
		`{"S":"a`:              token,
		`{"L":[{"S":"a"},]}`:   "Unexpected value type in payload",
		`{"L":[{"S":"a"} {}]}`: token,
		`{"S":"\x"}`:           token,
	} {
		_, err := attr.Parse([]byte(in))
		refused(t, in, err, want)
		if fault := new(attr.Error); errors.As(err, &fault) && !fault.Malformed {
			t.Errorf("%s is said to be invalid only, but its shape is wrong", in)
		}
	}
}

func TestItemsAndTheirParts(t *testing.T) {
	it, err := attr.ParseItem([]byte(`{"a":{"S":"x"},"b":{"L":[{"N":"1"}]}}`))
	if err != nil || len(it) != 2 || it["a"].Text() != "x" || it["b"].Members()[0].Text() != "1" {
		t.Fatalf("read item %v, %v", it, err)
	}
	if got := string(attr.AppendItemJSON(nil, attr.Item{"b": it["b"]})); got != `{"b":{"L":[{"N":"1"}]}}` {
		t.Errorf("written as %s", got)
	}
	if empty, err := attr.ParseItem([]byte("null")); err != nil || len(empty) != 0 {
		t.Errorf("null as an item: %v, %v; want no attributes and no error", empty, err)
	}
	var seen []string
	err = attr.ParseEach([]byte(`{"z":{"S":"1"},"a":{"N":"x"},"m":{"S":"2"}}`), func(name string, _ attr.Value, invalid *attr.Error) {
		if invalid != nil {
			name += "!"
		}
		seen = append(seen, name)
	})
	if got := strings.Join(seen, " "); err != nil || got != "z a! m" {
		t.Errorf("members in order: %q, %v; want \"z a! m\" without an error", got, err)
	}
	err = attr.ParseEach([]byte(`{"a":"b"}`), func(string, attr.Value, *attr.Error) {})
	refused(t, "a member of a wrong shape", err, "Unexpected value type in payload")
}

func TestDescriptions(t *testing.T) {
	for in, want := range map[string]string{
		`{"S":"a b"}`:       `{S:a b}`,
		`{"N":"1.0"}`:       `{N:1}`,
		`{"B":"AAEC"}`:      `{B:AAEC}`,
		`{"BOOL":true}`:     `{BOOL:true}`,
		`{"NULL":true}`:     `{NULL:true}`,
		`{"SS":["a","b"]}`:  `{SS:[a, b]}`,
		`{"L":[{"S":"a"}]}`: `{L:[{S:a}]}`,
		`{"M":{"b":{"N":"1"},"a":{"BOOL":false}}}`: `{M:{a={BOOL:false}, b={N:1}}}`,
	} {
		if got := parse(t, in).Describe(); got != want {
			t.Errorf("%s is described as %s, want %s", in, got, want)
		}
	}
}

func TestSets(t *testing.T) {
	set := parse(t, `{"NS":["3","1"]}`)
	other := parse(t, `{"NS":["1.0","2"]}`)
	if got := string(attr.AppendJSON(nil, set.Union(other))); got != `{"NS":["3","1","2"]}` {
		t.Errorf("union is %s", got)
	}
	if left, some := set.Without(other); !some || string(attr.AppendJSON(nil, left)) != `{"NS":["3"]}` {
		t.Errorf("difference is %s, %v", attr.AppendJSON(nil, left), some)
	}
	if _, some := set.Without(set); some {
		t.Error("a set less itself has members left")
	}
	if !set.Has(number(t, "1.00")) || set.Has(number(t, "4")) || set.Has(attr.String("1")) {
		t.Error("membership goes by kind and value: the set 3, 1 has 1.00, but neither 4 nor the text 1")
	}
	if _, err := attr.SetOf(attr.SS, []attr.Value{number(t, "1")}); err == nil {
		t.Error("a set of texts accepted a number")
	}
	_, err := attr.SetOf(attr.SS, nil)
	refused(t, "an empty set", err, "One or more parameter values were invalid: An string set  may not be empty")
}
