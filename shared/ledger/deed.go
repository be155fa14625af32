package ledger

import (
	"encoding/json"

	"stellwerk/shared/exact"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

// Command is one wish to change something.
type Command struct {
	ID   org.CommandID   `json:"id"`
	Deed string          `json:"deed"`
	Args json.RawMessage `json:"args"`
	// Base is the position that the maker of the command saw; 0 if none.
	Base uint64 `json:"base,omitempty"`
}

// Deed is one way to change a tenant: a pure function from a world, an actor and arguments to an outcome or a fault.
type Deed struct {
	Name string
	// Online: only the server can do it; offline its button says why it waits.
	Online bool
	// Run decides. Arguments are parsed here and nowhere before.
	Run func(w World, by Actor, args json.RawMessage) (Outcome, error)
	// Hint names what Run will probably read, so that it can be fetched at once. It only ever adds reads: Run may read more.
	Hint func(args json.RawMessage) Reads
	// Cut splits arguments into such as fit one entry, in order. A command that is cut in more than one is a job.
	Cut func(args json.RawMessage) ([]json.RawMessage, error)
	// Keep returns the pictures that arguments bring along, which is done only where Run has accepted them.
	Keep func(args json.RawMessage) []Picture
	// Args makes an empty value of the arguments' type, for descriptions of the interface.
	Args func() any
}

// Picture is an image that belongs to a record, a JPEG file. A record that shows it has its name; those of before are kept, so that what was done can be undone.
type Picture struct {
	Of   Ref // of the organisation without its id, which a deed does not know
	ID   org.PictureID
	JPEG []byte
}

// PicturesOf is the picture of a record that arguments bring along, as org.ParsePicture takes it; none for what is no picture, which Run refuses.
func PicturesOf(of Ref, encoded string) []Picture {
	id, data, err := org.ParsePicture("picture", encoded)
	if err != nil {
		return nil
	}
	return []Picture{{of, id, data}}
}

// Reads is what a deed will probably read.
type Reads struct {
	Records []Ref
	Uniques []Unique
	Entries []uint64
	Tenant  bool // the organisation's own record, whose id a hint does not know
}

// MaxWrites is how many records and unique values one entry may write: a transaction holds 100 actions, and some are the
// ledger's own.
const MaxWrites = 90

// Spec describes a deed by functions over its own type of arguments.
type Spec[A any] struct {
	Name   string
	Online bool
	Run    func(w World, by Actor, a A) (Outcome, error)
	Hint   func(a A) Reads
	Cut    func(a A) []A
	Keep   func(a A) []Picture
}

// Deed makes a deed whose arguments are decoded exactly: keys as they are written, none twice.
func (s Spec[A]) Deed() Deed {
	u := untyped{
		args: func() any { return new(A) },
		run:  func(w World, by Actor, a any) (Outcome, error) { return s.Run(w, by, *a.(*A)) },
	}
	if s.Hint != nil {
		u.hint = func(a any) Reads { return s.Hint(*a.(*A)) }
	}
	if s.Keep != nil {
		u.keep = func(a any) []Picture { return s.Keep(*a.(*A)) }
	}
	if s.Cut != nil {
		u.cut = func(a any) (parts []any) {
			for _, part := range s.Cut(*a.(*A)) {
				parts = append(parts, part)
			}
			return parts
		}
	}
	return u.deed(s.Name, s.Online)
}

// untyped is a Spec over pointers to its arguments: what does not depend on their type is in the program once, and not for each deed.
type untyped struct {
	args func() any
	run  func(w World, by Actor, a any) (Outcome, error)
	hint func(a any) Reads     // nil for none
	keep func(a any) []Picture // the same
	cut  func(a any) []any     // the same
}

func (u untyped) parse(args json.RawMessage) (any, error) {
	if len(args) == 0 {
		args = json.RawMessage("{}")
	}
	a := u.args()
	return a, exact.Unmarshal(args, a)
}

func (u untyped) deed(name string, online bool) Deed {
	return Deed{
		Name:   name,
		Online: online,
		Args:   u.args,
		Run: func(w World, by Actor, args json.RawMessage) (Outcome, error) {
			a, err := u.parse(args)
			if err != nil {
				return Outcome{}, err
			}
			return u.run(w, by, a)
		},
		Hint: func(args json.RawMessage) Reads {
			if a, err := u.parse(args); err == nil && u.hint != nil {
				return u.hint(a)
			}
			return Reads{}
		},
		Keep: func(args json.RawMessage) []Picture {
			if a, err := u.parse(args); err == nil && u.keep != nil {
				return u.keep(a)
			}
			return nil
		},
		Cut: func(args json.RawMessage) ([]json.RawMessage, error) {
			a, err := u.parse(args)
			if err != nil {
				return nil, err
			}
			if u.cut == nil {
				return []json.RawMessage{args}, nil
			}
			parts := u.cut(a)
			if len(parts) <= 1 {
				return []json.RawMessage{args}, nil
			}
			out := make([]json.RawMessage, len(parts))
			for i, p := range parts {
				if out[i], err = json.Marshal(p); err != nil {
					return nil, fault.New(fault.Invalid, "json.malformed")
				}
			}
			return out, nil
		},
	}
}
