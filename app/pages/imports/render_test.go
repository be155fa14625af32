package imports

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
	"stellwerk/shared/sheet"
)

// table is what lies there for somebody with a role, before the page is shown.
func table(role org.Role) *desk {
	ui.SetLang(org.German)
	store.SetSession(app.Context{}, route.SessionReply{
		Account: "01J000000000000000000ACC" + org.AccountID(strings.ToUpper(string(role[:2]))), Language: "de",
		Memberships: []route.Membership{{Tenant: "01J0000000000000000000TENT", Name: "Acme", Member: "01J0000000000000000000SE1F", Role: role}},
	})
	last = nil
	return deskHere()
}

func html(t *testing.T) string {
	t.Helper()
	p := &Page{}
	e := app.NewTestEngine()
	if err := e.Load(p); err != nil {
		t.Fatal(err)
	}
	e.ConsumeAll()
	return app.HTMLString(p)
}

func has(t *testing.T, step, html string, wanted ...string) {
	t.Helper()
	for _, want := range wanted {
		if !strings.Contains(html, want) {
			t.Errorf("%s: %q is missing", step, want)
		}
	}
	if strings.Contains(html, "style=") {
		t.Errorf("%s: a style attribute, which the content security policy forbids", step)
	}
}

func TestFileStep(t *testing.T) {
	d := table(org.Owner)
	has(t, "choosing", html(t), "imports-file", "Vorlage laden", "50.000 Zeilen", "Schlagworte")
	_, d.err = Read("x.xlsx", []byte("PK\x03\x04[Content_Types].xml xl/workbook.xml"), seed)
	has(t, "a workbook", html(t), "CSV UTF-8", "imports-wrong")
	d.err, d.wrong = fault.List{fault.New(fault.Invalid, "staff.noEmail")}, &List{Table: sheet.Table{Header: []string{"<b>Vorname", "Nachname"}}}
	has(t, "no address column", html(t), "«&lt;b&gt;Vorname», «Nachname»", "E-Mail-Adresse fehlt")
}

func TestCheckStep(t *testing.T) {
	d := table(org.Owner)
	judge := office()
	d.list = judged(t, read(t, messy), judge)
	d.look("")
	has(t, "checking", html(t),
		"staff.csv prüfen", "7 Zeilen, UTF-8, Trennzeichen Semikolon. Noch ist nichts gespeichert.", "Bleiben unberührt: «Kostenstelle»",
		"3 Zeilen übernehmen", "3 abgewiesene als CSV", "2 Mitglieder kommen dazu", "<del", "Techniker", "<ins", "Meister",
		"Diese Adresse steht schon in Zeile 3", "Spalte «Eintritt»", `value="31.02.2020"`)
	d.look(members.RowUnchanged)
	if got := html(t); strings.Contains(got, "Techniker") || !strings.Contains(got, "Vera Vogel") {
		t.Error("the view of unchanged rows shows others")
	}
}

func TestApplyStep(t *testing.T) {
	d := table(org.Owner)
	d.job, d.reply = "01J0000000000000000000J0B1", route.JobReply{ID: "01J0000000000000000000J0B1", Deed: importDeed, Title: "staff.csv", State: route.JobRunning, Done: 450, Total: 1200}
	has(t, "running", html(t), "450 von 1.200 Zeilen", "Anhalten")
	d.reply.State = route.JobStopped
	has(t, "stopped", html(t), "Weitermachen")
	d.reply.State, d.reply.Created, d.reply.Refused, d.reply.Entries = route.JobDone, 448, 2, []uint64{7, 8}
	d.refused = []members.Verdict{{Row: 12, Kind: members.RowRefused, Faults: fault.List{fault.On("email", "member.emailTaken", "email", "a@b.de")}}}
	has(t, "done", html(t), "448", "Mitglieder angelegt", "Zeile 12", "a@b.de", "Alles zurücknehmen", "2 Einträge zurück")
}

func TestImportIsForThoseWhoManage(t *testing.T) {
	table(org.User)
	got := html(t)
	has(t, "without the right", got, "Mitglieder verwalten")
	if strings.Contains(got, "imports-file") {
		t.Error("a file can be chosen without the right")
	}
}
