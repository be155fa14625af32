package model_test

import (
	"testing"
	"time"

	"stellwerk/shared/deeds"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/route"
)

// TestTheBrowserSaysTheSame plays all lines as the app does: the deed runs on the device first, on what the server has sent to
// somebody in this role, and then on the server. Both say the same, or the device says that it can't know.
func TestTheBrowserSaysTheSame(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	s := newStage(o)
	c := &chronicle{house: s.house, aviary: newAviary(), t: t}
	devices := map[string]*device{}
	for _, p := range s.everybody() {
		devices[p.role] = c.device(p)
		devices[p.role].sync(func() {})
	}
	local, elsewhere := 0, 0
	for _, l := range everyLine() {
		deed, err := deeds.Commanded(l.deed)
		if err != nil {
			continue
		}
		cmd := o.Command(t, l.deed, l.args(s))
		d := devices[l.by]
		d.sync(func() {})
		o.Clock.Move(time.Second)
		out, err := deed.Run(d.records, ledger.Actor{Member: d.person.Member, Role: d.person.now()}, cmd.Args)
		r, _ := d.person.sendAs(cmd)
		got := refused + faultsTold(fault.All(err))
		switch {
		case fault.Is(err, "entry.notHere"):
			elsewhere++
			continue
		case err == nil && r.State == route.Applied:
			got = l.want
			if r.Entry != nil && len(out.Changes) != len(r.Entry.Changes) || r.Entry == nil && len(out.Changes) > 0 {
				t.Errorf("%s: %s: %d changes on the device, on the server %v", l.deed, l.story, len(out.Changes), r.Entry)
			}
		case err == nil:
			got = "done"
		}
		local++
		if got != l.want {
			t.Errorf("%s: %s: the device says %s\n    the server: %s", l.deed, l.story, got, l.want)
		}
	}
	if local < 100 || elsewhere > 10 {
		t.Errorf("only %d lines were judged on the device, %d were not", local, elsewhere)
	}
}
