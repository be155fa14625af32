package template

import (
	"regexp"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

// Function is one Lambda function and what calls it.
type Function struct {
	ID, Name     string // in the template; as deployed locally
	CodeURI      string // folder, relative to the template
	Build        string // "makefile", "go1.x" or "": how SAM makes the bootstrap
	Architecture string // "arm64" or "x86_64"
	Timeout      time.Duration
	Memory       int // MB
	Environment  map[string]string
	Routes       []Route
	Streams      []Stream
	Schedules    []Schedule
}

// function reads a function with the Globals laid under it.
func (r *reader) function(res *resource, what string, n, metadata *yaml.Node) {
	n = mergeNodes(r.resolveOptional(r.functions), n)
	f := Function{ID: res.id, Name: r.name(res), Architecture: "x86_64", Memory: 128, Environment: map[string]string{}}
	runtime, seconds := "", 3
	var events *yaml.Node
	r.fields(n, what, map[string]field{
		"FunctionName": ignored,
		"Description":  ignored,
		"CodeUri":      r.setText(&f.CodeURI, "CodeUri of "+what),
		"Handler":      ignored,
		"Runtime": func(v *yaml.Node) {
			runtime = r.text(v, "Runtime of "+what)
			r.only("Runtime of "+what, "provided.al2023")(v)
		},
		"Architectures": func(v *yaml.Node) {
			for _, a := range r.list(v, "Architectures of "+what) {
				r.only("Architectures of "+what, "arm64", "x86_64")(a)
				f.Architecture = a.Value
			}
		},
		"Timeout":                      r.setInt(&seconds, "Timeout of "+what, 1, 900),
		"MemorySize":                   r.setInt(&f.Memory, "MemorySize of "+what, 128, 10240),
		"Environment":                  func(v *yaml.Node) { r.environment(v, what, f.Environment) },
		"Events":                       func(v *yaml.Node) { events = v },
		"Policies":                     func(v *yaml.Node) { r.policies(v, what) },
		"ReservedConcurrentExecutions": ignored,
		"LoggingConfig":                ignored,
		"Role":                         ignored,
		"AutoPublishAlias":             ignored,
		"DeploymentPreference":         ignored,
		"EventInvokeConfig":            ignored, // a clock's call that fails is not repeated here either
		"Tracing":                      ignored,
		"Tags":                         ignored,
	})
	if runtime == "" {
		r.refuse(res.node, "%s needs Runtime: provided.al2023, here or in Globals", what)
	}
	if metadata != nil {
		r.fields(metadata, "Metadata of "+what, map[string]field{
			"BuildMethod": func(v *yaml.Node) {
				f.Build = v.Value
				r.only("BuildMethod of "+what, "makefile", "go1.x")(v)
			},
		})
	}
	f.Timeout = time.Duration(seconds) * time.Second
	if events != nil {
		r.events(&f, what, events)
	}
	r.out.Functions = append(r.out.Functions, f)
}

var variableName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]+$`)

func (r *reader) environment(n *yaml.Node, what string, into map[string]string) {
	r.fields(n, "Environment of "+what, map[string]field{
		"Variables": func(v *yaml.Node) {
			r.pairs(v, "Variables of "+what, func(key, value *yaml.Node) {
				if !variableName.MatchString(key.Value) || strings.HasPrefix(key.Value, "AWS_") {
					r.refuse(key, "Lambda takes no environment variable named %q; choose letters, digits and _, not starting with AWS_", key.Value)
					return
				}
				into[key.Value] = r.text(value, "variable "+key.Value+" of "+what)
			})
		},
	})
}

// policies checks the shape only: one machine has no roles. Statements are what least privilege is written in; SAM's
// managed names would hide what they allow.
func (r *reader) policies(n *yaml.Node, what string) {
	for _, policy := range r.list(n, "Policies of "+what) {
		r.fields(policy, "a policy of "+what, map[string]field{
			"Version": r.only("Version of a policy of "+what, "2012-10-17"),
			"Statement": func(v *yaml.Node) {
				for _, s := range r.list(v, "Statement of a policy of "+what) {
					r.fields(s, "a statement of "+what, map[string]field{
						"Sid": ignored, "Effect": r.only("Effect", "Allow", "Deny"),
						"Action": ignored, "Resource": ignored, "Condition": ignored,
					})
				}
			},
		})
	}
}
