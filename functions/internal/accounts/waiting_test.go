package accounts_test

import (
	"testing"
	"time"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/testworld/accountstest"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// waits tells the number for Ulf's organisation, and what is told of it afterwards.
func (j *joined) waits(t *testing.T, s accounts.Session) int {
	t.Helper()
	reply, err := j.w.Accounts.Describe(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range reply.Memberships {
		if m.Tenant == j.house.Tenant.ID() {
			return m.Waiting
		}
	}
	return -1
}

func (j *joined) tell(t *testing.T, tenant org.TenantID, n int) {
	t.Helper()
	if err := j.w.Accounts.Waiting(t.Context(), j.w.Session(t, j.cookie), route.WaitingRequest{Tenant: string(tenant), Waiting: n}); err != nil {
		t.Fatal(err)
	}
}

func TestSigningInAgainInTheSameBrowserKnowsWhatWaits(t *testing.T) {
	j := join(t)
	j.w.Pass(time.Second)
	tenant := j.house.Tenant.ID()
	for _, c := range []struct {
		story string
		then  func()
		want  int
	}{
		{"with the cookie of a session that holds", func() {}, 12},
		{"that is over for want of use", func() { j.w.Pass(accounts.SessionLife + time.Hour) }, 12},
		{"that goes on under a new password", func() {
			for _, to := range []struct{ old, new string }{{accountstest.Password, accountstest.Other}, {accountstest.Other, accountstest.Password}} {
				s := j.w.Session(t, j.cookie)
				next, err := j.w.Accounts.ChangePassword(t.Context(), accountstest.Home, s, route.ChangePasswordRequest{Old: to.old, New: to.new})
				if err != nil {
					t.Fatal(err)
				}
				if j.cookie = j.w.Secret(next); j.waits(t, j.w.Session(t, j.cookie)) != 12 {
					t.Error("under the new password it is forgotten")
				}
			}
		}, 12},
		{"that was signed out of", func() {
			if err := j.w.Accounts.SignOut(t.Context(), accountstest.Home, j.cookie); err != nil {
				t.Fatal(err)
			}
		}, 0},
	} {
		j.signIn(t)
		j.tell(t, tenant, 12)
		c.then()
		earlier := j.cookie
		j.signIn(t)
		s, err := j.w.Accounts.Inherit(t.Context(), j.w.Session(t, j.cookie), earlier)
		if err != nil || j.waits(t, s) != c.want || j.waits(t, j.w.Session(t, j.cookie)) != c.want {
			t.Errorf("%s: %d wait (%v), want %d", c.story, j.waits(t, s), err, c.want)
		}
	}
}

func TestWhatWaitsIsNobodyElses(t *testing.T) {
	j := join(t)
	j.w.Pass(time.Second)
	j.tell(t, j.house.Tenant.ID(), 5)
	owner, err := j.w.SignIn(t.Context(), ida, accountstest.Password)
	if err != nil {
		t.Fatal(err)
	}
	for story, earlier := range map[string]string{"another account's cookie": j.cookie, "its own": owner, "none": "", "rubbish": "x"} {
		s, err := j.w.Accounts.Inherit(t.Context(), j.w.Session(t, owner), earlier)
		if err != nil || j.waits(t, s) != 0 {
			t.Errorf("%s: %d, %v", story, j.waits(t, s), err)
		}
	}
}

// Two tabs tell of two organisations at once; neither overwrites the other's.
func TestTwoTabsTellOfTwoOrganisations(t *testing.T) {
	j := join(t)
	j.w.Pass(time.Second)
	before := j.w.Session(t, j.cookie)
	reply, err := j.w.Accounts.Describe(t.Context(), before)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range reply.Memberships { // each as read before any was written
		if err := j.w.Accounts.Waiting(t.Context(), before, route.WaitingRequest{Tenant: string(m.Tenant), Waiting: 2}); err != nil {
			t.Fatal(err)
		}
	}
	reply, err = j.w.Accounts.Describe(t.Context(), j.w.Session(t, j.cookie))
	if err != nil || len(reply.Memberships) < 2 {
		t.Fatal(len(reply.Memberships), err)
	}
	for _, m := range reply.Memberships {
		if m.Waiting != 2 {
			t.Errorf("%s: %d wait", m.Name, m.Waiting)
		}
	}
	if err := j.w.Accounts.SignOut(t.Context(), accountstest.Home, j.cookie); err != nil {
		t.Fatal(err)
	}
	err = j.w.Accounts.Waiting(t.Context(), before, route.WaitingRequest{Tenant: string(j.house.Tenant.ID()), Waiting: 9})
	if code(err) != "session.missing" || len(j.w.Items(t, "S#"+string(accounts.HashOf(before)))) != 0 {
		t.Errorf("telling brought a session back: %v", err)
	}
}
