package accounts_test

import (
	"context"
	"testing"

	"stellwerk/functions/internal/testworld/accountstest"
	"stellwerk/infra/local/dynamo"
	"stellwerk/shared/fault"
	"stellwerk/shared/route"
)

// until repeats what somebody would click again while the installation has a bad day: it ends with success or a refusal.
func until(t *testing.T, do func(context.Context) error) error {
	t.Helper()
	for range 50 {
		err := do(t.Context())
		if err == nil || fault.First(err) != nil && fault.First(err).Kind != fault.Unavailable {
			return err
		}
	}
	t.Fatal("50 tries did not get through: the retries don't work")
	return nil
}

func TestABadDayMakesNothingTwice(t *testing.T) {
	chances := map[dynamo.Fault]float64{dynamo.Conflict: 0.05, dynamo.Throughput: 0.05, dynamo.Throttle: 0.05, dynamo.Lost: 0.05}
	for seed := range uint64(6) {
		// The stream and the dump of the table are the test's own and have no bad day.
		sometimes := dynamo.Sometimes(seed, chances)
		on := func(operation string) dynamo.Fault {
			switch operation {
			case "Scan", "GetRecords", "GetShardIterator", "DescribeStream", "ListStreams", "CreateTable", "DescribeTable", "UpdateTimeToLive":
				return dynamo.NoFault
			}
			return sometimes(operation)
		}
		w := accountstest.OpenWith(t, dynamo.Faults{On: on, Twice: true, Shuffle: true})
		browser := w.SignUp(t, ida)
		link := ""
		for _, m := range w.DeliverByClock(t) {
			link = m.Token
		}
		if link == "" {
			t.Fatalf("seed %d: no mail came", seed)
		}
		session := ""
		if err := until(t, func(ctx context.Context) (err error) {
			session, err = w.Confirm(ctx, browser, link, "")
			return err
		}); err != nil {
			t.Fatalf("seed %d: confirming: %v", seed, err)
		}
		if err := until(t, func(ctx context.Context) error {
			s, err := w.Accounts.Session(ctx, session)
			if err != nil {
				return err
			}
			_, err = w.Accounts.Describe(ctx, s)
			return err
		}); err != nil {
			t.Errorf("seed %d: the session: %v", seed, err)
		}
		wantMails(t, w.DeliverByClock(t), ida+": Acme ist eingerichtet")
		if got, want := people(t, w), (population{1, 1, 1}); got != want {
			t.Errorf("seed %d: there are %+v, want %+v", seed, got, want)
		}
		if err := until(t, func(ctx context.Context) error {
			s, err := w.Accounts.SignIn(ctx, accountstest.Elsewhere, route.SignInRequest{Email: ida, Password: accountstest.Password})
			w.Secret(s)
			return err
		}); err != nil {
			t.Errorf("seed %d: signing in: %v", seed, err)
		}
	}
}
