package tenants

import (
	"time"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// ConnectArgs is a system to be connected. Its secret is made on the device of whoever connects it and never leaves that: here is its SHA-256.
type ConnectArgs struct {
	System org.SystemID `json:"system"` // made by the caller, so that both sides make the same record
	Name   string       `json:"name"`
	Digest string       `json:"digest"` // of the secret, in base64url without padding
}

// Connect lets other software that has the secret tell what it knows, see members.reportStorage; it opens nothing else.
// Faults: system.taken on name, system.exists, system.tooMany, and those of the fields, all at once.
var Connect = ledger.Spec[ConnectArgs]{
	Name: "tenants.connect",
	Run: func(w ledger.World, by ledger.Actor, a ConnectArgs) (ledger.Outcome, error) {
		return change(w, by, func(t *org.Tenant) error {
			s, err := a.parse()
			if err != nil {
				return err
			}
			s.At, s.By = w.Now().UTC().Truncate(time.Millisecond), by.Member
			return t.AddSystem(s)
		})
	},
}.Deed()

func (a ConnectArgs) parse() (s org.System, err error) {
	var faults fault.List
	take := func(e error) { _ = faults.Add(e) }
	s.ID, err = org.ParseID[org.SystemID]("system", string(a.System))
	take(err)
	s.Name, err = org.ParseSystemName("name", a.Name)
	take(err)
	s.Digest, err = org.ParseSystemDigest("digest", a.Digest)
	take(err)
	return s, faults.Err()
}

// SystemList names connected systems.
type SystemList struct {
	Systems []org.SystemID `json:"systems"`
}

// Disconnect ends that: their keys open nothing any more. What they have reported stays. Taking it back makes the same keys good again.
// Faults: system.none, system.notFound.
var Disconnect = ledger.Spec[SystemList]{
	Name: "tenants.disconnect",
	Run: func(w ledger.World, by ledger.Actor, a SystemList) (ledger.Outcome, error) {
		return change(w, by, func(t *org.Tenant) error {
			if len(a.Systems) == 0 {
				return fault.On("systems", "system.none")
			}
			for _, id := range a.Systems {
				at := t.System(id)
				if at < 0 {
					return fault.New(fault.NotFound, "system.notFound")
				}
				t.Systems = append(append([]org.System(nil), t.Systems[:at]...), t.Systems[at+1:]...)
			}
			return nil
		})
	},
}.Deed()
