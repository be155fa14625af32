// Package template reads a SAM template and says what it means on one machine: which function answers which
// route, stream and schedule, which tables and buckets exist, and what the functions find in their environment.
//
// The template is the only list of these things. So that a local run and a deployment never differ in silence,
// everything that this package doesn't know is refused with its line: intrinsics, resource types, properties,
// event types. What has no meaning on one machine (policies, encryption, alarms of the provider) is on the lists
// of known names, its intrinsics are still resolved, and it has no effect.
package template

import (
	"errors"
	"fmt"
	"os"

	"gopkg.in/yaml.v3"
)

// Template is what a SAM template means locally. Slices keep the order of the file.
type Template struct {
	Description string
	Parameters  map[string]string // values in effect: given ones, else defaults
	Functions   []Function
	Tables      []Table
	Buckets     []Bucket
	Queues      []Queue
	Identities  []string // addresses and domains that mail may be sent from
	Headers     []Header // of every page and file of the web app
	Outputs     map[string]string
}

// Options are what a deployment would be given. Zero values are sane.
type Options struct {
	Parameters map[string]string // overrides of the template's defaults; a name the template lacks is refused
	Stack      string            // start of generated names, "stellwerk" when empty
	Region     string            // "eu-central-1" when empty
}

// Account is the account number in every local ARN. It belongs to nobody.
const Account = "000000000000"

const (
	defaultStack  = "stellwerk"
	defaultRegion = "eu-central-1"
)

// Load reads the template at path. The error names every refusal with file and line.
func Load(path string, o Options) (*Template, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the template: %w", err)
	}
	return Parse(path, data, o)
}

// Parse is Load for a text in memory; name stands for the file in errors.
func Parse(name string, data []byte, o Options) (*Template, error) {
	if o.Stack == "" {
		o.Stack = defaultStack
	}
	if o.Region == "" {
		o.Region = defaultRegion
	}
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	r := &reader{
		file:      name,
		options:   o,
		resources: map[string]*resource{}, conditions: map[string]*yaml.Node{},
		out: Template{Parameters: map[string]string{}, Outputs: map[string]string{}},
	}
	if document.Kind != yaml.DocumentNode {
		return nil, fmt.Errorf("%s is empty: it needs at least Transform and Resources", name)
	}
	r.document(document.Content[0])
	if len(r.refusals) > 0 {
		return nil, errors.Join(r.refusals...)
	}
	return &r.out, nil
}

// Function finds a function by its name in the template.
func (t *Template) Function(id string) (Function, bool) {
	for _, f := range t.Functions {
		if f.ID == id {
			return f, true
		}
	}
	return Function{}, false
}

// Table finds a table by its name in the template.
func (t *Template) Table(id string) (Table, bool) {
	for _, table := range t.Tables {
		if table.ID == id {
			return table, true
		}
	}
	return Table{}, false
}

// Bucket finds a bucket by its name in the template.
func (t *Template) Bucket(id string) (Bucket, bool) {
	for _, b := range t.Buckets {
		if b.ID == id {
			return b, true
		}
	}
	return Bucket{}, false
}
