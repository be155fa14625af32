// Package exact decodes JSON the way a validator reads it: keys match exactly, no key comes twice, and nothing follows the
// value. encoding/json matches keys without regard to case, so {"kind":"user","KIND":"owner"} would pass a validator as user
// and arrive as owner.
package exact

import (
	"bytes"
	"encoding"
	"encoding/json"
	"io"
	"reflect"
	"strings"

	"stellwerk/shared/fault"
)

// MaxDepth is how deep values may nest.
const MaxDepth = 64

// Unmarshal decodes data into v. Unknown keys are ignored, so that older and newer clients can speak to each other.
// Faults: json.malformed, json.trailing, json.depth, json.duplicateKey and json.keyCase (both name the key), json.type.
func Unmarshal(data []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	c := checker{dec: dec}
	t := reflect.TypeOf(v)
	if t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if err := c.value(t, 0); err != nil {
		if fault.All(err) != nil {
			return err
		}
		return fault.New(fault.Invalid, "json.malformed")
	}
	if _, err := dec.Token(); err != io.EOF {
		return fault.New(fault.Invalid, "json.trailing")
	}
	if err := json.Unmarshal(data, v); err != nil {
		if fs := fault.All(err); fs != nil {
			return fs
		}
		if te, ok := err.(*json.UnmarshalTypeError); ok {
			return fault.On(te.Field, "json.type", "want", te.Type.Kind().String())
		}
		return fault.New(fault.Invalid, "json.malformed")
	}
	return nil
}

type checker struct{ dec *json.Decoder }

func (c checker) value(t reflect.Type, depth int) error {
	if depth > MaxDepth {
		return fault.New(fault.Invalid, "json.depth")
	}
	tok, err := c.dec.Token()
	if err != nil {
		return err
	}
	switch tok {
	case json.Delim('{'):
		return c.object(deref(t), depth)
	case json.Delim('['):
		return c.array(deref(t), depth)
	}
	return nil
}

func (c checker) array(t reflect.Type, depth int) error {
	var elem reflect.Type
	if t != nil && (t.Kind() == reflect.Slice || t.Kind() == reflect.Array) && !opaque(t) {
		elem = t.Elem()
	}
	for c.dec.More() {
		if err := c.value(elem, depth+1); err != nil {
			return err
		}
	}
	_, err := c.dec.Token()
	return err
}

func (c checker) object(t reflect.Type, depth int) error {
	var known map[string]reflect.Type
	var elem reflect.Type
	if t != nil && !opaque(t) {
		switch t.Kind() {
		case reflect.Struct:
			known = fields(t)
		case reflect.Map:
			elem = t.Elem()
		}
	}
	seen := map[string]bool{}
	for c.dec.More() {
		tok, err := c.dec.Token()
		if err != nil {
			return err
		}
		key := tok.(string)
		if seen[key] {
			return fault.On(key, "json.duplicateKey", "key", key)
		}
		seen[key] = true
		child, ok := known[key]
		if !ok {
			child = elem
			for name := range known {
				if strings.EqualFold(name, key) {
					return fault.On(key, "json.keyCase", "key", key, "want", name)
				}
			}
		}
		if err := c.value(child, depth+1); err != nil {
			return err
		}
	}
	_, err := c.dec.Token()
	return err
}

var (
	jsonUnmarshaler = reflect.TypeFor[json.Unmarshaler]()
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// opaque types read their own bytes: what is inside is theirs to check.
func opaque(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(jsonUnmarshaler) || p.Implements(textUnmarshaler)
}

func deref(t reflect.Type) reflect.Type {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

// fields lists the JSON names of t, embedded structs included.
func fields(t reflect.Type) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "-":
		case f.Anonymous && name == "" && deref(f.Type).Kind() == reflect.Struct:
			for n, ft := range fields(deref(f.Type)) {
				out[n] = ft
			}
		case !f.IsExported():
		case name == "":
			out[f.Name] = f.Type
		default:
			out[name] = f.Type
		}
	}
	return out
}
