package story

import "stellwerk/shared/ledger"

// Item is what the trail shows as one line: one entry, or neighbouring entries of one job.
type Item struct {
	Entries []ledger.Entry // latest first
}

// Seq is the position of the latest entry: the item's name.
func (it Item) Seq() uint64 { return it.Entries[0].Seq }

// First is the position of the earliest entry.
func (it Item) First() uint64 { return it.Entries[len(it.Entries)-1].Seq }

// Changes is how many records the item changed, those of all its entries together.
func (it Item) Changes() int {
	n := 0
	for _, e := range it.Entries {
		n += len(e.Changes)
	}
	return n
}

// Undoes are the positions of the entries that the item took back.
func (it Item) Undoes() []uint64 {
	var seqs []uint64
	for _, e := range it.Entries {
		seqs = append(seqs, e.Undoes...)
	}
	return seqs
}

// Items puts entries, latest first, together into lines.
func Items(entries []ledger.Entry) []Item {
	var out []Item
	for i, e := range entries {
		if i > 0 && e.Batch != "" && e.Batch == entries[i-1].Batch && e.Deed == entries[i-1].Deed {
			last := &out[len(out)-1]
			last.Entries = append(last.Entries, e)
			continue
		}
		out = append(out, Item{[]ledger.Entry{e}})
	}
	return out
}

// UndoneBy says for each entry that another of these entries took back which one that was: the last one.
func UndoneBy(entries []ledger.Entry) map[uint64]uint64 {
	by := map[uint64]uint64{}
	for _, e := range entries {
		for _, seq := range e.Undoes {
			if by[seq] < e.Seq {
				by[seq] = e.Seq
			}
		}
	}
	return by
}
