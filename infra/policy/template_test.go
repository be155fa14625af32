// Package policy tests what template.yaml promises of an installation on AWS: that it is encrypted, recoverable, closed, watched, and that
// nobody may do more than their work. Each promise is tried on templates that break it, too.
package policy

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// document is a template as far as this test looks at it: mappings, lists and texts. An intrinsic is a text, "!Ref Table", or a mapping of
// its name to its arguments.
type document map[string]any

func read(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func parse(t *testing.T, text string) document {
	t.Helper()
	var n yaml.Node
	if err := yaml.Unmarshal([]byte(text), &n); err != nil {
		t.Fatal(err)
	}
	return document(value(n.Content[0]).(map[string]any))
}

func value(n *yaml.Node) any {
	var v any
	switch n.Kind {
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = value(n.Content[i+1])
		}
		v = m
	case yaml.SequenceNode:
		list := []any{}
		for _, item := range n.Content {
			list = append(list, value(item))
		}
		v = list
	default:
		v = n.Value
	}
	if strings.HasPrefix(n.Tag, "!") && !strings.HasPrefix(n.Tag, "!!") {
		if text, ok := v.(string); ok {
			return n.Tag + " " + text
		}
		return map[string]any{n.Tag: v}
	}
	return v
}

// at follows names, and numbers of a list, from a value on. nil is what is not there.
func at(v any, path string) any {
	for part := range strings.FieldsSeq(strings.ReplaceAll(path, "/", " ")) {
		switch x := v.(type) {
		case document:
			v = x[part]
		case map[string]any:
			v = x[part]
		case []any:
			var i int
			if _, err := fmt.Sscan(part, &i); err != nil || i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}

func text(v any, path string) string {
	s, _ := at(v, path).(string)
	return s
}

// list gives a list, or a single value as a list of one.
func list(v any, path string) []any {
	switch x := at(v, path).(type) {
	case nil:
		return nil
	case []any:
		return x
	default:
		return []any{x}
	}
}

func texts(v any, path string) []string {
	var all []string
	for _, item := range list(v, path) {
		all = append(all, fmt.Sprint(item))
	}
	return all
}

// of lists the names of the resources of a kind, in order.
func (d document) of(kind string) []string {
	var names []string
	for name, res := range at(d, "Resources").(map[string]any) {
		if text(res, "Type") == kind {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func (d document) properties(name string) any { return at(d, "Resources/"+name+"/Properties") }

// function is a function's properties with those of all functions under it.
func (d document) function(name, path string) any {
	if own := at(d.properties(name), path); own != nil {
		return own
	}
	return at(d, "Globals/Function/"+path)
}

// every walks all values below v.
func every(v any, visit func(any)) {
	visit(v)
	switch x := v.(type) {
	case map[string]any:
		for _, item := range x {
			every(item, visit)
		}
	case []any:
		for _, item := range x {
			every(item, visit)
		}
	}
}

// statements lists those of a policy document; !If counts with both its ways.
func statements(v any, path string) []any {
	var all []any
	for _, s := range list(v, path) {
		if choice := at(s, "!If"); choice != nil {
			for _, way := range choice.([]any)[1:] {
				if _, ok := way.(map[string]any); ok {
					all = append(all, way)
				}
			}
			continue
		}
		all = append(all, s)
	}
	return all
}
