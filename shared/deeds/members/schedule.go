package members

import (
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// ScheduleArgs say whose last day which one is, and what follows on its end.
type ScheduleArgs struct {
	Members []org.MemberID `json:"members"`
	Until   string         `json:"until"`            // the last day, 2006-01-02, where the organisation is
	Delete  bool           `json:"delete,omitempty"` // they are deleted, otherwise deactivated
}

// Schedule sets the last day of members: at its end they are deactivated or deleted, as by the hand of whoever set it last and by what that
// person may do then. It sets another day as well.
// Faults: text.missing, date.malformed and until.past on until, member.inactive if one is deactivated already, until.unchanged if it is so for all, member.notFound,
// and what the deed itself would meet: member.owner, member.adminFirst, member.self.
var Schedule = ledger.Spec[ScheduleArgs]{
	Name: "members.schedule",
	Hint: func(a ScheduleArgs) ledger.Reads {
		r := List{a.Members}.hint()
		r.Tenant = true // says when days end
		return r
	},
	Cut: func(a ScheduleArgs) []ScheduleArgs {
		var out []ScheduleArgs
		for _, ids := range Chunks(a.Members, changePerEntry) {
			out = append(out, ScheduleArgs{ids, a.Until, a.Delete})
		}
		return out
	},
	Run: func(w ledger.World, by ledger.Actor, a ScheduleArgs) (ledger.Outcome, error) {
		if err := by.Need(org.ManageMembers); err != nil {
			return ledger.Outcome{}, err
		}
		until, err := org.ParseDate("until", a.Until)
		if err == nil && until == "" {
			err = fault.On("until", "text.missing")
		}
		if err != nil {
			return ledger.Outcome{}, err
		}
		return eachOr(w, by, List{a.Members}, "until.unchanged", func(d *ledger.Draft, _ org.MemberID, m *org.Member) (bool, error) {
			if m.Deactivated && !a.Delete {
				return false, fault.New(fault.Conflict, "member.inactive", "name", m.Name())
			}
			before := *m
			m.Until, m.DeleteAfter = until, a.Delete
			return false, term(d, before, m)
		})
	},
}.Deed()

// Unschedule takes the last day of members back: they stay. Faults: until.none if none has one, member.notFound.
var Unschedule = ledger.Spec[List]{
	Name: "members.unschedule",
	Hint: List.hint,
	Cut:  cutList(changePerEntry),
	Run: func(w ledger.World, by ledger.Actor, a List) (ledger.Outcome, error) {
		return each(w, by, a, "until.none", func(m *org.Member) bool { m.Until, m.DeleteAfter = "", false; return false })
	},
}.Deed()

// Renew has members stay for as long again as was set with their first and last day; longer, if that is over as well by then. Faults: until.noTerm with
// the name of one without both, member.inactive, member.notFound.
var Renew = ledger.Spec[List]{
	Name: "members.renew",
	Hint: func(a List) ledger.Reads { r := a.hint(); r.Tenant = true; return r },
	Cut:  cutList(changePerEntry),
	Run: func(w ledger.World, by ledger.Actor, a List) (ledger.Outcome, error) {
		return eachOr(w, by, a, "until.unchanged", func(d *ledger.Draft, _ org.MemberID, m *org.Member) (bool, error) {
			now, err := dayHere(d)
			switch {
			case err != nil:
				return false, err
			case m.Deactivated:
				return false, fault.New(fault.Conflict, "member.inactive", "name", m.Name())
			case Renewed(*m, now) == "":
				return false, fault.New(fault.Conflict, "until.noTerm", "name", m.Name())
			}
			m.Until = Renewed(*m, now)
			return false, nil
		})
	},
}.Deed()

// Renewed is the last day that renewing leads to on a day; "" if there is none.
func Renewed(m org.Member, today string) string {
	until := m.Term.After(m.Until)
	for until != "" && until < today {
		until = m.Term.After(until)
	}
	return until
}

// DueArgs name members whose last day is over, or a day at whose end they are given tags or lose some.
type DueArgs struct {
	Members []org.MemberID `json:"members"`
	Until   string         `json:"until"`
}

// Due carries out what was set for the last day of members, and for the first and last days of their tags, as whoever set it would do now. Whom it can't be done to, or whose day is another by
// now, stays as they are: so it can be done again. Only the server does it. Faults: until.early, member.notFound never.
var Due = ledger.Spec[DueArgs]{
	Name:   "members.due",
	Online: true,
	Hint: func(a DueArgs) ledger.Reads {
		r := List{a.Members}.hint()
		r.Tenant = true
		return r
	},
	Run: func(w ledger.World, by ledger.Actor, a DueArgs) (ledger.Outcome, error) {
		if err := by.Need(org.ManageMembers); err != nil {
			return ledger.Outcome{}, err
		}
		d := ledger.Begin(w)
		today, err := dayHere(d)
		if err != nil {
			return ledger.Outcome{}, err
		}
		if today <= a.Until {
			return ledger.Outcome{}, fault.New(fault.Conflict, "until.early")
		}
		for _, ids := range Chunks(a.Members, DuePerEntry) {
			for _, id := range ids {
				if err := dueTags(d, by, id, a.Until); err != nil && fault.All(err) == nil {
					return ledger.Outcome{}, err
				}
				m, err := ledger.Member(d, id)
				if fault.All(err) != nil || err == nil && (!m.Ends() || m.Until != a.Until || m.UntilBy != by.Member) {
					continue
				}
				if err != nil {
					return ledger.Outcome{}, err
				}
				if err := carryOut(d, by, id, m); err != nil && fault.All(err) == nil {
					return ledger.Outcome{}, err
				}
			}
		}
		return d.Outcome(), nil
	},
}.Deed()

// DuePerEntry is how many members one entry of members.due takes: a deleted one writes three items.
const DuePerEntry = deletePerEntry

// carryOut does what follows on a member's last day.
func carryOut(d *ledger.Draft, by ledger.Actor, id org.MemberID, m org.Member) error {
	if m.DeleteAfter {
		return Put(d, by, id, nil)
	}
	m.Deactivated = true
	return Put(d, by, id, &m)
}

// Hinders is why what is set for a member's last day could not be carried out now by whoever set it; nil if it could.
func Hinders(w ledger.World, id org.MemberID) error {
	m, err := ledger.Member(w, id)
	if err != nil {
		return err
	}
	by, err := makerOf(w, m.UntilBy)
	if err != nil {
		return err
	}
	return carryOut(ledger.Begin(w), by, id, m)
}

// HindersTag is why what is set for the end of a day about a member's tags could not be carried out now by whoever set it; nil if it could.
func HindersTag(w ledger.World, id, maker org.MemberID, day string) error {
	by, err := makerOf(w, maker)
	if err != nil {
		return err
	}
	return dueTags(ledger.Begin(w), by, id, day)
}

// makerOf is whoever set something, with the rights of now. Fault: until.gone.
func makerOf(w ledger.World, id org.MemberID) (ledger.Actor, error) {
	by, err := ledger.Member(w, id)
	if err != nil || by.Deactivated {
		return ledger.Actor{}, fault.New(fault.Forbidden, "until.gone")
	}
	return ledger.Actor{Member: id, Role: by.Role, Name: by.Name()}, nil
}

// dayHere is the day it is where the organisation is; "" where the world does not know its time zone.
func dayHere(d *ledger.Draft) (string, error) {
	t, err := ledger.Tenant(d)
	if err != nil {
		return "", err
	}
	return d.Day(t.TimeZone()), nil
}

// term notes for how long a first and a last day are set, and refuses a last day that is set and over already. Fault: until.past.
func term(d *ledger.Draft, before org.Member, after *org.Member) error {
	if before.From != after.From || before.Until != after.Until {
		after.Term = org.Span(after.From, after.Until)
	}
	if after.Until == "" || after.Until == before.Until && after.DeleteAfter == before.DeleteAfter {
		return nil
	}
	now, err := dayHere(d)
	if err == nil && after.Until < now {
		err = fault.On("until", "until.past")
	}
	return err
}

// ending notes who sets somebody's last day, judges whether they might do now what is to follow, and has the server come back to it. A day that
// is over already, as when an entry of long ago is taken back, is only shown.
func ending(d *ledger.Draft, by ledger.Actor, id org.MemberID, before org.Member, after *org.Member) error {
	if before.From != after.From && after.From != "" {
		now, err := dayHere(d)
		if err == nil && now != "" && !after.Begun(now) {
			off := *after
			off.Deactivated = true
			err = mayChange(by, id, *after, off) // it keeps them out as that would
		}
		if err != nil {
			return err
		}
	}
	if before.Until == after.Until && before.DeleteAfter == after.DeleteAfter {
		return nil
	}
	after.UntilBy = ""
	if after.Until == "" {
		after.DeleteAfter, after.Term = false, ""
		return nil
	}
	after.UntilBy = by.Member
	now, err := dayHere(d)
	if err != nil || after.Until < now {
		return err
	}
	if after.DeleteAfter {
		err = mayDelete(by, id, *after)
	} else {
		off := *after
		off.Deactivated = true
		err = mayChange(by, id, *after, off)
	}
	if err == nil {
		d.Want(ledger.Due, string(d.Tenant()))
	}
	return err
}
