package attr_test

import (
	"errors"
	"strings"
	"testing"

	"stellwerk/infra/local/dynamo/attr"
)

func number(t testing.TB, text string) attr.Value {
	t.Helper()
	v, err := attr.Number(text)
	if err != nil {
		t.Fatalf("Number(%q): %v", text, err)
	}
	return v
}

func parse(t testing.TB, wire string) attr.Value {
	t.Helper()
	v, err := attr.Parse([]byte(wire))
	if err != nil {
		t.Fatalf("Parse(%s): %v", wire, err)
	}
	return v
}

func refused(t testing.TB, what string, err error, want string) {
	t.Helper()
	fault := new(attr.Error)
	if !errors.As(err, &fault) {
		t.Errorf("%s: got %v, want an *attr.Error %q", what, err, want)
	} else if fault.Message != want {
		t.Errorf("%s:\n got %q\nwant %q", what, fault.Message, want)
	}
}

func TestNumbersArePrintedInOneForm(t *testing.T) {
	for in, want := range map[string]string{
		"0": "0", "-0": "0", "0.000": "0", "0E999999": "0",
		"1": "1", "1.0": "1", "+1": "1", "001": "1", "-1.50": "-1.5",
		"1e3": "1000", "1E-3": "0.001", "12.5e1": "125", ".5": "0.5", "5.": "5", "-0.00123": "-0.00123",
		"100": "100", "1010": "1010", "10.01": "10.01",
		"99999999999999999999999999999999999999":   "99999999999999999999999999999999999999",
		"0.12345678901234567890123456789012345678": "0.12345678901234567890123456789012345678",
		"1e125":   "1" + strings.Repeat("0", 125),
		"1e-130":  "0." + strings.Repeat("0", 129) + "1",
		"-1E-130": "-0." + strings.Repeat("0", 129) + "1",
	} {
		if got := number(t, in).Text(); got != want {
			t.Errorf("Number(%q) prints as %q, want %q", in, got, want)
		}
	}
}

func TestRefusedNumbers(t *testing.T) {
	const (
		nan       = "The parameter cannot be converted to a numeric value"
		digits    = "Attempting to store more than 38 significant digits in a Number"
		overflow  = "Number overflow. Attempting to store a number with magnitude larger than supported range"
		underflow = "Number underflow. Attempting to store a number with magnitude smaller than supported range"
	)
	for in, want := range map[string]string{
		"": nan, "b": nan + ": b", "1 ": nan + ": 1 ", "1e": nan + ": 1e", "e1": nan + ": e1", ".": nan + ": .",
		"1.2.3": nan + ": 1.2.3", "0x10": nan + ": 0x10", "--1": nan + ": --1", "NaN": nan + ": NaN", "Infinity": nan + ": Infinity",
		"1e126": overflow, "-1e126": overflow, "1e99999999999999999999": overflow,
		"1e-131": underflow, "-0.9e-130": underflow, "1e-99999999999999999999": underflow,
		"123456789012345678901234567890123456789":  digits,
		"1.23456789012345678901234567890123456789": digits,
	} {
		_, err := attr.Number(in)
		refused(t, "Number("+in+")", err, want)
	}
}

func TestSizes(t *testing.T) {
	for _, c := range []struct {
		wire string
		want int
	}{
		{`{"S":""}`, 0}, {`{"S":"abc"}`, 3}, {`{"S":"ä€"}`, 5}, {`{"B":"AAEC"}`, 3}, {`{"BOOL":true}`, 1}, {`{"NULL":true}`, 1},
		{`{"N":"0"}`, 1}, {`{"N":"1"}`, 2}, {`{"N":"12"}`, 2}, {`{"N":"123"}`, 3}, {`{"N":"1200"}`, 2}, {`{"N":"120"}`, 3},
		{`{"N":"-12"}`, 3}, {`{"N":"0.5"}`, 2}, {`{"N":"12345678901234567890123456789012345678"}`, 20},
		{`{"SS":["a","bc"]}`, 3}, {`{"NS":["1","-12"]}`, 5}, {`{"BS":["AA==","AAEC"]}`, 4},
		{`{"L":[]}`, 3}, {`{"M":{}}`, 3}, {`{"L":[{"S":"abc"},{"BOOL":false}]}`, 9}, {`{"M":{"key":{"S":"v"}}}`, 8},
	} {
		if got := parse(t, c.wire).Size(); got != c.want {
			t.Errorf("size of %s is %d, want %d", c.wire, got, c.want)
		}
	}
	it := attr.Item{"pk": attr.String("abc"), "n": number(t, "7")}
	if got := attr.Size(it); got != 2+3+1+2 {
		t.Errorf("size of the item is %d, want 8", got)
	}
}

func TestEqualAndCompare(t *testing.T) {
	for _, c := range []struct {
		a, b       string
		equal      bool
		order      int
		comparable bool
	}{
		{`{"N":"1.0"}`, `{"N":"1"}`, true, 0, true},
		{`{"N":"9"}`, `{"N":"10"}`, false, -1, true},
		{`{"N":"-9"}`, `{"N":"-10"}`, false, 1, true},
		{`{"N":"0.1"}`, `{"N":"-1e125"}`, false, 1, true},
		{`{"N":"12345678901234567890123456789012345678"}`, `{"N":"12345678901234567890123456789012345679"}`, false, -1, true},
		{`{"S":"b"}`, `{"S":"aa"}`, false, 1, true},
		{`{"S":"a"}`, `{"S":"ä"}`, false, -1, true},
		{`{"B":"AA=="}`, `{"B":"/w=="}`, false, -1, true},
		{`{"S":"1"}`, `{"N":"1"}`, false, 0, false},
		{`{"BOOL":true}`, `{"BOOL":true}`, true, 0, false},
		{`{"BOOL":true}`, `{"BOOL":false}`, false, 0, false},
		{`{"NULL":true}`, `{"NULL":true}`, true, 0, false},
		{`{"NS":["1","2"]}`, `{"NS":["2.0","1"]}`, true, 0, false},
		{`{"SS":["a"]}`, `{"SS":["a","b"]}`, false, 0, false},
		{`{"L":[{"N":"1"}]}`, `{"L":[{"N":"1.00"}]}`, true, 0, false},
		{`{"L":[{"N":"1"},{"N":"2"}]}`, `{"L":[{"N":"2"},{"N":"1"}]}`, false, 0, false},
		{`{"M":{"a":{"L":[]}}}`, `{"M":{"a":{"L":[]}}}`, true, 0, false},
		{`{"M":{"a":{"L":[]}}}`, `{"M":{"b":{"L":[]}}}`, false, 0, false},
	} {
		a, b := parse(t, c.a), parse(t, c.b)
		if got := attr.Equal(a, b); got != c.equal {
			t.Errorf("%s equals %s: %v, want %v", c.a, c.b, got, c.equal)
		}
		if order, ok := attr.Compare(a, b); order != c.order || ok != c.comparable {
			t.Errorf("%s compared with %s: %d, %v, want %d, %v", c.a, c.b, order, ok, c.order, c.comparable)
		}
	}
}

func TestArithmetic(t *testing.T) {
	const many = "99999999999999999999999999999999999999"
	for _, c := range []struct{ a, b, sum, difference string }{
		{"1", "2", "3", "-1"},
		{"0.1", "0.2", "0.3", "-0.1"},
		{"-5", "5", "0", "-10"},
		{"0", "0", "0", "0"},
		{"1e125", "0", "1" + strings.Repeat("0", 125), "1" + strings.Repeat("0", 125)},
		{many, "0", many, many},
		{"1e37", "1", "10000000000000000000000000000000000001", "9999999999999999999999999999999999999"},
		{"100", "0.01", "100.01", "99.99"},
	} {
		sum, err := attr.Add(number(t, c.a), number(t, c.b))
		if err != nil || sum.Text() != c.sum {
			t.Errorf("%s + %s = %v (%v), want %s", c.a, c.b, sum.Text(), err, c.sum)
		}
		difference, err := attr.Subtract(number(t, c.a), number(t, c.b))
		if err != nil || difference.Text() != c.difference {
			t.Errorf("%s - %s = %v (%v), want %s", c.a, c.b, difference.Text(), err, c.difference)
		}
	}
	_, err := attr.Add(number(t, "1e125"), number(t, "1"))
	refused(t, "1e125 + 1", err, "Number overflow. Attempting to store a number with magnitude larger than supported range")
	_, err = attr.Add(number(t, "9e125"), number(t, "9e125"))
	refused(t, "9e125 + 9e125", err, "Number overflow. Attempting to store a number with magnitude larger than supported range")
	_, err = attr.Subtract(number(t, "1.1e-130"), number(t, "1e-130"))
	refused(t, "1.1e-130 - 1e-130", err, "Number underflow. Attempting to store a number with magnitude smaller than supported range")
	_, err = attr.Add(attr.String("1"), number(t, "1"))
	refused(t, "a text + 1", err, "An operand in the update expression has an incorrect data type")
}
