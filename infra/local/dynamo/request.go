package dynamo

import (
	"fmt"
	"strings"

	"stellwerk/infra/local/dynamo/attr"
	"stellwerk/infra/local/dynamo/expr"
	"stellwerk/infra/local/dynamo/wire"
)

// request is a request's body while it is read.
type request struct {
	*wire.Decoder
	body  []byte
	fault Fault
	bad   error // the first value that is readable but not allowed; refused after the request's shape was checked
}

// value keeps err for later if it is about content, and ends reading if it is about shape.
func (in *request) value(err error) {
	if err == nil {
		return
	}
	if f := asFault(err); f.kind != validation {
		in.Fail(err)
	} else if in.bad == nil {
		in.bad = err
	}
}

// item reads an object of attribute values; nil if absent.
func (in *request) item() attr.Item {
	raw := in.Raw()
	if raw == nil || string(raw) == "null" {
		return nil
	}
	if raw[0] != '{' {
		in.Fail(&wire.Error{Message: "Unexpected field type"})
		return nil
	}
	it, err := attr.ParseItem(raw)
	in.value(err)
	if it == nil {
		it = attr.Item{}
	}
	return it
}

// texts reads an object of strings; nil if absent.
func (in *request) texts() map[string]string {
	var out map[string]string
	if in.Object(func(key []byte) {
		if out == nil {
			out = map[string]string{}
		}
		if s, given := in.Text(); given {
			out[string(key)] = s
		}
	}) && out == nil {
		out = map[string]string{}
	}
	return out
}

// values reads ExpressionAttributeValues.
func (in *request) values() map[string]attr.Value {
	raw := in.Raw()
	if raw == nil || string(raw) == "null" {
		return nil
	}
	if raw[0] != '{' {
		in.Fail(&wire.Error{Message: "Unexpected field type"})
		return nil
	}
	v, err := expr.ParseValues(raw)
	in.value(err)
	if v == nil {
		v = map[string]attr.Value{}
	}
	return v
}

// keyConditions reads the only parameter from before expressions that this engine takes.
func (in *request) keyConditions() map[string]expr.LegacyCondition {
	out := map[string]expr.LegacyCondition{}
	in.Object(func(name []byte) {
		var c expr.LegacyCondition
		in.Object(func(key []byte) {
			switch string(key) {
			case "ComparisonOperator":
				c.ComparisonOperator, _ = in.Text()
			case "AttributeValueList":
				in.Array(func() {
					raw := in.Raw()
					if raw == nil {
						return
					}
					v, err := attr.Parse(raw)
					in.value(err)
					c.AttributeValueList = append(c.AttributeValueList, v)
				})
			default:
				in.Skip()
			}
		})
		out[string(name)] = c
	})
	return out
}

// fields reads the whole body, one call of field for each member.
func (in *request) fields(field func(key []byte)) error {
	if in.Null() {
		in.Fail(&wire.Error{})
	}
	in.Object(field)
	return in.End()
}

// checks collects what is wrong with a request's shape, in DynamoDB's words.
type checks []string

func (c *checks) add(value, path, rule string) {
	*c = append(*c, fmt.Sprintf("Value %s at '%s' failed to satisfy constraint: %s", value, path, rule))
}

func quoted(s string) string { return "'" + s + "'" }

// maxNamed is the longest name of a table or index, minNamed the shortest of a new one.
const (
	maxNamed = 255
	minNamed = 3
)

// name checks the name of a table or index, which has at least shortest characters.
func (c *checks) name(path string, name *string, shortest int) {
	if name == nil {
		c.add("null", path, "Member must not be null")
		return
	}
	plain := plainName(*name)
	if len(plain) < shortest {
		c.add(quoted(*name), path, fmt.Sprintf("Member must have length greater than or equal to %d", shortest))
	}
	if len(plain) > maxNamed {
		c.add(quoted(*name), path, fmt.Sprintf("Member must have length less than or equal to %d", maxNamed))
	}
	if strings.ContainsFunc(plain, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '.' || r == '-')
	}) {
		c.add(quoted(*name), path, "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+")
	}
}

// oneOf checks a value that may be absent.
func (c *checks) oneOf(path string, value *string, set ...string) {
	if value == nil {
		return
	}
	for _, s := range set {
		if s == *value {
			return
		}
	}
	c.add(quoted(*value), path, "Member must satisfy enum value set: ["+strings.Join(set, ", ")+"]")
}

// atLeast checks a number that may be absent.
func (c *checks) atLeast(path string, value *int64, low int64) {
	if value != nil && *value < low {
		c.add(quoted(fmt.Sprint(*value)), path, fmt.Sprintf("Member must have value greater than or equal to %d", low))
	}
}

// atMost checks a number that may be absent.
func (c *checks) atMost(path string, value *int64, high int64) {
	if value != nil && *value > high {
		c.add(quoted(fmt.Sprint(*value)), path, fmt.Sprintf("Member must have value less than or equal to %d", high))
	}
}

// err is the refusal that names all mistakes.
func (c checks) err() error {
	switch len(c) {
	case 0:
		return nil
	case 1:
		return invalid("1 validation error detected: %s", c[0])
	}
	return invalid("%d validation errors detected: %s", len(c), strings.Join(c, "; "))
}
