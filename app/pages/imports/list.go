package imports

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"stellwerk/app/ui"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/sheet"
	"stellwerk/shared/staff"
	"stellwerk/shared/units"
	"stellwerk/shared/vcard"
)

// List is a staff list on its way in: what was read of the file, what becomes of each row, and what has been mended since.
type List struct {
	Name    string
	Bytes   int
	Pasted  bool   // it was no file
	Cards   bool   // it was a vCard file: the n-th card is row n
	book    *book  // that it is a sheet of
	sheet   string // of that book
	Table   sheet.Table
	Mapping staff.Mapping
	Lines   []Line

	said    map[string]staff.Field // what the organisation says that headings mean, by what staff.Fold makes of them
	mapped  int                    // how often that has been changed here
	seed    org.JobID              // ids of new people are derived from it
	judged  int                    // lines before this have a verdict
	same    map[org.EmailKey][]int32
	counts  Counts
	ignored map[staff.Field]int // columns that are left alone by hand
	domains map[string]int      // how often the addresses end in what; nil until it is asked

	Units *Units // the groups that come with it, or alone
	tree         // that it leads to
}

// Line is one row of the file.
type Line struct {
	Row    sheet.Row
	Number int                 // by which people know the row
	Kind   members.VerdictKind // "" until it is judged
	Change *ledger.Change      // of a row that changes somebody
	Faults fault.List          // of a refused row
	Out    bool                // left out by hand
	Mended bool                // a cell is not what the file says

	key     org.EmailKey
	fixed   staff.Field         // the cell that the page offers to mend
	typing  bool                // somebody is at it
	counted members.VerdictKind // under which Counts has it
	fields  uint8               // how many of a person's fields change
	long    bool                // one of its reasons takes more than a line
	found   string              // what a search finds of it; "" until somebody searches
}

// Counts says how many rows there are of each sort. Those left out by hand count only as such.
type Counts struct {
	New, Changes, Unchanged, Refused, Out int
}

// Judge says what importing rows would do: members.Verdicts over the replica.
type Judge func([]members.Row) ([]members.Verdict, error)

// Read reads a file: a staff list, or a list of groups, which has no lines. Errors are those of sheet and staff; with those of staff the list comes as far as it goes, so that the page can say
// what it did understand.
func Read(name string, data []byte, seed org.JobID, said ...map[string]staff.Field) (*List, error) {
	text, enc, err := sheet.Decode(data)
	if err != nil {
		return nil, err
	}
	cards, t := vcard.Is(text), sheet.Table{}
	if cards {
		t, err = vcard.Table(text, string(ui.Lang()))
	} else {
		t, err = sheet.Parse(text)
	}
	if err != nil {
		return nil, err
	}
	if len(said) == 0 {
		said = []map[string]staff.Field{nil}
	}
	t = units.Headed(t, said[0])
	t.Encoding = enc
	l := &List{Name: name, Bytes: len(data), Cards: cards, Table: t, seed: seed, same: map[org.EmailKey][]int32{}, ignored: map[staff.Field]int{}}
	if units.Is(t.Header) {
		l.Units = &Units{Name: name, Table: t}
		l.Units.File, err = units.Read(t)
		return l, err
	}
	l.said = said[0]
	return l, l.readColumns()
}

// readColumns finds out which column holds what. As soon as that is known there are lines. Errors are those of staff.
func (l *List) readColumns() (err error) {
	if l.Mapping, err = staff.ColumnsAs(l.Table.Header, l.said); err != nil {
		return err
	}
	rows := l.Table.Rows
	if len(rows) == 0 {
		return fault.On("rows", "rows.none")
	}
	if l.Lines == nil {
		l.Lines = make([]Line, len(rows))
		numbers := numbersOf(l.Mapping, rows)
		for i, r := range rows {
			l.Lines[i] = Line{Row: r, Number: numbers[i]}
		}
	}
	for f := range l.ignored {
		delete(l.Mapping.Columns, f)
	}
	return nil
}

// numbersOf are the numbers by which people know the rows: those that a mended list brings along, if they rise, else the rows' own.
func numbersOf(m staff.Mapping, rows []sheet.Row) []int {
	at, brought := m.Columns[staff.Row]
	out := make([]int, len(rows))
	for i, r := range rows {
		if out[i] = r.Number; brought {
			n, err := strconv.Atoi(r.Cells[at])
			if err != nil || n < 1 || i > 0 && n <= out[i-1] {
				return numbersOf(staff.Mapping{}, rows)
			}
			out[i] = n
		}
	}
	return out
}

// Progress is how many rows have been judged, of how many.
func (l *List) Progress() (judged, total int) { return l.judged, len(l.Lines) }

// Again lets everything be judged anew: the organisation has changed. Verdicts stay until then.
func (l *List) Again() {
	l.judged = 0
	l.tree = tree{}
	l.same = make(map[org.EmailKey][]int32, len(l.Lines))
}

// Step judges up to n more rows and says whether all are done.
func (l *List) Step(judge Judge, n int) (done bool, err error) {
	to := min(l.judged+n, len(l.Lines))
	at := make([]int32, 0, to-l.judged)
	for i := l.judged; i < to; i++ {
		line := &l.Lines[i]
		line.key = l.keyOf(i)
		if line.key != "" && !line.Out {
			l.same[line.key] = append(l.same[line.key], int32(i))
		}
		at = append(at, int32(i))
	}
	if err := l.judge(judge, at); err != nil {
		return false, err
	}
	l.judged = to
	return to == len(l.Lines), nil
}

func (l *List) keyOf(i int) org.EmailKey {
	value, _ := staff.Canonical(staff.Email, l.Cell(i, staff.Email))
	e, err := org.ParseEmail("email", value)
	if err != nil {
		return ""
	}
	return e.Key()
}

// judge gives each of the lines its verdict: what the file's cells forbid, what repeats an earlier row, and what the deed says.
func (l *List) judge(judge Judge, at []int32) error {
	rows := make([]members.Row, 0, len(at))
	wrong := make([]fault.List, len(at))
	asked := make([]int, 0, len(at))
	for k, i := range at {
		if l.Lines[i].Out {
			// What is left out keeps the verdict it had: it takes part in nothing.
			continue
		}
		row, faults := l.row(int(i))
		if first, again := l.repeats(i); again {
			for _, f := range fault.All(members.Duplicate(l.Lines[first].Number)) {
				faults = append(faults, f.InRow(l.Lines[i].Number))
			}
			wrong[k] = faults
			continue
		}
		wrong[k] = faults
		rows, asked = append(rows, row), append(asked, k)
	}
	verdicts, err := judge(rows)
	if err != nil {
		return err
	}
	for n, k := range asked {
		v := verdicts[n]
		line := &l.Lines[at[k]]
		line.Kind, line.Change = v.Kind, v.Change
		for _, f := range v.Faults {
			if !hasField(wrong[k], f.Field) {
				wrong[k] = append(wrong[k], f)
			}
		}
	}
	for k, i := range at {
		line := &l.Lines[i]
		if !line.Out {
			if line.Faults = wrong[k]; len(wrong[k]) > 0 {
				line.Kind, line.Change = members.RowRefused, nil
				line.long = slices.ContainsFunc(line.Faults, long) || len(line.Faults) > 1
			}
		}
		line.fields = 0
		if c := line.Change; c != nil && !line.Out {
			line.fields = uint8(min(len(ledger.Names(c.Before, c.After)), 255))
		}
		l.count(line)
	}
	return nil
}

// repeats says whether an earlier row that is not left out has the same address, and which is the first.
func (l *List) repeats(i int32) (first int32, again bool) {
	same := l.same[l.Lines[i].key]
	if len(same) == 0 || same[0] >= i {
		return 0, false
	}
	return same[0], true
}

// row is the line as the deed takes it, without the cells that can't be brought into form: those are faults already. It says what
// staff.Normal says, without a map for each of 50,000 rows.
func (l *List) row(i int) (members.Row, fault.List) {
	line := &l.Lines[i]
	var faults fault.List
	get := func(f staff.Field) string {
		value, wrong := staff.Canonical(f, l.Cell(i, f))
		if wrong == nil {
			return value
		}
		wrong = wrong.InRow(line.Number)
		wrong.Values["column"] = l.Mapping.Name(f)
		faults = append(faults, wrong)
		return ""
	}
	row := members.Row{Row: line.Number, NewMember: members.NewMemberOf(org.DeriveID[org.MemberID](l.seed, uint64(line.Row.Number)), staff.Person(get))}
	row.Kind = get(staff.Kind)
	var unknown *fault.Fault
	if row.Groups, unknown = l.planned().Find(get(staff.Groups)); unknown != nil {
		unknown.Values["column"] = l.Mapping.Name(staff.Groups)
		faults = append(faults, unknown.InRow(line.Number))
	}
	if extra := line.Row.Extra; len(extra) > 0 {
		faults = append(faults, fault.New(fault.Invalid, "staff.extraCells", "value", extra[len(extra)-1]).InRow(line.Number))
	}
	return row, faults
}

// long says whether what a fault says takes more than a line. Of 50,000 refused rows it looks at the codes alone, not at each text.
func long(f *fault.Fault) bool {
	key := string(ui.Lang()) + f.Code
	is, known := longCodes[key]
	if !known {
		is = utf8.RuneCountInString(ui.FaultText(f)) > reasonLine
		longCodes[key] = is
	}
	return is
}

var longCodes = map[string]bool{}

func hasField(faults fault.List, field string) bool {
	for _, f := range faults {
		if f.Field == field && field != "" {
			return true
		}
	}
	return false
}

func (l *List) count(line *Line) {
	sort := line.Kind
	if line.Out {
		sort = left
	}
	l.counts.add(line.counted, -1)
	l.counts.add(sort, +1)
	line.counted = sort
}

// left is the sort of rows that were left out by hand.
const left members.VerdictKind = "out"

func (c *Counts) add(kind members.VerdictKind, n int) {
	switch kind {
	case members.RowNew:
		c.New += n
	case members.RowChanges:
		c.Changes += n
	case members.RowUnchanged:
		c.Unchanged += n
	case members.RowRefused:
		c.Refused += n
	case left:
		c.Out += n
	}
}

// Counts says how many rows there are of each sort, of those judged so far.
func (l *List) Counts() Counts { return l.counts }

// Taken is how many rows will be taken.
func (c Counts) Taken() int { return c.New + c.Changes }
