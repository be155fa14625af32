package jobs

import (
	"context"
	"encoding/json"
	"strconv"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/deeds/groups"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
	"stellwerk/shared/sheet"
	"stellwerk/shared/staff"
	"stellwerk/shared/units"
)

// maxParts is the highest number of a part.
const maxParts = 1000

// list is a staff list that has been read, and the tree of groups that it is over.
type list struct {
	plan      *units.Plan
	encoding  sheet.Encoding
	separator string
	columns   []route.ImportColumn
	parts     int
	rows      []members.Row
	wrong     map[int]fault.List // by index of the row: cells that can't be brought into form
}

// read reads the uploaded file of an import. Faults: import.incomplete, those of sheet and of staff.
func (j *Jobs) read(ctx context.Context, tenant tenancy.Tenant, job table.Job) (*list, error) {
	var data []byte
	parts := 0
	for len(data) < job.Bytes && parts <= maxParts {
		part, err := j.files.get(ctx, partFile(tenant, job, parts))
		if err != nil {
			return nil, err
		}
		if part == nil {
			break
		}
		data = append(data, part...)
		parts++
	}
	if len(data) != job.Bytes {
		return nil, fault.New(fault.Conflict, "import.incomplete", "have", strconv.Itoa(len(data)), "want", strconv.Itoa(job.Bytes))
	}
	l := &list{parts: parts, wrong: map[int]fault.List{}}
	var people sheet.Table
	var columns staff.Mapping
	var err error
	if rest := data[job.Units:]; len(rest) > 0 {
		if people, err = sheet.Read(rest); err != nil {
			return nil, err
		}
		people = units.Headed(people, nil)
		if columns, err = staff.Columns(people.Header); err != nil {
			return nil, err
		}
	}
	_, grouped := columns.Columns[staff.Groups]
	if l.plan, err = j.plan(ctx, tenant, job.ID, data[:job.Units], grouped); err != nil {
		return nil, err
	}
	l.take(job.ID, people, columns)
	return l, nil
}

// take takes the rows out of a staff list. Each gets the id that its person will have, derived from the job and the row's place.
func (l *list) take(job org.JobID, t sheet.Table, m staff.Mapping) {
	l.encoding, l.separator = t.Encoding, string(rune(t.Separator))
	if t.Separator == 0 {
		l.separator = ""
	}
	fields := map[int]staff.Field{}
	for f, at := range m.Columns {
		fields[at] = f
	}
	for i, heading := range t.Header {
		l.columns = append(l.columns, route.ImportColumn{Header: heading, Field: string(fields[i])})
	}
	numbers := rowNumbers(m, t.Rows)
	for i, r := range t.Rows {
		cells, wrong := staff.Normal(m, r)
		for n := range wrong {
			wrong[n] = wrong[n].InRow(numbers[i])
		}
		in, unknown := l.plan.Find(cells[staff.Groups])
		if unknown != nil {
			unknown.Values["column"] = m.Name(staff.Groups)
			wrong = append(wrong, unknown.InRow(numbers[i]))
		}
		if wrong != nil {
			l.wrong[i] = wrong
		}
		person := members.NewMemberOf(org.DeriveID[org.MemberID](job, uint64(r.Number)), staff.Person(func(f staff.Field) string { return cells[f] }))
		person.Kind, person.Groups = cells[staff.Kind], in
		l.rows = append(l.rows, members.Row{Row: numbers[i], NewMember: person})
	}
}

// rowNumbers are the numbers by which people know the rows: those that a mended list brings along if they rise, else the
// rows' own.
func rowNumbers(m staff.Mapping, rows []sheet.Row) []int {
	own, brought := make([]int, len(rows)), make([]int, len(rows))
	rising := true
	for i, r := range rows {
		own[i] = r.Number
		brought[i], _ = strconv.Atoi(staff.Cells(m, r)[staff.Row])
		rising = rising && brought[i] > 0 && (i == 0 || brought[i] > brought[i-1])
	}
	if rising {
		return brought
	}
	return own
}

// refused finds the rows that no deed gets to see, by index: cells that can't be brought into form, and addresses that
// an earlier row has.
func (l *list) refused() map[int]fault.List {
	out := map[int]fault.List{}
	repeats := members.FirstWith(l.rows)
	for i, r := range l.rows {
		if wrong := l.wrong[i]; wrong != nil {
			out[i] = wrong
		} else if first, again := repeats[r.Row]; again {
			for _, f := range fault.All(members.Duplicate(first)) {
				out[i] = append(out[i], f.InRow(r.Row))
			}
		}
	}
	return out
}

// judge says of each row what importing it would do: first of the groups', then of the people's, as those are once the groups are there.
func (l *list) judge(w *executor.World, actor ledger.Actor) ([]groups.Verdict, []members.Verdict, error) {
	d, made, err := l.make(w, actor)
	if err != nil {
		return nil, nil, err
	}
	people, err := l.judgePeople(w, d, actor)
	return made, people, err
}

func (l *list) judgePeople(w *executor.World, d *ledger.Draft, actor ledger.Actor) ([]members.Verdict, error) {
	refused := l.refused()
	good := make([]members.Row, 0, len(l.rows))
	var refs []ledger.Ref
	for i, r := range l.rows {
		if refused[i] == nil {
			good = append(good, r)
		}
		refs = append(refs, ledger.Ref{Kind: ledger.KindMember, ID: string(r.Member)})
	}
	// Nobody is asked for by the ids that this import will give: they come out of its own.
	w.Absent(refs...)
	var uniques []ledger.Unique
	for _, r := range good {
		if e, err := org.ParseEmail("email", r.Email); err == nil {
			uniques = append(uniques, ledger.UniquesOf(org.Member{Email: e})...)
		}
	}
	if err := w.Fetch(ledger.Reads{Uniques: uniques}); err != nil {
		return nil, err
	}
	if err := w.FetchHolders(); err != nil {
		return nil, err
	}
	judged, err := members.Verdicts(d, actor, good)
	if err != nil {
		return nil, err
	}
	out := make([]members.Verdict, len(l.rows))
	for i, r := range l.rows {
		if refused[i] == nil {
			out[i], judged = judged[0], judged[1:]
			continue
		}
		out[i] = members.Verdict{Row: r.Row, Kind: members.RowRefused, Faults: refused[i]}
		if l.wrong[i] != nil {
			if out[i].Faults, err = alsoWrong(d, actor, r, refused[i]); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// alsoWrong adds what a deed would refuse about a row beside the cells that can't be brought into form: a person mends a row
// once, not twice.
func alsoWrong(w ledger.World, actor ledger.Actor, r members.Row, wrong fault.List) (fault.List, error) {
	faulty := map[string]bool{}
	for _, f := range wrong {
		faulty[f.Field] = true
	}
	for at, to := range map[staff.Field]*string{staff.Kind: &r.Kind, staff.StartDate: &r.StartDate, staff.From: &r.From, staff.Until: &r.Until, staff.Birthday: &r.Birthday, staff.Sex: &r.Sex, staff.Language: &r.Language} {
		if faulty[string(at)] {
			*to = ""
		}
	}
	verdicts, err := members.Verdicts(w, actor, []members.Row{r})
	if err != nil {
		return nil, err
	}
	all := append(fault.List{}, wrong...)
	for _, f := range verdicts[0].Faults {
		if !faulty[f.Field] {
			all = append(all, f)
		}
	}
	return all, nil
}

// refusedPerStep is how many refused rows one step notes at most, so that they fit one item.
const refusedPerStep = 500

// steps cuts the list into steps, each with the refused rows among its own. invite asks the people who are new to join.
func (l *list) steps(invite bool) ([]step, error) {
	out, err := l.groupSteps()
	if err != nil {
		return nil, err
	}
	refused := l.refused()
	var pending []members.Verdict
	var good []members.Row
	flush := func() {
		for len(pending) > refusedPerStep {
			out = append(out, step{Rows: refusedPerStep, Refused: pending[:refusedPerStep:refusedPerStep]})
			pending = pending[refusedPerStep:]
		}
	}
	for i, r := range l.rows {
		if refused[i] == nil {
			good = append(good, r)
			continue
		}
		pending = append(pending, members.Verdict{Row: r.Row, Kind: members.RowRefused, Faults: refused[i]})
	}
	flush()
	if len(good) > 0 {
		args, err := json.Marshal(members.ImportArgs{Rows: good, SkipRefused: true, Invite: invite})
		if err != nil {
			return nil, err
		}
		parts, err := members.Import.Cut(args)
		if err != nil {
			return nil, err
		}
		for _, p := range parts {
			out = append(out, step{Args: p, Rows: weight(p)})
		}
	}
	if len(pending) > 0 {
		out = append(out, step{Rows: len(pending), Refused: pending})
	}
	if len(out) == 0 {
		return nil, fault.On("rows", "rows.none")
	}
	return out, nil
}
