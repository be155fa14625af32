package replica

import (
	"encoding/json"
	"slices"
	"sort"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// underWay is a command that has become a job: to tell what its steps were stronger than, and that it has failed. Of a file that is being
// imported only id and base are known.
type underWay struct {
	Command ledger.Command `json:"command"`
	Said    string         `json:"said"`
	Seen    uint64         `json:"seen"`          // up to here its steps have been looked at
	Ask     uint64         `json:"ask,omitempty"` // before here there may be others, which a snapshot says nothing of; 0 if not
	// Undone says that it is no job: it was undone while it was under way, and refused when it was sent once more. An earlier sending of it
	// may still arrive.
	Undone bool `json:"undone,omitempty"`
	// Over says that it has failed and lies in the inbox. Steps that it did before that may still arrive.
	Over bool `json:"over,omitempty"`
}

// maxJobs is how many of them are remembered. They end, or arrive, within minutes, and nobody has to say so here.
const maxJobs = 10

// Began notes that a job of one's own has begun which is no command here, and up to where its maker knew what others had done.
func (r *Replica) Began(id org.JobID, base uint64) {
	r.began(ledger.Command{ID: org.CommandID(id), Base: base}, "")
}

func (r *Replica) began(c ledger.Command, said string) {
	if r.jobOf(c.ID) != nil {
		return
	}
	base := c.Base
	r.note(underWay{Command: c, Said: said, Seen: base})
	switch head := r.Head().Seq; { // steps may have come before the answer that speaks of the job
	case r.loading:
	case r.follows(base, head+1):
		r.stepsHere(base, head)
	default:
		r.asksForSteps(head)
	}
}

func (r *Replica) note(j underWay) {
	r.jobs = append(r.jobs, j)
	r.kept.jobs[j.Command.ID] = true
	for len(r.jobs) > maxJobs {
		r.forgetJob(r.jobs[0].Command.ID)
	}
}

func (r *Replica) forgetJob(id org.CommandID) {
	r.jobs = slices.DeleteFunc(slices.Clone(r.jobs), func(have underWay) bool { return have.Command.ID == id })
	r.kept.jobs[id] = true
}

// lateOf takes entries of commands that were refused: an earlier sending has arrived after all. What was undone is taken back; of what lies in
// the inbox it is told.
func (r *Replica) lateOf(entries []ledger.Entry) {
	if r.following || len(r.jobs) == 0 && len(r.conflicts) == 0 {
		return
	}
	for _, e := range entries {
		id := e.Command
		if id == "" || e.Actor.Member != r.me.Member {
			continue
		}
		if j := r.jobOf(id); j != nil && j.Undone {
			p := &Pending{Command: j.Command, Said: j.Said}
			r.forgetJob(id)
			r.takeBackNow(p, e.Seq)
		}
		if c := r.conflict(id); c != nil && c.Seq == 0 && !c.Stands() {
			c.Faults = fault.List{fault.New(fault.Conflict, afterAll)}
			r.setConflicts(r.conflicts, id)
		}
	}
}

// Failed notes that a job has failed: the command that it was comes back with its reason.
func (r *Replica) Failed(id org.JobID, why *fault.Fault) {
	j := r.jobOf(org.CommandID(id))
	if j == nil || j.Undone || j.Over || j.Command.Deed == "" || r.following || why == nil {
		return
	}
	c := Conflict{Command: j.Command, Said: j.Said, At: r.now(), Faults: fault.List{why}}
	j.Over = true
	r.kept.jobs[c.Command.ID] = true
	r.setConflicts(append(r.conflicts, c), c.Command.ID)
	r.forgetSeen()
}

func (r *Replica) jobOf(id org.CommandID) *underWay {
	for i := range r.jobs {
		if r.jobs[i].Command.ID == id {
			return &r.jobs[i]
		}
	}
	return nil
}

// putJob takes what lies on the device of a job, or has gone from there.
func (r *Replica) putJob(id org.CommandID, data []byte) {
	var j underWay
	r.jobs = slices.DeleteFunc(slices.Clone(r.jobs), func(have underWay) bool { return have.Command.ID == id })
	if data != nil && json.Unmarshal(data, &j) == nil && j.Command.ID == id {
		r.jobs = append(r.jobs, j)
		sort.Slice(r.jobs, func(a, b int) bool { return r.jobs[a].Command.ID < r.jobs[b].Command.ID })
	}
}

// stepsOf reports what steps of one's own jobs were stronger than, each once.
func (r *Replica) stepsOf(entries []ledger.Entry) {
	if len(r.jobs) == 0 || r.following {
		return
	}
	for _, e := range entries {
		if j := r.jobOf(org.CommandID(e.Batch)); j != nil && e.Seq > j.Seen && e.Actor.Member == r.me.Member {
			j.Seen = e.Seq
			r.kept.jobs[j.Command.ID] = true
			r.reportStep(e, j.Command.Base, j.Said)
		}
	}
}

// asksForSteps notes that there may be steps of jobs up to a position, and that no changes will speak of them.
func (r *Replica) asksForSteps(until uint64) {
	for i := range r.jobs {
		if j := &r.jobs[i]; !j.Undone && j.Seen < until && j.Ask <= until {
			j.Ask = until + 1
			r.kept.jobs[j.Command.ID] = true
		}
	}
}

// stepsTold looks at the steps of a job among entries that were asked for, latest first.
func (r *Replica) stepsTold(w Gap, entries []ledger.Entry) {
	j := r.jobOf(w.Command)
	if j == nil || j.Ask == 0 || w.Record != "" {
		return
	}
	r.kept.jobs[j.Command.ID] = true
	if n := len(entries); n >= GapLimit && entries[n-1].Seq > j.Seen+1 {
		j.Ask = entries[n-1].Seq
		return
	}
	j.Ask = 0
	r.stepsHere(j.Seen, r.Head().Seq)
}

// stepsHere looks at the steps after a position and up to another.
func (r *Replica) stepsHere(after, until uint64) {
	for seq := after + 1; seq <= until; seq++ {
		if e, err := r.base.Entry(seq); err == nil {
			r.stepsOf([]ledger.Entry{e})
		}
	}
}
