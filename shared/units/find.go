package units

import (
	"slices"
	"strings"

	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/staff"
)

// Find reads a cell of a staff list: one or several groups, by the keys of the file, by their ids, by their names, or by their paths as in
// «Werk / Netz», with commas, semicolons, bars, lines, or, of keys and ids, spaces between them. Faults, on groups: unit.unknown, unit.several.
func (p *Plan) Find(cell string) ([]org.GroupID, *fault.Fault) {
	out, known := p.found[cell]
	if known || cell == "" {
		return out, nil
	}
	parts := []string{cell}
	if id, _ := p.one(cell); id == "" {
		parts = strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(",;|\r\n", r) })
	}
	for _, part := range parts {
		if part = staff.Clean(part); part == "" {
			continue
		}
		ids, wrong := p.some(part)
		if wrong != nil {
			return nil, wrong
		}
		for _, id := range ids {
			if !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	p.found[cell] = out
	return out, nil
}

// some are the groups of a part of a cell: one, or ids with spaces between them.
func (p *Plan) some(part string) (ids []org.GroupID, wrong *fault.Fault) {
	id, several := p.one(part)
	if id != "" {
		return []org.GroupID{id}, nil
	}
	if len(several) > 0 {
		return nil, fault.On(string(staff.Groups), "unit.several", "value", part, "paths", p.pathsOf(several))
	}
	unknown := ""
	for _, word := range strings.Fields(part) {
		if id := p.byID(word); id != "" {
			ids = append(ids, id)
		} else if unknown == "" {
			unknown = word
		}
	}
	if len(ids) == 0 { // a name, and not several ids
		unknown = part
	}
	if unknown != "" {
		return nil, fault.On(string(staff.Groups), "unit.unknown", "value", unknown)
	}
	return ids, nil
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
	for _, id := range p.After.ids() {
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

// pathsOf names groups by their paths, or by their ids where the paths are no help.
func (p *Plan) pathsOf(ids []org.GroupID) string {
	const most = 5
	out := ""
	for i, id := range ids {
		if i > 0 {
			out += "; "
		}
		if i == most {
			return out + "…"
		}
		name := p.Path(id)
		if len(p.paths[path(name)]) > 1 {
			name = string(id)
		}
		out += name
	}
	return out
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
