package replica

import (
	"encoding/json"
	"slices"
	"sort"
	"strconv"
	"strings"

	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// The names under which a replica lies on the device. Records lie in chunks, since writing one at a time takes twenty times as long.
const (
	keyMeta    = "meta"
	keyRecords = "r/" // number of the chunk
	keyEntries = "e/" // position, 20 digits
	keyOutbox  = "o/" // id of the command
	keyInbox   = "i/" // id of the command
	keyJobs    = "j/" // id of the command
	keyPhotos  = "p/" // id of the member and name of the picture: web/js/photo.js puts them there
)

const (
	chunkSize   = 100 // records in a chunk, at most
	keptEntries = 300 // entries that stay on the device, the latest: for undo and the audit trail without a connection
)

// Blob is one thing that lies on the device under a name; nil Data says that it is gone.
type Blob struct {
	Key  string
	Data []byte
}

// Batch is what has to be written to the device at once: all of it or nothing.
type Batch struct {
	Clear bool // records and entries that were there before are gone
	Blobs []Blob
}

// Empty says that there is nothing to write.
func (b Batch) Empty() bool { return !b.Clear && len(b.Blobs) == 0 }

// FirstFrom are the beginnings of the names of what is read before the records: where these stand, what waits, what was refused, what has become a job, entries.
var FirstFrom = []string{keyMeta, keyOutbox, keyInbox, keyJobs, keyEntries}

// The beginnings of the names of records, of what waits, and of where the records stand.
const (
	RecordsFrom = keyRecords
	OutboxFrom  = keyOutbox
	MetaFrom    = keyMeta
)

// Known says whether somebody's records have lain here: what was found holds where they stand.
func Known(found []Blob) bool { return Under(keyMeta, found) != nil }

// Under is what was found under a name.
func Under(key string, found []Blob) []byte {
	for _, b := range found {
		if b.Key == key {
			return b.Data
		}
	}
	return nil
}

// ClearedFrom are the beginnings of the names of what Clear takes away.
var ClearedFrom = []string{keyRecords, keyEntries, keyPhotos}

// kept is where the records of a replica lie on the device, and what has changed there since it was written.
type kept struct {
	places map[ledger.Ref]int32
	chunks [][]ledger.Ref
	last   []uint64 // positions of the entries that are kept, in order

	clear   bool
	meta    bool
	dirty   map[int32]bool
	entries map[uint64]bool // false: gone
	outbox  map[org.CommandID]bool
	inbox   map[org.CommandID]bool
	jobs    map[org.CommandID]bool
}

func newKept() kept {
	k := kept{outbox: map[org.CommandID]bool{}, inbox: map[org.CommandID]bool{}, jobs: map[org.CommandID]bool{}}
	k.forget()
	return k
}

// forget notes that records and entries begin anew.
func (k *kept) forget() {
	k.places, k.chunks, k.last = map[ledger.Ref]int32{}, nil, nil
	k.dirty, k.entries = map[int32]bool{}, map[uint64]bool{}
	k.clear, k.meta = true, true
}

// touch notes that a record has changed, is new, or is gone.
func (k *kept) touch(ref ledger.Ref, alive bool) {
	at, placed := k.places[ref]
	switch {
	case !placed && !alive:
		return
	case !placed:
		if n := len(k.chunks); n == 0 || len(k.chunks[n-1]) >= chunkSize {
			k.chunks = append(k.chunks, make([]ledger.Ref, 0, chunkSize))
		}
		at = int32(len(k.chunks) - 1)
		k.put(at, ref)
	case !alive:
		k.take(ref)
	}
	k.dirty[at] = true
}

func (k *kept) put(at int32, ref ledger.Ref) {
	k.chunks[at] = append(k.chunks[at], ref)
	k.places[ref] = at
}

func (k *kept) take(ref ledger.Ref) {
	at := k.places[ref]
	delete(k.places, ref)
	k.chunks[at] = slices.DeleteFunc(k.chunks[at], func(r ledger.Ref) bool { return r == ref })
}

// entry notes that an entry is here.
func (k *kept) entry(seq uint64) {
	if slices.Contains(k.last, seq) {
		return
	}
	k.last = append(k.last, seq)
	inOrderOf(k.last)
	k.entries[seq] = true
	for len(k.last) > keptEntries {
		k.entries[k.last[0]] = false
		k.last = k.last[1:]
	}
}

// meta is what has to be known of the records to go on from them.
type meta struct {
	Version int          `json:"v"`
	Tenant  org.TenantID `json:"tenant"`
	Me      ledger.Actor `json:"me"`
	Head    ledger.Head  `json:"head"`
	Loading bool         `json:"loading,omitempty"`
	Total   int          `json:"total,omitempty"`
	Next    string       `json:"next,omitempty"`
	From    uint64       `json:"from,omitempty"`
	Until   uint64       `json:"until,omitempty"`
	Cursor  string       `json:"cursor,omitempty"`
	Chunks  int          `json:"chunks,omitempty"` // how many there are
}

// schema is how records lie on the device. What lies there under another number is fetched anew; what waits is read under every one.
const schema = 5

// Save is what has changed since it was asked for the last time. Records wait until their page is in place, so that the device never
// holds a half of one; a tab that follows writes only what was done in it.
func (r *Replica) Save() Batch {
	k := &r.kept
	var b Batch
	if r.page == nil && !r.restoring && !r.following {
		b.Clear = k.clear
		for _, at := range sorted(k.dirty) {
			b.Blobs = append(b.Blobs, Blob{keyRecords + strconv.Itoa(int(at)), r.chunk(at)})
		}
		for _, seq := range sorted(k.entries) {
			e, err := r.base.Entry(seq)
			if err != nil || !k.entries[seq] {
				b.Blobs = append(b.Blobs, Blob{Key: entryKey(seq)})
				continue
			}
			b.Blobs = append(b.Blobs, Blob{entryKey(seq), marshal(e)})
		}
		if k.meta {
			b.Blobs = append(b.Blobs, Blob{keyMeta, marshal(meta{
				schema, r.tenant, r.me, r.base.Head(), r.loading, r.total, r.next, r.from, r.until, r.cursor, len(k.chunks),
			})})
		}
		k.clear, k.meta = false, false
		clear(k.dirty)
		clear(k.entries)
	}
	for _, id := range sorted(k.outbox) {
		var data []byte
		if p := r.find(id); p != nil {
			data = marshal(p)
		}
		b.Blobs = append(b.Blobs, Blob{keyOutbox + string(id), data})
	}
	for _, id := range sorted(k.inbox) {
		var data []byte
		if c := r.conflict(id); c != nil {
			data = marshal(c)
		}
		b.Blobs = append(b.Blobs, Blob{keyInbox + string(id), data})
	}
	for _, id := range sorted(k.jobs) {
		var data []byte
		if j := r.jobOf(id); j != nil {
			data = marshal(j)
		}
		b.Blobs = append(b.Blobs, Blob{keyJobs + string(id), data})
	}
	clear(k.outbox)
	clear(k.inbox)
	clear(k.jobs)
	return b
}

// SaveFailed notes that a batch could not be written: it is part of the next one.
func (r *Replica) SaveFailed(b Batch) {
	k := &r.kept
	k.clear = k.clear || b.Clear
	for _, blob := range b.Blobs {
		kind, name := split(blob.Key)
		switch kind {
		case keyMeta:
			k.meta = true
		case keyRecords:
			if n, err := strconv.Atoi(name); err == nil && n < len(k.chunks) {
				k.dirty[int32(n)] = true
			}
		case keyEntries:
			if seq, err := strconv.ParseUint(name, 10, 64); err == nil {
				if _, newer := k.entries[seq]; !newer {
					k.entries[seq] = blob.Data != nil
				}
			}
		case keyOutbox:
			k.outbox[org.CommandID(name)] = true
		case keyInbox:
			k.inbox[org.CommandID(name)] = true
		case keyJobs:
			k.jobs[org.CommandID(name)] = true
		}
	}
}

// split takes a name apart: what kind of thing it is, and which.
func split(key string) (kind, name string) {
	if i := strings.IndexByte(key, '/'); i >= 0 {
		return key[:i+1], key[i+1:]
	}
	return key, ""
}

func entryKey(seq uint64) string {
	n := strconv.FormatUint(seq, 10)
	return keyEntries + strings.Repeat("0", 20-len(n)) + n
}

// inOrderOf sorts positions. The generic sort would be in the app once more for their type.
func inOrderOf(seqs []uint64) { sort.Slice(seqs, func(i, j int) bool { return seqs[i] < seqs[j] }) }

func sorted[K int32 | uint64 | org.CommandID](set map[K]bool) []K {
	keys := make([]K, 0, len(set))
	for k := range set {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { return keys[i] < keys[j] })
	return keys
}

func marshal(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic("replica: what can't be marshalled: " + err.Error())
	}
	return data
}

// chunk is the records of one chunk as they lie on the device: a page of a snapshot. None if all of them are gone.
func (r *Replica) chunk(at int32) []byte {
	if int(at) >= len(r.kept.chunks) || len(r.kept.chunks[at]) == 0 {
		return nil
	}
	out := append(make([]byte, 0, 300*chunkSize), `{"records":[`...)
	for i, ref := range r.kept.chunks[at] {
		rec, _ := r.base.Record(ref)
		if i > 0 {
			out = append(out, ',')
		}
		out = appendRecord(out, rec)
	}
	return append(out, "]}"...)
}
