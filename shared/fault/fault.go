// Package fault holds refusals that a person can act on. A fault has a kind, a code (noun.problem) whose text exists in
// every language, the field and row it speaks of, and the values that its text needs. It never holds a value that the
// person it is shown to did not send and may not see.
package fault

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

// Kind says what sort of refusal a fault is; the HTTP edge maps each to one status.
type Kind string

// The kinds of faults.
const (
	Invalid         Kind = "invalid"         // 422: the input breaks a rule
	SignedOut       Kind = "signedOut"       // 401: nobody is signed in
	Forbidden       Kind = "forbidden"       // 403: not this person
	NotFound        Kind = "notFound"        // 404: not there, or not for this person: the two are never told apart
	Conflict        Kind = "conflict"        // 409: the world has moved
	NeedsConnection Kind = "needsConnection" // offline: only the server can do or know this
	TooMany         Kind = "tooMany"         // 429: later, see the value "seconds"
	Unavailable     Kind = "unavailable"     // 503: nothing was done, try again
)

// Later says that a refusal is no verdict: the same may be asked again, and decides then.
func (k Kind) Later() bool { return k == TooMany || k == Unavailable }

// Values are what a fault's text needs, by placeholder.
type Values map[string]string

// Fault is one refusal.
type Fault struct {
	Kind   Kind   `json:"kind"`
	Code   string `json:"code"`
	Field  string `json:"field,omitempty"`
	Row    int    `json:"row,omitempty"` // as the spreadsheet counts, the header is row 1; 0 if no row is meant
	Values Values `json:"values,omitempty"`
}

// Error is for logs; people read the text of Code.
func (f *Fault) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)", f.Code, f.Kind)
	if f.Field != "" {
		fmt.Fprintf(&b, " field %s", f.Field)
	}
	if f.Row != 0 {
		fmt.Fprintf(&b, " row %d", f.Row)
	}
	return b.String()
}

// New makes a fault; values come as name, value, name, value, …
func New(kind Kind, code string, values ...string) *Fault {
	f := &Fault{Kind: kind, Code: code}
	for i := 0; i+1 < len(values); i += 2 {
		if f.Values == nil {
			f.Values = Values{}
		}
		f.Values[values[i]] = values[i+1]
	}
	return f
}

// On is an Invalid fault about one field.
func On(field, code string, values ...string) *Fault {
	f := New(Invalid, code, values...)
	f.Field = field
	return f
}

// InRow returns f for one row of a list.
func (f *Fault) InRow(row int) *Fault {
	g := *f
	g.Row = row
	return &g
}

// List is several faults as one error: all that is wrong with a form, not just the first.
type List []*Fault

// Error is for logs.
func (l List) Error() string {
	parts := make([]string, len(l))
	for i, f := range l {
		parts[i] = f.Error()
	}
	return strings.Join(parts, "; ")
}

// Add collects the faults of err; an error that is none is returned.
func (l *List) Add(err error) error {
	if err == nil {
		return nil
	}
	fs := All(err)
	if fs == nil {
		return err
	}
	*l = append(*l, fs...)
	return nil
}

// Err is nil for an empty list.
func (l List) Err() error {
	if len(l) == 0 {
		return nil
	}
	return l
}

// All returns the faults in err, nil if err holds none.
func All(err error) List {
	var l List
	if errors.As(err, &l) {
		return l
	}
	var f *Fault
	if errors.As(err, &f) {
		return List{f}
	}
	return nil
}

// First returns the first fault in err, nil if it holds none.
func First(err error) *Fault {
	if l := All(err); len(l) > 0 {
		return l[0]
	}
	return nil
}

// Is says whether err's first fault has this code.
func Is(err error, code string) bool {
	f := First(err)
	return f != nil && f.Code == code
}

// Names returns the names of the values in order, for texts and tests.
func (v Values) Names() []string {
	names := make([]string, 0, len(v))
	for n := range v {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}

// On returns f about one field.
func (f *Fault) On(field string) *Fault {
	g := *f
	g.Field = field
	return &g
}
