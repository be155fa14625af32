package imports

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
	"stellwerk/shared/staff"
	"stellwerk/shared/units"
)

// desk is what lies on the table: a list that is being checked, or a job that takes one over. It outlives the page, so that somebody
// who looks something up elsewhere finds their mended rows again. It belongs to one account in one organisation.
type desk struct {
	account org.AccountID
	tenant  org.TenantID

	name    string  // of a file that can't be read
	err     error   // why a file can't be read
	wrong   *List   // the file as far as it was understood
	drop    int     // how many files came together last
	beside  string  // what is to be said of a file that came with the list
	books   []*book // Excel files on their way, and one of which a sheet is to be chosen
	list    *List
	kind    members.VerdictKind // which rows are shown
	search  string              // which of them
	view    []int32
	goal    int    // place in view of the row that was gone to last; -1 for none
	aside   *List  // a checked list that another file was asked for instead of
	left    bool   // the page was left meanwhile
	version uint64 // of the replica that the verdicts were given over
	judging bool
	stale   bool // judged again because something has changed
	turn    int  // of judging and typing: what is not the last is thrown away

	invite        bool // who is new is asked to join
	sending, sent int  // bytes, while the file is on its way
	failed        error
	job           org.JobID
	reply         route.JobReply
	refused       []members.Verdict
	asked         bool // the refused rows have been asked for
	undoing       bool // it has been taken back from here
}

var last *desk

// deskHere is the table of who is signed in here.
func deskHere() *desk {
	session, _ := store.Who()
	tenant := store.Here().Tenant
	if last == nil || last.account != session.Account || last.tenant != tenant {
		last = &desk{account: session.Account, tenant: tenant, goal: -1}
	}
	return last
}

// clear begins with another file.
func (d *desk) clear() {
	d.turn++
	*d = desk{account: d.account, tenant: d.tenant, turn: d.turn, drop: d.drop, goal: -1}
}

// putAside makes room for another file; the list can be taken up again until that file is there.
func (d *desk) putAside() {
	list := d.list
	d.clear()
	d.aside = list
}

// takeUp goes on with the list that was put aside.
func (d *desk) takeUp(ctx app.Context) {
	list := d.aside
	d.clear()
	if d.list = list; list == nil {
		return
	}
	list.Again()
	d.judge(ctx)
}

// Unfinished is the name of the list that is being checked, "" if there is none.
func Unfinished() string {
	if d := deskHere(); d.list != nil && d.job == "" {
		return d.list.Title()
	}
	return ""
}

// mended says whether closing the page would lose what somebody has typed.
func (d *desk) mended() bool {
	if d.list == nil || d.job != "" {
		return false
	}
	for i := range d.list.Lines {
		if line := &d.list.Lines[i]; line.Mended || line.Out {
			return true
		}
	}
	return false
}

// look shows the rows of one sort. A row that is mended stays in view until another sort is chosen.
func (d *desk) look(kind members.VerdictKind) {
	d.kind, d.goal = kind, -1
	d.view = d.list.Find(kind, d.search)
}

// seek shows those of the rows that a search finds.
func (d *desk) seek(search string) {
	d.search = search
	d.look(d.kind)
}

// rows are the lines in view.
func (d *desk) rows() []int32 {
	if d.view == nil {
		return d.list.Find("", d.search)
	}
	return d.view
}

// put does what a mend offers for a line.
func (d *desk) put(ctx app.Context, i int, m Mend) {
	if err := d.list.Put(judgeHere, i, m); err != nil {
		d.failed = err
	}
	d.again(ctx)
}

// again judges what has no verdict any more, such as after a column was left alone.
func (d *desk) again(ctx app.Context) {
	if done, total := d.list.Progress(); done < total {
		d.judging = false
		d.judge(ctx)
	}
}

// judgeHere judges rows over the replica, and over the groups that come with the list.
func judgeHere(rows []members.Row) ([]members.Verdict, error) {
	r := store.Replica()
	if l := deskHere().list; l != nil && l.draft != nil {
		return members.Verdicts(l.draft, r.Me(), rows)
	}
	return members.Verdicts(r.World(), r.Me(), rows)
}

// draw works out the tree of groups that the list leads to.
func (d *desk) draw() error {
	r := store.Replica()
	known := units.Known{}
	if d.list.Units != nil || d.list.Mapping.Name(staff.Groups) != "" {
		for _, id := range r.Directory().Below("") {
			known[id], _ = r.Directory().Group(id)
		}
	}
	return d.list.Draw(known, r.World(), r.Me())
}

// join puts a file beside the one that is there, if one is of people and the other of groups.
func (d *desk) join(l *List) bool {
	switch have := d.list; {
	case have == nil || d.job != "" || d.sending > 0:
		return false
	case l.Units != nil && have.Units == nil:
		have.Units = l.Units
	case l.Units == nil && len(have.Lines) == 0:
		l.Units, l.seed, d.list = have.Units, have.seed, l
		d.view, d.kind, d.search = nil, "", ""
	default:
		return false
	}
	d.list.Again()
	return true
}

// judge goes through the rows that have no verdict yet, as soon as all members are here.
func (d *desk) judge(ctx app.Context) {
	_, _, loading := store.Replica().Loading()
	if d.list == nil || d.judging || loading || d.job != "" {
		return
	}
	d.judging, d.version = true, store.Replica().Version()
	d.turn++
	if d.list.plan == nil {
		if d.failed = d.draw(); d.failed != nil {
			d.judging = false
			return
		}
	}
	d.step(ctx, d.turn)
}

func (d *desk) step(ctx app.Context, turn int) {
	if turn != d.turn || d.list == nil {
		d.judging = false
		return
	}
	for start := time.Now(); time.Since(start) < ui.Slice; {
		done, err := d.list.Step(judgeHere, 25)
		if err != nil {
			d.judging, d.failed = false, err
			return
		}
		if done {
			d.judging, d.stale = false, false
			d.settle()
			return
		}
	}
	ui.Pause(ctx, func(ctx app.Context) { d.step(ctx, turn) })
}

// settle shows what needs a person first: what was refused, else everything.
func (d *desk) settle() {
	if d.view != nil && d.kind != "" {
		return
	}
	kind := members.VerdictKind("")
	if d.list.Counts().Refused > 0 && d.view == nil {
		kind = members.RowRefused
	}
	d.look(kind)
}

// follow judges again when the organisation has changed since.
func (d *desk) follow(ctx app.Context) {
	switch {
	case d.list == nil || d.job != "":
	case d.version == store.Replica().Version():
	case d.judging:
		// What was judged before the change is judged again afterwards.
		d.turn++
		d.judging = false
		d.list.Again()
		d.judge(ctx)
	default:
		if n, _ := d.list.Progress(); n > 0 {
			d.stale = true
			d.list.Again()
		}
		d.judge(ctx)
	}
}

// typed writes into a row and judges it when the person pauses.
func (d *desk) typed(ctx app.Context, i int, set func()) {
	if d.list == nil || i >= len(d.list.Lines) {
		return
	}
	set()
	turn := d.turn
	key := d.list.Lines[i].Row.Cells
	ctx.After(150*time.Millisecond, func(ctx app.Context) {
		defer ui.Guard(ctx)
		if turn == d.turn && d.list != nil && sameCells(key, d.list.Lines[i].Row.Cells) {
			d.rejudge(i)
		}
	})
}

// sameCells says whether nothing more was typed into a row since cells were looked at.
func sameCells(a, b []string) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

func (d *desk) rejudge(i int) {
	if err := d.list.Rejudge(judgeHere, i); err != nil {
		d.failed = err
	}
}
