package effects_test

import (
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/functions/internal/testworld"
	"stellwerk/functions/internal/testworld/accountstest"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

const ida = "ida@acme.example"

// subjects are the mails' receivers and subjects, in order.
func subjects(mails []accountstest.Mail) string {
	var lines []string
	for _, m := range mails {
		lines = append(lines, m.To+": "+m.Subject)
	}
	return strings.Join(lines, "\n")
}

func effectsLeft(t *testing.T, w *accountstest.World) int {
	t.Helper()
	return len(w.Items(t, "E#"))
}

// store stores an effect as nothing in the program would.
func store(t *testing.T, w *accountstest.World, what, whom string) table.EffectKey {
	t.Helper()
	id := testworld.NewID[table.EffectID](w.World)
	if err := w.Table.Transact(t.Context(), w.Table.AccountEffect(id, ledger.Effect{What: what, For: whom})); err != nil {
		t.Fatal(err)
	}
	k, ok := table.EffectKeyOf("E#A", string(id))
	if !ok {
		t.Fatal("the key of an effect of accounts is none")
	}
	return k
}

func TestManyEffectsEachMailOnce(t *testing.T) {
	w := accountstest.Open(t)
	want := map[string]int{}
	for i := range 12 {
		email := strings.Repeat("x", i+1) + "@acme.example"
		w.SignUp(t, email)
		want[email] = 1
	}
	seen := map[string]bool{}
	for _, m := range w.Deliver(t) { // each record at least four times, by two carriers at once, in any order
		want[m.To]--
		if m.Effect == "" || seen[m.Effect] {
			t.Errorf("effect %q to %s: each mail names its own", m.Effect, m.To)
		}
		seen[m.Effect] = true
	}
	for email, n := range want {
		if n != 0 {
			t.Errorf("%s: %d mails missing", email, n)
		}
	}
	if n := effectsLeft(t, w); n != 0 {
		t.Errorf("%d effects are left", n)
	}
}

func TestWhatSESDoesNotTakeIsSentLater(t *testing.T) {
	w := accountstest.Open(t)
	w.SignUp(t, ida)
	w.Post.Refuse = func(accountstest.Mail) string { return "TooManyRequestsException" }
	if mails := w.Deliver(t); len(mails) != 0 || effectsLeft(t, w) != 1 {
		t.Fatalf("%d mails, %d effects left, want none and 1", len(mails), effectsLeft(t, w))
	}
	w.Post.Refuse = nil
	if mails := w.Deliver(t); len(mails) != 0 {
		t.Errorf("sent before its pause was over:\n%s", subjects(mails))
	}
	for _, c := range []struct {
		story    string
		after    time.Duration
		reminded int
		sent     int
	}{
		{"the clock leaves it its pause", time.Minute, 0, 0},
		{"and a moment more", time.Minute, 0, 0},
		{"then it is named again", time.Second, 1, 1},
		{"and once only", 24 * time.Hour, 0, 0},
	} {
		w.Pass(c.after)
		n, err := w.Carrier.Remind(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if mails := w.Deliver(t); n != c.reminded || len(mails) != c.sent {
			t.Errorf("%s: %d reminded, %d sent; want %d, %d", c.story, n, len(mails), c.reminded, c.sent)
		}
	}
	if log := w.Log(); !strings.Contains(log, `"outcome":"put off"`) || strings.Contains(log, ida) {
		t.Errorf("the log should tell of it without the address:\n%s", log)
	}
}

func TestTheLogLeadsFromARequestToItsEffects(t *testing.T) {
	w := accountstest.Open(t)
	w.SignUp(t, ida)
	if err := w.Accounts.Forgot(table.ForRequest(t.Context(), "9b2e61f0a3c4"), accountstest.Home, route.ForgotRequest{Email: ida}); err != nil {
		t.Fatal(err)
	}
	w.Deliver(t)
	found := 0
	for line := range strings.Lines(w.Log()) {
		if strings.Contains(line, `"msg":"effect"`) && strings.Contains(line, `"request":"9b2e61f0a3c4"`) && strings.Contains(line, `"outcome":"carried"`) {
			found++
		}
	}
	if found != 1 {
		t.Errorf("%d effects of the request were found in:\n%s", found, w.Log())
	}
}

func TestWhatNeverGoesIsGivenUp(t *testing.T) {
	for _, c := range []struct {
		story string
		name  string
		tries int
	}{
		{"a mail that SES finds malformed: at once", "BadRequestException", 1},
		{"one that it rejects: after almost a day", "MessageRejected", 18},
	} {
		w := accountstest.Open(t)
		w.SignUp(t, ida)
		tries := 0
		w.Post.Refuse = func(accountstest.Mail) string { tries++; return c.name }
		began := w.Clock.Now()
		if mails := w.DeliverByClock(t); len(mails) != 0 || tries != c.tries {
			t.Errorf("%s: %d tries, want %d", c.story, tries, c.tries)
		}
		if took := w.Clock.Now().Sub(began); took > 26*time.Hour {
			t.Errorf("%s: took %s", c.story, took)
		}
		if !strings.Contains(w.Log(), `"outcome":"given up"`) {
			t.Errorf("%s: the log does not say so", c.story)
		}
	}
}

func TestALostAnswerIsTheOneGap(t *testing.T) {
	w := accountstest.Open(t)
	w.SignUp(t, ida)
	lost := false
	w.Post.Lose = func(accountstest.Mail) bool { lost = !lost; return lost }
	mails := w.DeliverByClock(t)
	if len(mails) != 2 || mails[0].Effect != mails[1].Effect || mails[0].Token == mails[1].Token {
		t.Errorf("want the mail twice, under one effect, each with a link of its own:\n%s", subjects(mails))
	}
}

func TestAClaimRunsOut(t *testing.T) {
	w := accountstest.Open(t)
	w.SignUp(t, ida)
	var k table.EffectKey
	for id := range w.Items(t, "E#A") {
		k, _ = table.EffectKeyOf("E#A", strings.TrimPrefix(id, "E#A "))
	}
	// A process claims the effect and dies.
	if _, ok, err := w.Table.ClaimEffect(t.Context(), k, w.Clock.Now().Add(time.Minute)); !ok || err != nil {
		t.Fatalf("claim: %v, %v", ok, err)
	}
	if mails := w.Deliver(t); len(mails) != 0 {
		t.Error("sent while somebody else may be at it")
	}
	w.Pass(time.Minute)
	if err := w.Carrier.Carry(t.Context(), k); err != nil {
		t.Fatal(err)
	}
	if n := w.Post.Count(); n != 1 || effectsLeft(t, w) != 0 {
		t.Errorf("after the claim ran out %d mails, %d effects left", n, effectsLeft(t, w))
	}
}

func TestALateClaimantTakesNothingAway(t *testing.T) {
	w := accountstest.Open(t)
	k := store(t, w, "no.such", "x")
	first, ok, err := w.Table.ClaimEffect(t.Context(), k, w.Clock.Now().Add(time.Minute))
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	w.Pass(time.Minute)
	if _, ok, err := w.Table.ClaimEffect(t.Context(), k, w.Clock.Now().Add(time.Minute)); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if err := w.Table.DoneEffect(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	if err := w.Table.LaterEffect(t.Context(), first, w.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	if effectsLeft(t, w) != 1 {
		t.Error("who lost the claim removed the effect")
	}
	if _, ok, err := w.Table.ClaimEffect(t.Context(), k, w.Clock.Now().Add(time.Minute)); ok || err != nil {
		t.Errorf("who lost the claim gave it free: %v, %v", ok, err)
	}
}

func TestEffectsWithoutAReceiver(t *testing.T) {
	w := accountstest.Open(t)
	w.SignUp(t, "gone@acme.example")
	w.Pass(accounts.SignUpLife) // the stream forgets after a day; the clock does not
	never := testworld.NewID[org.AccountID](w.World)
	store(t, w, accounts.ChangedEffect, string(never))
	address, err := w.Table.AddressKey(t.Context(), "never@acme.example")
	if err != nil {
		t.Fatal(err)
	}
	store(t, w, accounts.ResetEffect, string(address))
	if mails := w.DeliverByClock(t); len(mails) != 0 {
		t.Errorf("%d effects left, mails:\n%s", effectsLeft(t, w), subjects(mails))
	}
}

func TestEffectsThatAreNotKnownWait(t *testing.T) {
	w := accountstest.Open(t)
	store(t, w, "from.the.future", "x")
	store(t, w, accounts.ConfirmEffect, "no hash")
	store(t, w, ledger.Welcome, string(testworld.NewID[org.MemberID](w.World))) // a tenant's, but under no tenant
	if mails := w.Deliver(t); len(mails) != 0 || effectsLeft(t, w) != 3 {
		t.Errorf("%d effects left, want 3: a newer version may know them. Mails:\n%s", effectsLeft(t, w), subjects(mails))
	}
}

func TestWhatAMailSaysIsOfToday(t *testing.T) {
	w := accountstest.Open(t)
	browser := w.SignUp(t, ida)
	cookie, err := w.Confirm(t.Context(), browser, w.LinkTo(t, ida), "")
	if err != nil {
		t.Fatal(err)
	}
	s := w.Session(t, cookie)
	reply, err := w.Accounts.Describe(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	in := reply.Memberships[0]
	house := testworld.House{World: w.World, Tenant: tenancy.Of(in.Tenant)}
	house.Owner.Account, house.Owner.Member = s.Account, in.Member
	house.Do(t, house.Owner, "tenants.rename", tenants.RenameArgs{From: "Acme", To: "Beta <b>&\u00a0Söhne"})
	if err := w.Accounts.ChangeProfile(t.Context(), s, route.ProfileRequest{Language: "en"}); err != nil {
		t.Fatal(err)
	}
	mails := w.Deliver(t)
	if got := subjects(mails); got != ida+": Beta <b>& Söhne is set up" {
		t.Fatalf("mails sent:\n%s", got)
	}
	if strings.Contains(mails[0].HTML, "<b>") {
		t.Error("what somebody typed became markup")
	}
}

func TestEachMailLeadsToTheConfiguredOrigin(t *testing.T) {
	w := accountstest.Open(t)
	w.Member(t, ida)
	if err := w.Accounts.Forgot(t.Context(), accountstest.Home, route.ForgotRequest{Email: ida}); err != nil {
		t.Fatal(err)
	}
	w.SignUp(t, ida)
	w.Deliver(t)
	for _, m := range w.Post.Since(0) {
		for _, word := range strings.Fields(m.Text) {
			if strings.Contains(word, "://") && !strings.HasPrefix(word, accountstest.Origin) {
				t.Errorf("%q leads to %s", m.Subject, word)
			}
		}
	}
	if n := w.Post.Count(); n != 4 { // confirm, welcome, reset, known
		t.Errorf("%d mails, want 4", n)
	}
}

func TestKeysThatAreNoEffects(t *testing.T) {
	id := "01KKT0000000000000000000AA"
	for _, c := range []struct {
		pk, sk string
		want   bool
	}{
		{"E#A", id, true},
		{"E#T#" + id, id, true},
		{"E#T#" + strings.ToLower(id), id, false},
		{"E#T#" + id + "#X", id, false},
		{"E#A#", id, false},
		{"E#", id, false},
		{"E#A", "PROFILE", false},
		{"A#" + id, "PROFILE", false},
		{"T#" + id, id, false},
		{"", "", false},
	} {
		k, ok := table.EffectKeyOf(c.pk, c.sk)
		if ok != c.want {
			t.Errorf("%s / %s: %v, want %v", c.pk, c.sk, ok, c.want)
		}
		if tenant, has := k.Tenant(); ok && has != (c.pk != "E#A") || has && string(tenant.ID()) != id {
			t.Errorf("%s / %s: tenant %v %v", c.pk, c.sk, tenant, has)
		}
	}
}
