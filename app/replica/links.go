package replica

import (
	"sort"

	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// LinkHere is a link by which many can join.
type LinkHere struct {
	ID   org.LinkID
	Link org.Link
}

func (d *Directory) setLink(id org.LinkID, value ledger.Entity) {
	if l, there := value.(org.Link); there {
		d.links[id] = l
	} else {
		delete(d.links, id)
	}
}

// Links lists the links by which many can join, the latest first.
func (d *Directory) Links() []LinkHere {
	out := make([]LinkHere, 0, len(d.links))
	for id, l := range d.links {
		out = append(out, LinkHere{id, l})
	}
	sort.Slice(out, func(i, k int) bool { return out[i].ID > out[k].ID })
	return out
}
