package palette

import (
	"slices"
	"strings"
)

// keptRecents is how many are remembered: some of them may not be offered today.
const keptRecents = 12

// Recents is what was used last, latest first. Members and groups among them are forgotten when the page is closed; the rest is remembered on
// the device.
type Recents struct{ list []Hit }

// Use notes that something was used.
func (r *Recents) Use(h Hit) {
	r.list = slices.DeleteFunc(r.list, func(have Hit) bool { return have == h })
	r.list = slices.Insert(r.list, 0, h)
	r.list = r.list[:min(len(r.list), keptRecents)]
}

// Forget drops members and groups: another organisation is in view.
func (r *Recents) Forget() {
	r.list = slices.DeleteFunc(r.list, func(h Hit) bool { return h.Key == "" })
}

// Kept is what is remembered on the device: no members, no groups.
func (r *Recents) Kept() string {
	var out []string
	for _, h := range r.list {
		if h.Key != "" {
			out = append(out, h.Key)
		}
	}
	return strings.Join(out, " ")
}

// Recall takes up what was remembered.
func (r *Recents) Recall(kept string) {
	r.list = nil
	for _, key := range strings.Fields(kept) {
		if len(r.list) < keptRecents {
			r.list = append(r.list, Hit{Key: key})
		}
	}
}
