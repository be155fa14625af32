package imports

import (
	"slices"
	"strings"
	"unicode"

	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/staff"
)

// Mend is a way to put a line right with one tap.
type Mend struct {
	Text  string
	Field staff.Field // the cell that is written
	Value string      // what is written into it
	do    mendKind
}

type mendKind uint8

const (
	mendCell   mendKind = iota // write Value
	mendColumn                 // leave the whole column alone
	mendExtra                  // let go of the cells beyond the headings
	mendOut                    // leave the line out
)

// Mends offers for the k-th fault of a line what a person would most likely do about it, at most two; none where there is no telling.
func (l *List) Mends(i, k int) []Mend {
	f := l.Lines[i].Faults[k]
	field := staff.Field(f.Field)
	cell := l.Cell(i, field)
	write := func(text, value string) Mend { return Mend{text, field, value, mendCell} }
	take := func(value string) []Mend {
		if value == "" || value == cell {
			return nil
		}
		return []Mend{write(ui.T("imports.mend.take", "value", value), value)}
	}
	without := write(ui.T("imports.mend.without", "field", fieldText(field)), "")
	out := Mend{Text: ui.T("imports.mend.out"), do: mendOut}
	switch f.Code {
	case "import.duplicate", "member.ownerEdit", "member.self":
		return []Mend{out}
	case "staff.extraCells":
		return []Mend{{Text: ui.T("imports.row.dropExtra"), do: mendExtra}}
	case "staff.kind":
		column := Mend{ui.T("imports.mend.column", "column", l.Mapping.Name(field)), field, "", mendColumn}
		return []Mend{column, write(ui.T("imports.mend.guest"), ui.T("imports.mend.guestWord"))}
	case "unit.unknown", "unit.several":
		if paths := strings.Split(f.Values["paths"], "; "); len(paths) > 1 && strings.TrimSpace(cell) == f.Values["value"] {
			return append(take(paths[0]), take(paths[1])...)
		}
		return []Mend{{ui.T("imports.mend.column", "column", l.Mapping.Name(field)), field, "", mendColumn}, without}
	case "staff.contacts":
		return []Mend{without}
	case "staff.dateAmbiguous":
		return append(take(f.Values["one"]), take(f.Values["other"])...)
	case "staff.date", "date.malformed", "staff.rounded":
		return []Mend{without}
	case "phone.malformed":
		return append(take(digitsOnly(cell)), without)
	case "text.length":
		return l.shortened(f, cell, take)
	case "text.control":
		return take(visibleOnly(cell))
	}
	if field == staff.Email && cell != "" {
		return take(l.likelyAddress(cell))
	}
	return nil
}

func (l *List) shortened(f *fault.Fault, cell string, take func(string) []Mend) []Mend {
	most := 0
	for _, c := range f.Values["max"] {
		most = most*10 + int(c-'0')
	}
	r := []rune(strings.TrimSpace(cell))
	if most == 0 || len(r) <= most {
		return nil
	}
	mends := take(strings.TrimSpace(string(r[:most])))
	mends[0].Text = ui.N("imports.mend.short", most)
	return mends
}

// Put does what a mend offers.
func (l *List) Put(judge Judge, i int, m Mend) error {
	switch m.do {
	case mendColumn:
		l.Ignore(m.Field)
		return nil // every line is to be judged anew
	case mendExtra:
		l.DropExtra(i)
	case mendOut:
		return l.LeaveOut(judge, i, true)
	default:
		l.SetCell(i, m.Field, m.Value)
	}
	return l.Rejudge(judge, i)
}

// digitsOnly is the number within a cell such as "030 1234 (Büro)"; "" if there is none worth calling.
func digitsOnly(cell string) string {
	start := strings.IndexAny(cell, "+0123456789")
	if start < 0 {
		return ""
	}
	rest := cell[start:]
	if end := strings.IndexFunc(rest, func(r rune) bool { return !strings.ContainsRune("+0123456789 ()/-", r) }); end >= 0 {
		rest = rest[:end]
	}
	rest = strings.TrimRight(rest, " (/-")
	if n := strings.IndexFunc(rest, unicode.IsDigit); n < 0 || len(rest) < 5 {
		return ""
	}
	return rest
}

func visibleOnly(cell string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, cell))
}

// likelyAddress is the address that was probably meant: without a name around it, spaces, or marks beside it, and with the ending that
// the other addresses of the list have. "" if that is none either.
func (l *List) likelyAddress(cell string) string {
	s := cell
	if from, to := strings.IndexByte(s, '<'), strings.LastIndexByte(s, '>'); from >= 0 && to > from {
		s = s[from+1 : to]
	}
	for _, at := range []string{"(at)", "[at]", "(AT)", "[AT]", " at "} {
		if !strings.Contains(s, "@") {
			s = strings.ReplaceAll(s, at, "@")
		}
	}
	s = strings.Join(strings.Fields(visibleOnly(s)), "")
	for _, twice := range [][2]string{{",", "."}, {"@@", "@"}, {"..", "."}, {".@", "@"}, {"@.", "@"}} {
		s = strings.ReplaceAll(s, twice[0], twice[1])
	}
	s = strings.Trim(s, ".;:<>\"'")
	local, domain, ok := strings.Cut(s, "@")
	if !ok {
		return ""
	}
	if !strings.Contains(domain, ".") {
		domain = l.domainLike(domain)
	}
	s = local + "@" + domain
	if _, err := org.ParseEmail("email", s); err != nil {
		return ""
	}
	return s
}

// domainLike is the most frequent domain of the list that begins as start does.
func (l *List) domainLike(start string) string {
	if l.domains == nil {
		l.domains = map[string]int{}
		for i := range l.Lines {
			if _, domain, ok := strings.Cut(l.Cell(i, staff.Email), "@"); ok && strings.Contains(domain, ".") {
				l.domains[strings.ToLower(domain)]++
			}
		}
	}
	best := ""
	for domain, n := range l.domains {
		if start != "" && strings.HasPrefix(domain, strings.ToLower(start)+".") && (n > l.domains[best] || n == l.domains[best] && domain < best) {
			best = domain
		}
	}
	return best
}

// Ignore leaves a column alone that was read as a field; all lines are to be judged anew. The three that every person needs stay.
func (l *List) Ignore(f staff.Field) {
	if at, ok := l.Mapping.Columns[f]; ok && !slices.Contains(staff.Required, f) {
		l.ignored[f] = at
		delete(l.Mapping.Columns, f)
		l.columnsChanged()
	}
}

// Regard reads a column again that was left alone by hand.
func (l *List) Regard(f staff.Field) {
	if at, ok := l.ignored[f]; ok {
		l.Mapping.Columns[f] = at
		delete(l.ignored, f)
		l.columnsChanged()
	}
}

func (l *List) columnsChanged() {
	for i := range l.Lines {
		l.Lines[i].fixed = ""
	}
	l.Again()
}

// Ignored lists the fields whose columns are left alone by hand.
func (l *List) Ignored() []staff.Field {
	var out []staff.Field
	for _, f := range staff.Fields {
		if _, ok := l.ignored[f]; ok {
			out = append(out, f)
		}
	}
	return out
}
