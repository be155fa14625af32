package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"slices"
	"sort"
	"strconv"

	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

// How an entry is hashed. Every value in it is a leaf: a SHA-256 over a salt, the place of the value, and the value before
// and after. The leaves, filled up with meaningless ones to one of two sizes and sorted by digest, are a binary tree whose root
// is in the entry's hash. So a view that hides values still leads to the same hash, and the tree's shape, the number of leaves
// and the places of those shown tell nothing of what is hidden. The salt of a value is sent only with the value.
const (
	smallTree = 64
	bulkTree  = 2048
	// opField is the leaf that says what a change does to its record.
	opField = "#op"
	saltLen = 16
)

// Seal completes an entry: salts, root and hash. chance gives 16 fresh random bytes at each call. prev is the hash of the
// entry before, zero for the first. Fault: ledger.entryTooLarge over 2048 values.
func Seal(tenant org.TenantID, e Entry, prev Digest, chance func() [saltLen]byte) (Entry, error) {
	salt := func() []byte { c := chance(); return c[:] }
	e.Salt, e.Actor.Salt, e.Prev, e.Proof = salt(), salt(), prev, nil
	e.Changes = slices.Clone(e.Changes)
	if e.Changes == nil {
		e.Changes = []Change{}
	}
	for i := range e.Changes {
		e.Changes[i].Salt = salt()
	}
	leaves := e.leaves()
	switch {
	case len(leaves) <= smallTree:
		e.Size = smallTree
	case len(leaves) <= bulkTree:
		e.Size = bulkTree
	default:
		return Entry{}, fault.New(fault.TooMany, "ledger.entryTooLarge")
	}
	e.Root = root(e.tree(leaves))
	e.Hash = e.hash(tenant)
	return e, nil
}

// Verify checks an entry against the hash of the one before. Fault: ledger.broken with the entry's seq.
func Verify(tenant org.TenantID, e Entry, prev Digest) error {
	if e.Prev != prev {
		return broken(e.Seq)
	}
	return VerifyAlone(tenant, e)
}

// VerifyAlone checks that all an entry shows is what its hash was made from. Fault: ledger.broken.
func VerifyAlone(tenant org.TenantID, e Entry) error {
	if e.Size != smallTree && e.Size != bulkTree || e.Hash != e.hash(tenant) {
		return broken(e.Seq)
	}
	leaves := e.leaves()
	if len(leaves) > e.Size {
		return broken(e.Seq)
	}
	var got Digest
	switch {
	case e.Proof == nil && len(e.Salt) == saltLen:
		got = root(e.tree(leaves))
	case e.Proof != nil && len(e.Salt) == 0:
		var ok bool
		if got, ok = e.Proof.root(leaves, e.Size); !ok {
			return broken(e.Seq)
		}
	default:
		return broken(e.Seq)
	}
	if got != e.Root {
		return broken(e.Seq)
	}
	return nil
}

// Reduce returns the entry with only those values that show allows: of whom, when, how and why nothing. ok is false if
// nothing is left. show is asked for each record and field; what a change did to its record shows if any field of it does.
func (e Entry) Reduce(show func(ref Ref, field string) bool) (reduced Entry, ok bool) {
	reduced = Entry{Seq: e.Seq, Size: e.Size, Prev: e.Prev, Root: e.Root, Hash: e.Hash, Changes: []Change{}, Proof: &Proof{}}
	for _, c := range e.Changes {
		r := Change{Kind: c.Kind, ID: c.ID, Op: c.Op, Salts: map[string]Digest{opField: c.salt(opField)}}
		for _, n := range Names(c.Before, c.After) {
			if !show(c.Ref(), n) {
				continue
			}
			if v, had := c.Before[n]; had {
				r.Before = r.Before.with(n, v)
			}
			if v, has := c.After[n]; has {
				r.After = r.After.with(n, v)
			}
			r.Salts[n] = c.salt(n)
		}
		if len(r.Salts) > 1 {
			reduced.Changes = append(reduced.Changes, r)
		}
	}
	reduced.Proof = prove(e.tree(e.leaves()), reduced.leaves())
	return reduced, len(reduced.Changes) > 0
}

func sortedKeys(m map[string]Digest) []string {
	out := make([]string, 0, len(m))
	for n := range m {
		out = append(out, n)
	}
	sort.Strings(out)
	return out
}

func (f Fields) with(name string, value json.RawMessage) Fields {
	if f == nil {
		f = Fields{}
	}
	f[name] = value
	return f
}

func broken(seq uint64) error {
	return fault.New(fault.Conflict, "ledger.broken", "seq", strconv.FormatUint(seq, 10))
}

// leaves are the digests of all values in the entry.
func (e Entry) leaves() []Digest {
	var out []Digest
	if e.Proof == nil {
		meta := func(name string, value []byte) {
			out = append(out, leaf(fieldSalt(e.Salt, name), "entry", "", name, nil, value))
		}
		meta("at", strconv.AppendInt(nil, e.At.UnixNano(), 10))
		meta("command", []byte(e.Command))
		meta("batch", []byte(e.Batch))
		meta("deed", []byte(e.Deed))
		meta("actor", []byte(e.Actor.Member))
		meta("undoes", binaryList(e.Undoes))
		if d := e.Device; d != (org.Device{}) {
			// Entries from before there were devices have no such leaf, and none can be added or taken away unnoticed.
			meta("device", text(text(text(nil, []byte(d.Kind)), []byte(d.Browser)), []byte(d.System)))
		}
		if e.Actor.Erased != nil {
			out = append(out, *e.Actor.Erased)
		} else {
			out = append(out, e.actorLeaf())
		}
	}
	for _, c := range e.Changes {
		out = append(out, leaf(c.salt(opField), c.Kind, c.ID, opField, nil, []byte(c.Op)))
		for _, n := range Names(c.Before, c.After) {
			out = append(out, c.leaf(n))
		}
		for _, n := range sortedKeys(c.Erased) {
			out = append(out, c.Erased[n])
		}
	}
	return out
}

// tree is all leaves, filled up and sorted.
func (e Entry) tree(leaves []Digest) []Digest {
	all := slices.Clone(leaves)
	for i := 0; len(all) < e.Size; i++ {
		all = append(all, fieldSalt(e.Salt, "fill "+strconv.Itoa(i)))
	}
	sortDigests(all)
	return all
}

// sortDigests is not generic, as each type that is sorted by package slices weighs 5 KB in the browser.
func sortDigests(list []Digest) {
	sort.Slice(list, func(i, k int) bool { return bytes.Compare(list[i][:], list[k][:]) < 0 })
}

func (e Entry) hash(tenant org.TenantID) Digest {
	b := text([]byte("stellwerk/entry/1"), []byte(tenant))
	b = binary.BigEndian.AppendUint64(b, e.Seq)
	b = binary.BigEndian.AppendUint32(b, uint32(e.Size))
	b = append(append(b, e.Prev[:]...), e.Root[:]...)
	return sha256.Sum256(b)
}

func leaf(salt Digest, kind Kind, id, field string, before, after []byte) Digest {
	b := append([]byte("stellwerk/leaf/1"), salt[:]...)
	for _, part := range [][]byte{[]byte(kind), []byte(id), []byte(field), before, after} {
		b = text(b, part)
	}
	return sha256.Sum256(b)
}

func fieldSalt(salt []byte, field string) Digest {
	return sha256.Sum256(text(text([]byte("stellwerk/salt/1"), salt), []byte(field)))
}

func node(a, b Digest) Digest {
	return sha256.Sum256(append(append([]byte("stellwerk/node/1"), a[:]...), b[:]...))
}

// text appends a part with its length in front, so that no two lists of parts are the same bytes.
func text(b, part []byte) []byte {
	return append(binary.BigEndian.AppendUint32(b, uint32(len(part))), part...)
}

func binaryList(ns []uint64) []byte {
	var b []byte
	for _, n := range ns {
		b = binary.BigEndian.AppendUint64(b, n)
	}
	return b
}

func root(level []Digest) Digest {
	level = slices.Clone(level)
	for len(level) > 1 {
		for i := 0; i < len(level)/2; i++ {
			level[i] = node(level[2*i], level[2*i+1])
		}
		level = level[:len(level)/2]
	}
	return level[0]
}

// prove finds the shown leaves in the tree and lists what is needed beside them, from left to right.
func prove(tree, shown []Digest) *Proof {
	p := &Proof{Places: []int{}, Digests: []Digest{}}
	for _, d := range shown {
		at, _ := slices.BinarySearchFunc(tree, d, func(a, b Digest) int { return bytes.Compare(a[:], b[:]) })
		p.Places = append(p.Places, at)
	}
	sort.Slice(p.Places, func(i, k int) bool { return p.Places[i] < p.Places[k] })
	var walk func(from, to int, places []int)
	walk = func(from, to int, places []int) {
		switch {
		case len(places) == 0:
			p.Digests = append(p.Digests, root(tree[from:to]))
		case to-from > 1:
			mid := (from + to) / 2
			cut, _ := slices.BinarySearch(places, mid)
			walk(from, mid, places[:cut])
			walk(mid, to, places[cut:])
		}
	}
	walk(0, len(tree), p.Places)
	return p
}

// root leads from the shown leaves to the root; ok is false if the proof does not fit them.
func (p *Proof) root(shown []Digest, size int) (d Digest, ok bool) {
	shown = slices.Clone(shown)
	sortDigests(shown)
	if len(shown) != len(p.Places) {
		return d, false
	}
	for i, at := range p.Places {
		if at < 0 || at >= size || i > 0 && at <= p.Places[i-1] {
			return d, false
		}
	}
	rest := p.Digests
	ok = true
	var walk func(from, to int, places []int) Digest
	walk = func(from, to int, places []int) Digest {
		switch {
		case len(places) == 0:
			if len(rest) == 0 {
				ok = false
				return Digest{}
			}
			d := rest[0]
			rest = rest[1:]
			return d
		case to-from == 1:
			d := shown[0]
			shown = shown[1:]
			return d
		}
		mid := (from + to) / 2
		cut, _ := slices.BinarySearch(places, mid)
		left := walk(from, mid, places[:cut])
		return node(left, walk(mid, to, places[cut:]))
	}
	d = walk(0, size, p.Places)
	return d, ok && len(rest) == 0
}
