//go:build !js

package members

import (
	"strconv"
	"time"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// ReportStorage notes how much storage people use, as a connected system has said it. It is a fact and no act: nobody takes it back, and what is as
// it was known changes nothing. Only the server does it, for a system that has shown its key.
// Faults: actor.forbidden, system.notFound, used.number, and of each row that is wrong, counted from 1: used.who, id.malformed, those of an address,
// member.notFound, storage.missing, storage.bytes, used.twice.
var ReportStorage = ledger.Spec[ReportArgs]{
	Name:   StorageReported,
	Online: true,
	Hint: func(a ReportArgs) ledger.Reads {
		r := ledger.Reads{Tenant: true}
		for _, u := range a.Used[:min(len(a.Used), MaxUsed)] {
			if e, err := org.ParseEmail("email", u.Email); err == nil {
				r.Uniques = append(r.Uniques, ledger.UniquesOf(org.Member{Email: e})...)
			} else {
				r.Records = append(r.Records, ref(u.Member))
			}
		}
		return r
	},
	Run: func(w ledger.World, by ledger.Actor, a ReportArgs) (ledger.Outcome, error) {
		if by.Member != "" { // a person is no system
			return ledger.Outcome{}, fault.New(fault.Forbidden, "actor.forbidden", "right", string(org.ManageMembers))
		}
		d := ledger.Begin(w)
		t, err := ledger.Tenant(d)
		if err != nil {
			return ledger.Outcome{}, err
		}
		if t.System(a.System) < 0 {
			return ledger.Outcome{}, fault.New(fault.NotFound, "system.notFound")
		}
		if len(a.Used) == 0 || len(a.Used) > MaxUsed {
			return ledger.Outcome{}, fault.On("used", "used.number", "max", strconv.Itoa(MaxUsed))
		}
		var faults fault.List
		seen := map[org.MemberID]bool{}
		for i, u := range a.Used {
			id, bytes, err := u.parse(d)
			if err == nil && seen[id] {
				err = fault.On("member", "used.twice")
			}
			if all := fault.All(err); all != nil {
				for _, f := range all {
					faults = append(faults, f.InRow(i+1))
				}
				continue
			}
			if err != nil {
				return ledger.Outcome{}, err
			}
			seen[id] = true
			if err := uses(d, id, a.System, bytes); err != nil {
				return ledger.Outcome{}, err
			}
		}
		if err := faults.Err(); err != nil {
			return ledger.Outcome{}, err
		}
		return d.Outcome(), nil
	},
}.Deed()

// parse finds whom a row is about, who must be there, and how much it says.
func (u Used) parse(d *ledger.Draft) (id org.MemberID, bytes int64, err error) {
	var faults fault.List
	if u.Bytes == nil {
		_ = faults.Add(fault.On("bytes", "storage.missing"))
	} else {
		bytes, err = org.ParseStorage("bytes", *u.Bytes)
		_ = faults.Add(err)
	}
	id, err = u.who(d)
	if err = faults.Add(err); err == nil {
		err = faults.Err()
	}
	return id, bytes, err
}

// who is whom a row is about. Faults: used.who, id.malformed, those of an address, member.notFound.
func (u Used) who(d *ledger.Draft) (org.MemberID, error) {
	field := "member"
	switch {
	case (u.Member == "") == (u.Email == ""):
		return "", fault.On(field, "used.who")
	case u.Email != "":
		field = "email"
		e, err := org.ParseEmail(field, u.Email)
		if err != nil {
			return "", err
		}
		id, err := d.Unique(ledger.UniquesOf(org.Member{Email: e})[0])
		if err != nil {
			return "", err
		}
		u.Member = org.MemberID(id)
	default:
		if _, err := org.ParseID[org.MemberID](field, string(u.Member)); err != nil {
			return "", err
		}
	}
	_, err := ledger.Member(d, u.Member)
	if u.Member == "" || fault.Is(err, "member.notFound") {
		err = fault.On(field, "member.notFound") // the row is wrong, not the address that it was sent to
	}
	return u.Member, err
}

// uses notes how much somebody uses, unless it is what this system has said before.
func uses(d *ledger.Draft, id org.MemberID, system org.SystemID, bytes int64) error {
	r, err := d.Record(ref(id))
	if err != nil {
		return err
	}
	m, _ := r.Value.(org.Member)
	if m.Storage != nil && m.Storage.Bytes == bytes && m.Storage.System == system {
		return nil
	}
	m.Storage = &org.StorageUse{Bytes: bytes, At: d.Now().UTC().Truncate(time.Millisecond), System: system, Over: r.Seq}
	return d.Put(ref(id), m)
}
