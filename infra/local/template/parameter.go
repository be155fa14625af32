package template

import (
	"regexp"
	"slices"
	"strconv"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// parameters puts the values in effect into out.Parameters, checked as CloudFormation would.
func (r *reader) parameters(n *yaml.Node) {
	r.pairs(n, "Parameters", func(key, value *yaml.Node) {
		if !logicalID.MatchString(key.Value) {
			r.refuse(key, "parameter name %q must be letters and digits only", key.Value)
			return
		}
		r.parameter(key, value)
	})
}

func (r *reader) parameter(key, n *yaml.Node) {
	name := key.Value
	what := "parameter " + name
	var kind, value, pattern, constraint string
	var allowed []string
	hasDefault := false
	shortest, longest := 0, 4096
	bounds := map[string]string{}
	bound := func(name string) field {
		return func(v *yaml.Node) { bounds[name] = r.text(v, name+" of "+what) }
	}
	r.fields(n, what, map[string]field{
		"Type":                  r.setText(&kind, "Type of "+what),
		"Default":               func(v *yaml.Node) { value, hasDefault = r.text(v, "Default of "+what), true },
		"AllowedPattern":        r.setText(&pattern, "AllowedPattern of "+what),
		"ConstraintDescription": r.setText(&constraint, "ConstraintDescription of "+what),
		"AllowedValues": func(v *yaml.Node) {
			for _, a := range r.list(v, "AllowedValues of "+what) {
				allowed = append(allowed, r.text(a, "AllowedValues of "+what))
			}
		},
		"MinLength":   r.setInt(&shortest, "MinLength of "+what, 0, 4096),
		"MaxLength":   r.setInt(&longest, "MaxLength of "+what, 0, 4096),
		"MinValue":    bound("MinValue"),
		"MaxValue":    bound("MaxValue"),
		"Description": ignored,
		"NoEcho":      ignored,
	})
	if kind != "String" && kind != "Number" {
		r.refuse(key, "%s has type %q; only String and Number are understood here", what, kind)
	}
	given, ok := r.options.Parameters[name]
	if ok {
		value = given
	}
	r.out.Parameters[name] = value
	if !ok && !hasDefault {
		r.refuse(key, "%s has no default and was not given; pass a value for it", what)
		return
	}
	refuse := func(why string) {
		if constraint != "" {
			why += " (" + constraint + ")"
		}
		r.refuse(key, "%s is %q: %s", what, value, why)
	}
	if kind == "Number" {
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			refuse("it must be a number")
		}
		if least, err := strconv.ParseFloat(bounds["MinValue"], 64); err == nil && v < least {
			refuse("it must be at least " + bounds["MinValue"])
		}
		if most, err := strconv.ParseFloat(bounds["MaxValue"], 64); err == nil && v > most {
			refuse("it must be at most " + bounds["MaxValue"])
		}
	}
	if l := utf8.RuneCountInString(value); l < shortest || l > longest {
		refuse("its length must be from " + strconv.Itoa(shortest) + " to " + strconv.Itoa(longest))
	}
	if len(allowed) > 0 && !slices.Contains(allowed, value) {
		refuse("it must be one of AllowedValues")
	}
	if pattern == "" {
		return
	}
	match, err := regexp.Compile(`^(?:` + pattern + `)$`)
	if err != nil {
		r.refuse(key, "AllowedPattern of %s can't be read: %v", what, err)
		return
	}
	if !match.MatchString(value) {
		refuse("it must match " + pattern)
	}
}

// unknownParameters refuses values for names that the template doesn't have: mostly a slip of the pen.
func (r *reader) unknownParameters(n *yaml.Node) {
	for _, name := range sortedKeys(r.options.Parameters) {
		if _, known := r.out.Parameters[name]; !known {
			r.refuse(n, "a value was given for parameter %q, which the template doesn't have", name)
		}
	}
}
