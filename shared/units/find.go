package units

import (
	"slices"
	"strings"

	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/staff"
)

// answer is what a cell was found to mean.
type answer struct {
	groups []org.GroupID
	wrong  *fault.Fault
}

// Find reads a cell of a staff list: one or several groups, by the keys of the file, by their ids, by their names, or by their paths as in
// «Werk / Netz», with commas, semicolons, bars, lines, or, of keys and ids, spaces between them. Faults, on groups: unit.unknown, unit.several.
// A fault is the caller's own.
func (p *Plan) Find(cell string) ([]org.GroupID, *fault.Fault) {
	a, known := p.found[cell]
	if !known {
		a.groups, a.wrong = p.find(staff.Clean(cell))
		p.found[cell] = a
	}
	if a.wrong == nil {
		return a.groups, nil
	}
	own := *a.wrong
	own.Values = fault.Values{}
	for name, value := range a.wrong.Values {
		own.Values[name] = value
	}
	return nil, &own
}

func (p *Plan) find(cell string) (out []org.GroupID, wrong *fault.Fault) {
	if cell == "" {
		return nil, nil
	}
	if id, _ := p.one(cell); id != "" {
		return []org.GroupID{id}, nil
	}
	add := func(id org.GroupID) {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	for _, part := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(",;|\r\n", r) }) {
		part = staff.Clean(part)
		if part == "" {
			continue
		}
		id, several := p.one(part)
		if id != "" {
			add(id)
			continue
		}
		if len(several) > 0 {
			return nil, fault.On(string(staff.Groups), "unit.several", "value", part, "paths", p.pathsOf(several))
		}
		words := strings.Fields(part)
		ids := make([]org.GroupID, len(words))
		unknown, hit := "", false
		for i, word := range words {
			if ids[i] = p.byID(word); ids[i] != "" {
				hit = true
			} else if unknown == "" {
				unknown = word
			}
		}
		if unknown != "" {
			if !hit { // a name, and not several ids
				unknown = part
			}
			return nil, fault.On(string(staff.Groups), "unit.unknown", "value", unknown)
		}
		for _, id := range ids {
			add(id)
		}
	}
	return out, nil
}

// byID is the group that the file or the organisation calls so; "" if none.
func (p *Plan) byID(word string) org.GroupID {
	if id, in := p.keys[word]; in {
		return id
	}
	if _, there := p.After[org.GroupID(word)]; there {
		return org.GroupID(word)
	}
	return ""
}

// one is the group that a text means, by id, name or path; or the several that it may mean.
func (p *Plan) one(text string) (id org.GroupID, several []org.GroupID) {
	if id := p.byID(text); id != "" {
		return id, nil
	}
	if p.paths == nil {
		p.indexPaths()
	}
	key := path(text)
	all := p.paths[key]
	if len(all) == 1 {
		return all[0], nil
	}
	for _, id := range all { // the one whose whole path it is
		if path(p.Path(id)) == key && strings.ContainsRune(key, '/') {
			return id, nil
		}
	}
	return "", all
}

// indexPaths notes each group by its name, and by each end of its path.
func (p *Plan) indexPaths() {
	p.paths = make(map[string][]org.GroupID, 2*len(p.After))
	ids := make([]org.GroupID, 0, len(p.After))
	for id := range p.After {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		key := ""
		for at, n := id, 0; at != "" && n <= org.MaxLevels; n++ {
			g, there := p.After[at]
			if !there {
				break
			}
			if key != "" {
				key = "/" + key
			}
			key = path(g.Name) + key
			p.paths[key] = append(p.paths[key], id)
			at = g.Parent
		}
	}
}

// Path is where a group stands, and what it is called: «Werk / Netz».
func (p *Plan) Path(id org.GroupID) string {
	out := ""
	for n := 0; id != "" && n <= org.MaxLevels; n++ {
		g, there := p.After[id]
		if !there {
			break
		}
		if out != "" {
			out = " / " + out
		}
		out = g.Name + out
		id = g.Parent
	}
	return out
}

// pathsOf names groups by their paths, or by their ids where those are the same.
func (p *Plan) pathsOf(ids []org.GroupID) string {
	const most = 5
	paths := make([]string, min(len(ids), most+1))
	for i := range paths {
		paths[i] = p.Path(ids[i])
	}
	names := make([]string, len(paths))
	for i, name := range paths {
		switch names[i] = name; {
		case i == most:
			names[i] = "…"
		case slices.Index(paths, name) < i || slices.Contains(paths[i+1:], name):
			names[i] = strings.TrimSpace(name+" "+p.After[ids[i]].Type) + ": " + string(ids[i])
		}
	}
	return strings.Join(names, "; ")
}

// plain is a name as names are compared: in lower case, with single spaces.
func plain(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// path is a name or a path as they are compared.
func path(text string) string {
	text = plain(strings.NewReplacer("›", "/", ">", "/").Replace(text))
	if !strings.ContainsRune(text, '/') {
		return text
	}
	parts := strings.Split(text, "/")
	for i, part := range parts {
		parts[i] = strings.TrimSpace(part)
	}
	return strings.Join(parts, "/")
}
