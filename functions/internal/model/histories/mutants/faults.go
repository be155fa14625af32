package main

// fault is something that can go wrong in the code.
type fault struct {
	name    string
	changes []change
}

// change puts a text of a file in place of another, which is in it once.
type change struct{ file, old, new string }

var faults = []fault{
	{"a command is carried out as often as it comes", []change{
		{"functions/internal/executor/run.go", "err == nil && used {", "err == nil && used && false {"},
		{"functions/internal/table/guard.go", `return t.putNew(guardItem{guardKey(tenant, command), g.Account, g.Deed, g.Args, g.Seq, ttl(at.Add(GuardLifetime))})`,
			`return t.put(guardItem{guardKey(tenant, command), g.Account, g.Deed, g.Args, g.Seq, ttl(at.Add(GuardLifetime))}, "")`},
	}},
	{"the same id from somebody else is answered as if it were theirs", []change{
		{"functions/internal/table/guard.go", "return g.Account == h.Account && g.Deed == h.Deed && g.Args == h.Args", "return true"},
	}},
	{"an entry under a command's id confirms it, whoever made it", []change{
		{"app/replica/sync.go", `if e.Command != "" && e.Actor.Member == r.me.Member {`, `if e.Command != "" {`},
	}},
	{"a command is carried out for whoever is signed in, whoever made it", []change{
		{"functions/internal/httpapi/commands.go", "if asked.Account != m.Who.Account {", "if false {"},
	}},
	{"what lies on the disk stays there when all begins anew", []change{
		{"app/replica/keep.go", "k.clear, k.meta = true, true", "k.clear, k.meta = false, true"},
	}},
	{"it is on the disk where records stand before they are", []change{
		{"app/replica/keep.go", "for _, at := range sorted(k.dirty) {", "first := k.meta\n\t\tfor _, at := range sorted(k.dirty) {\n\t\t\tif first {\n\t\t\t\tbreak\n\t\t\t}"},
		{"app/replica/keep.go", "\t\tclear(k.dirty)\n", "\t\tif !first {\n\t\t\tclear(k.dirty)\n\t\t}\n"},
	}},
	{"records are on the disk before it is where they stand", []change{
		{"app/replica/keep.go", "if k.meta {", "late := len(k.dirty) > 0 && !b.Clear\n\t\tif k.meta && !late {"},
		{"app/replica/keep.go", "k.clear, k.meta = false, false", "k.clear, k.meta = false, k.meta && late"},
	}},
	{"changes are taken wherever they were asked for from", []change{
		{"app/replica/sync.go", "if r.loading || asked != r.cursor {", "if r.loading {"},
	}},
	{"a page of a snapshot is taken wherever it was asked for from", []change{
		{"app/replica/load.go", "if !r.loading || asked != r.next || r.page != nil {", "if !r.loading || r.page != nil {"},
	}},
	{"an answer of before a snapshot is kept", []change{
		{"app/replica/sync.go", "if p.load != r.loads {", "if false {"},
	}},
	{"what the server was too busy for is refused", []change{
		{"app/replica/sync.go", "if Postponed(a) {", "if false {"},
	}},
	{"what can't be taken back any more is not told", []change{
		{"app/replica/sync.go", "r.tooLate(p, a)", "_ = a"},
	}},
	{"what is stronger than what others did is not told", []change{
		{"app/replica/sync.go", "\tr.report(p)\n", ""},
	}},
	{"what steps of jobs are stronger than is not told", []change{
		{"app/replica/jobs.go", "r.reportStep(e, j.Command.Base, j.Said)", "_ = e"},
	}},
	{"what was undone and refused is forgotten, though an earlier sending may come", []change{
		{"app/replica/jobs.go", "j != nil && j.Undone {", "j != nil && false {"},
	}},
	{"nobody is told that a job has failed", []change{
		{"app/replica/jobs.go", `if j == nil || j.Undone || j.Over || j.Command.Deed == "" ||`, "if true ||"},
	}},
	{"it is not asked what others did before a snapshot", []change{
		{"app/replica/report.go", "case r.follows(base, e.Seq):", "default:\n\t\treturn\n\tcase false:"},
		{"app/replica/report.go", "\tdefault:\n\t\tc.Unsure = e.Seq\n", ""},
	}},
	{"a device is given what whoever is signed in may see", []change{
		{"functions/internal/httpapi/access.go", "meant != string(c.session.Account)", "false"},
	}},
	{"a command leaves the disk when it is sent, and not when it is answered", []change{
		{"app/replica/keep.go", "if p := r.find(id); p != nil {", "if p := r.find(id); p != nil && !p.Sent {"},
	}},
	{"an app that is killed forgets what was undone while it was under way", []change{
		{"app/replica/pending.go", "`json:\"takeBack,omitempty\"`", "`json:\"-\"`"},
	}},
	{"what was undone while it was under way is not taken back", []change{
		{"app/replica/sync.go", "r.takeBackNow(p, p.seq)", "_ = p"},
	}},
	{"a command that was sent comes back when it does not fit any more", []change{
		{"app/replica/pending.go", "if err != nil && !p.Sent && !r.loading && !r.following {", "if err != nil && !r.loading && !r.following {"},
	}},
	{"a refused command is dropped", []change{
		{"app/replica/conflict.go", "if p.TakeBack {\n\t\tif p.Sent {", "if len(faults) > 0 && faults[0].Code == \"actor.forbidden\" {\n\t\treturn\n\t}\n\tif p.TakeBack {\n\t\tif p.Sent {"},
	}},
	{"what the inbox has met is kept when rights are gone", []change{
		{"app/replica/pending.go", "\tr.forgetSeen()\n", ""},
	}},
	{"commands wait in the order of the clock, also where it was set back", []change{
		{"app/replica/replica.go", "if n := len(r.pending); n > 0 && id <= r.pending[n-1].Command.ID {", "if false {\n\t\tn := 0"},
	}},
	{"a cursor leads on under other rights", []change{
		{"functions/internal/feed/cursor.go", "string(v.Member), v.Rights(), head.Epoch", "string(v.Member), head.Epoch"},
	}},
	{"everybody sees notes", []change{
		{"shared/visible/visible.go", `"notes":          managers,`, `"notes":          directory,`},
	}},
	{"what was deleted while a snapshot was read is not asked for", []change{
		{"app/replica/load.go", "if e.Seq > r.until {", "if true {"},
	}},
	{"any answer about access wipes", []change{
		{"app/replica/lease/wipe.go", "reply.Nonce == asked.Nonce &&", ""},
	}},
	{"deactivated people go on reading", []change{
		{"functions/internal/accounts/standing.go", "return s.linked && !s.member.Deactivated && s.begun && s.signed", "return s.linked"},
		{"functions/internal/executor/executor.go", `if !alive || m.Deactivated || by.Account == "" || a != "" &&`, `if !alive || by.Account == "" || a != "" &&`},
	}},
	{"a step of a job is a command of its own each time it is tried", []change{
		{"functions/internal/jobs/advance.go", "to.Entries = job.Entries.Add(done.Entry.Seq)", "to.Entries = job.Entries"},
	}},
	{"an effect that was carried out is carried out again", []change{
		{"functions/internal/effects/effects.go", "\t\treturn c.table.DoneEffect(ctx, e, next...)\n\tcase errors.Is", "\t\treturn nil\n\tcase errors.Is"},
	}},
	{"an organisation that was asked for twice is two", []change{
		{"functions/internal/accounts/found.go", "sum := sha256.Sum256([]byte(what +", "what += time.Now().String()\n\tsum := sha256.Sum256([]byte(what +"},
	}},
}
