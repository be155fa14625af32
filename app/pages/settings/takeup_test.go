package settings

import (
	"encoding/json"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

func TestATimeThatWasRefusedIsTakenUpAgain(t *testing.T) {
	signIn(t, "01J0000000000000000000ACC9", org.Owner, true)
	r := store.Replica()
	id, err := r.Do("tenants.setOffline", json.RawMessage(`{"from":720,"to":72}`), "")
	if err != nil {
		t.Fatal(err)
	}
	r.Outgoing()
	r.Answered([]route.CommandReply{{Command: id, State: route.Refused, Faults: fault.List{fault.New(fault.Conflict, "tenant.offlineMeanwhile", "was", "720", "is", "48")}}})
	p := &Organisation{Query: "inbox=" + string(id)}
	got := html(t, p)
	has(t, got, `name="lease-own"`, `value="3"`, "Tage")
	if p.span.hours() != 72 || !p.span.dirty() || len(r.Undecided()) != 1 {
		t.Fatalf("%d hours, %d wait for a decision", p.span.hours(), len(r.Undecided()))
	}
	p.saveSpan(app.Context{}, app.Event{})
	if len(r.Undecided()) != 0 || r.Tenant().Offline() != 72 {
		t.Errorf("%d wait for a decision, %d hours", len(r.Undecided()), r.Tenant().Offline())
	}
}
