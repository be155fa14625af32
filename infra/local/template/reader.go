package template

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// reader walks one template. It collects refusals instead of stopping at the first, so that one run shows all.
type reader struct {
	file       string
	options    Options
	order      []string
	resources  map[string]*resource
	conditions map[string]*yaml.Node
	functions  *yaml.Node // Globals.Function
	api        *yaml.Node // Globals.HttpApi
	refusals   []error
	out        Template
}

type resource struct {
	id, kind   string
	node       *yaml.Node // the whole resource
	properties *yaml.Node // nil when it has none
	naming     bool       // its name is being found: meeting it again is a cycle
}

// refuse notes what is wrong at n's line and what to do about it.
func (r *reader) refuse(n *yaml.Node, format string, args ...any) {
	err := fmt.Errorf("%s:%d: %s", r.file, n.Line, fmt.Sprintf(format, args...))
	for _, known := range r.refusals {
		if known.Error() == err.Error() {
			return
		}
	}
	r.refusals = append(r.refusals, err)
}

// pairs calls each for every key of a mapping, in order. A key twice is refused: YAML would drop one of them.
func (r *reader) pairs(n *yaml.Node, what string, each func(key, value *yaml.Node)) {
	if n == nil { // AWS::NoValue stands for all of it
		return
	}
	if n.Kind == yaml.AliasNode {
		r.refuse(n, "%s is an alias; write it out, AWS reads anchors differently", what)
		return
	}
	if n.Kind != yaml.MappingNode {
		r.refuse(n, "%s must be a mapping of names to values", what)
		return
	}
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if line, twice := seen[key.Value]; twice {
			r.refuse(key, "%q of %s stands in line %d already; keep one", key.Value, what, line)
			continue
		}
		seen[key.Value] = key.Line
		each(key, value)
	}
}

// field is what to do with the value of a known name.
type field func(value *yaml.Node)

// ignored is for names that mean nothing on one machine. Their intrinsics have been resolved, so they are checked.
func ignored(*yaml.Node) {}

// fields reads a mapping whose names are all known; any other is refused.
func (r *reader) fields(n *yaml.Node, what string, known map[string]field) {
	r.pairs(n, what, func(key, value *yaml.Node) {
		read, ok := known[key.Value]
		if !ok {
			r.refuse(key, "%q of %s is not known here; remove it, or give it a meaning in infra/local/template (known: %s)",
				key.Value, what, strings.Join(sortedKeys(known), ", "))
			return
		}
		read(value)
	})
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func (r *reader) text(n *yaml.Node, what string) string {
	if n.Kind != yaml.ScalarNode {
		r.refuse(n, "%s must be one text", what)
		return ""
	}
	return n.Value
}

// setText, setInt and setBool fit into a table of fields.
func (r *reader) setText(to *string, what string) field {
	return func(n *yaml.Node) { *to = r.text(n, what) }
}

func (r *reader) setInt(to *int, what string, least, most int) field {
	return func(n *yaml.Node) {
		v, err := strconv.Atoi(r.text(n, what))
		if err != nil || v < least || v > most {
			r.refuse(n, "%s must be a whole number from %d to %d", what, least, most)
			return
		}
		*to = v
	}
}

func (r *reader) setBool(to *bool, what string) field {
	return func(n *yaml.Node) {
		switch strings.ToLower(r.text(n, what)) {
		case "true":
			*to = true
		case "false":
			*to = false
		default:
			r.refuse(n, "%s must be true or false", what)
		}
	}
}

// only refuses every value but the given ones: for settings of which one machine can do just these.
func (r *reader) only(what string, allowed ...string) field {
	return func(n *yaml.Node) {
		if v := r.text(n, what); !slices.Contains(allowed, v) {
			r.refuse(n, "%s is %q; only %s is understood here", what, v, strings.Join(allowed, ", "))
		}
	}
}

func (r *reader) list(n *yaml.Node, what string) []*yaml.Node {
	if n.Kind != yaml.SequenceNode {
		r.refuse(n, "%s must be a list", what)
		return nil
	}
	return n.Content
}

// child returns the value of a name in a mapping, or nil.
func child(n *yaml.Node, name string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return n.Content[i+1]
		}
	}
	return nil
}

var logicalID = regexp.MustCompile(`^[A-Za-z0-9]{1,255}$`)

const samTransform = "AWS::Serverless-2016-10-31"

// document reads the top level in the order that later parts need: parameters, globals, all resources' names, then
// each resource.
func (r *reader) document(n *yaml.Node) {
	var outputs, body *yaml.Node
	transformed := false
	parameters := func(*yaml.Node) {}
	conditions := func(*yaml.Node) {}
	r.fields(n, "the template", map[string]field{
		"AWSTemplateFormatVersion": r.only("AWSTemplateFormatVersion", "2010-09-09"),
		"Transform": func(v *yaml.Node) {
			transformed = true
			r.only("Transform", samTransform)(v)
		},
		"Description": r.setText(&r.out.Description, "Description"),
		"Metadata":    ignored,
		"Parameters": func(v *yaml.Node) {
			parameters = func(*yaml.Node) { r.parameters(v) }
		},
		"Conditions": func(v *yaml.Node) {
			conditions = func(*yaml.Node) { r.allConditions(v) }
		},
		// Rules forbid combinations of parameters that a local run isn't given.
		"Rules":   ignored,
		"Globals": r.globals,
		"Resources": func(v *yaml.Node) {
			body = v
		},
		"Outputs": func(v *yaml.Node) { outputs = v },
	})
	if !transformed {
		r.refuse(n, "Transform is missing; write Transform: %s", samTransform)
	}
	parameters(n)
	r.unknownParameters(n)
	conditions(n)
	if body == nil {
		r.refuse(n, "Resources is missing; a template without resources deploys nothing")
		return
	}
	r.collect(body)
	for _, id := range r.order {
		if res := r.resources[id]; r.there(res.node) {
			r.read(res)
		}
	}
	if outputs != nil {
		r.outputs(outputs)
	}
}

func (r *reader) globals(n *yaml.Node) {
	r.fields(n, "Globals", map[string]field{
		"Function": func(v *yaml.Node) { r.functions = v },
		"HttpApi":  func(v *yaml.Node) { r.api = v },
	})
}

// collect learns every resource's name and type before any is read, because they refer to each other in any order.
func (r *reader) collect(n *yaml.Node) {
	r.pairs(n, "Resources", func(key, value *yaml.Node) {
		if !logicalID.MatchString(key.Value) {
			r.refuse(key, "resource name %q must be letters and digits only", key.Value)
			return
		}
		kind := child(value, "Type")
		if kind == nil {
			r.refuse(key, "resource %s has no Type", key.Value)
			return
		}
		if _, clash := r.out.Parameters[key.Value]; clash {
			r.refuse(key, "%s is a parameter already; !Ref %s would mean both, rename one", key.Value, key.Value)
			return
		}
		r.order = append(r.order, key.Value)
		r.resources[key.Value] = &resource{id: key.Value, kind: kind.Value, node: value, properties: child(value, "Properties")}
	})
}

func (r *reader) outputs(n *yaml.Node) {
	r.pairs(n, "Outputs", func(key, value *yaml.Node) {
		if !r.there(value) {
			return
		}
		what := "output " + key.Value
		r.fields(r.resolve(value), what, map[string]field{
			"Description": ignored,
			"Export":      ignored,
			"Condition":   ignored,
			"Value":       func(v *yaml.Node) { r.out.Outputs[key.Value] = r.text(v, what) },
		})
	})
}
