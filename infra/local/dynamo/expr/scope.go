package expr

import (
	"maps"
	"slices"
	"strings"

	"stellwerk/infra/local/dynamo/attr"
)

// Scope binds the ExpressionAttributeNames and ExpressionAttributeValues of one request to its expressions and
// remembers which of them were used. It is for one goroutine; what it makes may be shared.
type Scope struct {
	names  map[string]string
	values map[string]attr.Value
	used   []string // with repetitions
}

// NewScope makes the scope of a request from #names and :values. Nil maps mean that the request has none.
func NewScope(names map[string]string, values map[string]attr.Value) *Scope {
	return &Scope{names: names, values: values}
}

// ParseValues reads ExpressionAttributeValues in their wire form, an object of :names and values. Its error is an
// *attr.Error: the first wrong shape, else the first invalid value in DynamoDB's wording. All names are in the map even
// then, so that Valid can judge them.
func ParseValues(raw []byte) (map[string]attr.Value, error) {
	values := map[string]attr.Value{}
	var first *attr.Error
	err := attr.ParseEach(raw, func(name string, v attr.Value, invalid *attr.Error) {
		values[name] = v
		if invalid != nil && first == nil {
			first = &attr.Error{Message: "ExpressionAttributeValues contains invalid value: " + invalid.Message + " for key " + name}
		}
	})
	if err == nil && first != nil {
		err = first
	}
	return values, err
}

// Valid checks the names and values themselves: no map may be empty, and keys are # or : and letters, digits and
// underscores, at most 255 bytes.
func (s *Scope) Valid() error {
	if s.names != nil && len(s.names) == 0 {
		return refusal("ExpressionAttributeNames must not be empty")
	}
	for _, key := range slices.Sorted(maps.Keys(s.names)) {
		if fault := checkReference("ExpressionAttributeNames", key, '#'); fault != nil {
			return fault
		}
		if s.names[key] == "" {
			return refusal("ExpressionAttributeNames contains invalid value: Attribute name must not be empty; key: %s", key)
		}
	}
	if s.values != nil && len(s.values) == 0 {
		return refusal("ExpressionAttributeValues must not be empty")
	}
	for _, key := range slices.Sorted(maps.Keys(s.values)) {
		if fault := checkReference("ExpressionAttributeValues", key, ':'); fault != nil {
			return fault
		}
	}
	return nil
}

const maxReference = 255 // bytes of a #name or :value, with its mark

func checkReference(parameter, key string, mark byte) *Error {
	switch {
	case len(key) < 2 || key[0] != mark || run(key[1:], wordPart) < len(key)-1:
		return refusal(`%s contains invalid key: Syntax error; key: "%s"`, parameter, key)
	case len(key) > maxReference:
		return refusal(`%s contains invalid key: The key is longer than %d bytes; key: "%s"`, parameter, maxReference, key)
	}
	return nil
}

// Unused refuses names and values that no expression of the request used.
func (s *Scope) Unused() error {
	if len(s.names) == 0 && len(s.values) == 0 {
		return nil
	}
	used := make(map[string]bool, len(s.used))
	for _, key := range s.used {
		used[key] = true
	}
	if err := unused("ExpressionAttributeNames", s.names, used); err != nil {
		return err
	}
	if err := unused("ExpressionAttributeValues", s.values, used); err != nil {
		return err
	}
	return nil
}

func unused[V any](parameter string, given map[string]V, used map[string]bool) error {
	var left []string
	for key := range given {
		if !used[key] {
			left = append(left, key)
		}
	}
	if left == nil {
		return nil
	}
	slices.Sort(left)
	return refusal("Value provided in %s unused in expressions: keys: {%s}", parameter, strings.Join(left, ", "))
}

// path replaces the #names of raw. A path without any is returned as it is.
func (s *Scope) path(raw path) (path, *Error) {
	bound := raw
	for i, st := range raw {
		if st.name == "" || st.name[0] != '#' {
			continue
		}
		name, ok := s.names[st.name]
		if !ok {
			return nil, refusal("An expression attribute name used in the document path is not defined; attribute name: %s", st.name)
		}
		s.use(st.name)
		if &bound[0] == &raw[0] {
			bound = slices.Clone(raw)
		}
		bound[i].name = name
	}
	return bound, nil
}

func (s *Scope) value(name string) (attr.Value, *Error) {
	v, ok := s.values[name]
	if !ok {
		return v, refusal("An expression attribute value used in expression is not defined; attribute value: %s", name)
	}
	s.use(name)
	return v, nil
}

func (s *Scope) use(key string) {
	if s.used == nil {
		s.used = make([]string, 0, len(s.names)+len(s.values)+2)
	}
	s.used = append(s.used, key)
}
