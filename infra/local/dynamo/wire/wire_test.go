package wire_test

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"stellwerk/infra/local/dynamo/wire"
)

func TestMismatchesAreNamedAsDynamoDBDoes(t *testing.T) {
	asText := func(d *wire.Decoder) { d.Text() }
	asBool := func(d *wire.Decoder) { d.Bool() }
	asInt := func(d *wire.Decoder) { d.Int() }
	asList := func(d *wire.Decoder) { d.Array(d.Skip) }
	asMap := func(d *wire.Decoder) { d.Object(func([]byte) { d.Skip() }) }
	for _, c := range []struct {
		text    string
		read    func(*wire.Decoder)
		message string
	}{
		{`1`, asText, "NUMBER_VALUE cannot be converted to String"},
		{`true`, asText, "TRUE_VALUE cannot be converted to String"},
		{`false`, asText, "FALSE_VALUE cannot be converted to String"},
		{`[]`, asText, "Unrecognized collection type class java.lang.String"},
		{`{}`, asText, "Start of structure or map found where not expected"},
		{`"x"`, asBool, "Unexpected token received from parser"},
		{`1`, asBool, "NUMBER_VALUE cannot be converted to Boolean"},
		{`"x"`, asInt, "STRING_VALUE cannot be converted to Integer"},
		{`"x"`, asList, "Unexpected field type"},
		{`{}`, asList, "Start of structure or map found where not expected"},
		{`"x"`, asMap, "Unexpected field type"},
		{`[]`, asMap, "Unrecognized collection type class java.util.Map"},
		{`{"a":1,}`, asMap, ""},
		{`{"a" 1}`, asMap, ""},
		{`{a:1}`, asMap, ""},
		{`[1 2]`, asList, ""},
		{`"\q"`, asText, ""},
		{"\"\n\"", asText, ""},
		{`tru`, asBool, ""},
		{`1 1`, asInt, ""},
		{``, asMap, ""},
	} {
		d := wire.Decode([]byte(c.text))
		c.read(d)
		err, ok := d.End().(*wire.Error)
		if !ok || err.Message != c.message {
			t.Errorf("%s: got %v, want %q", c.text, d.Err(), c.message)
		}
	}
	for _, read := range []func(*wire.Decoder){asText, asBool, asInt, asList, asMap} {
		d := wire.Decode([]byte(" null "))
		if read(d); d.End() != nil {
			t.Errorf("null should count as absent, got %v", d.Err())
		}
	}
}

// Whatever is written can be read by the standard library, and the other way round.
func TestTextsAgreeWithTheStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringMatching(`[\x00-\x1f"\\/<>&]*`),
			rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })).Draw(t, "s")
		var back string
		if err := json.Unmarshal(wire.AppendString(nil, s), &back); err != nil || back != strings.ToValidUTF8(s, "\ufffd") && utf8.ValidString(s) {
			t.Fatalf("%q came back as %q, %v", s, back, err)
		}
		theirs, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		d := wire.Decode(theirs)
		got, _ := d.Text()
		if err := json.Unmarshal(theirs, &back); err != nil || d.End() != nil || got != back {
			t.Fatalf("%s was read as %q, want %q, %v", theirs, got, back, d.Err())
		}
	})
}

// Reading anything valid through Raw gives it back, and takes all of it.
func TestRawTakesAnyValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, err := json.Marshal(document(t, 4))
		if err != nil {
			t.Fatal(err)
		}
		d := wire.Decode(text)
		if got := d.Raw(); !bytes.Equal(got, text) || d.End() != nil {
			t.Fatalf("%s: got %s, %v", text, got, d.Err())
		}
	})
}

func document(t *rapid.T, depth int) any {
	kind := rapid.IntRange(0, 6).Draw(t, "kind")
	if depth == 0 {
		kind %= 5
	}
	switch kind {
	case 0:
		return nil
	case 1:
		return rapid.Bool().Draw(t, "bool")
	case 2:
		return rapid.String().Draw(t, "text")
	case 3:
		return rapid.Int().Draw(t, "int")
	case 4:
		return rapid.Float64Range(-math.MaxFloat64, math.MaxFloat64).Draw(t, "float")
	case 5:
		list := []any{}
		for range rapid.IntRange(0, 3).Draw(t, "length") {
			list = append(list, document(t, depth-1))
		}
		return list
	}
	fields := map[string]any{}
	for range rapid.IntRange(0, 3).Draw(t, "fields") {
		fields[rapid.String().Draw(t, "name")] = document(t, depth-1)
	}
	return fields
}

func TestDigestKnowsNoOrderOfMembers(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{`{"a":1,"b":[{"c":2,"d":3}]}`, ` { "b" : [ {"d":3, "c":2} ], "a":1 }`, true},
		{`{"a":1}`, `{"a":2}`, false},
		{`[1,2]`, `[2,1]`, false},
		{`["a","b"]`, `["a,b"]`, false},
		{`{"a":"b"}`, `{"a":{"b":null}}`, false},
		{`[]`, `{}`, false},
	} {
		if got := wire.Digest([]byte(c.a)) == wire.Digest([]byte(c.b)); got != c.same {
			t.Errorf("%s and %s: the same is %v, want %v", c.a, c.b, got, c.same)
		}
	}
}

func TestEncoderPutsCommas(t *testing.T) {
	var e wire.Encoder
	e.Open()
	e.TextField("a", "{")
	e.IntField("b", -1)
	e.Key("c")
	e.OpenArray()
	e.Text("[")
	e.Float(1)
	e.Float(0.5)
	e.Open()
	e.Close()
	e.Raw([]byte(`null`))
	e.CloseArray()
	e.BoolField("d", true)
	e.Close()
	if got, want := string(e.B), `{"a":"{","b":-1,"c":["[",1.0,0.5,{},null],"d":true}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
