package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/undo"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// until asks again and again until ok, as the app does; it fails after a while.
func (b *browser) until(what string, ok func() bool) {
	b.Helper()
	late := time.NewTimer(20 * time.Second)
	defer late.Stop()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for !ok() {
		select {
		case <-late.C:
			b.Fatalf("%s: not within 20 seconds", what)
		case <-again.C:
		}
	}
}

// link waits for a mail to an address and returns the token of its link.
func (b *browser) link(to, page string) string {
	b.Helper()
	var token string
	b.until("a mail to "+to+" with a link to "+page, func() bool {
		var mails []struct {
			Links []string `json:"links"`
		}
		b.must(200, "GET", outboxPath+".json?to="+url.QueryEscape(to), nil, &mails)
		for _, m := range mails {
			for _, l := range m.Links {
				if u, err := url.Parse(l); err == nil && strings.HasPrefix(l, b.address+page) {
					token = u.Query().Get("token")
				}
			}
		}
		return token != ""
	})
	b.secrets[token] = true
	return token
}

// list is a staff list as an old Excel saved it: Windows-1252 with semicolons. Row 3 lacks the surname, row 5 has no address,
// row 6 one without an ending, and row 7 repeats row 2.
const list = "Vorname;Nachname;E-Mail;Ort\r\n" +
	"J\xf6rg;M\xfcller;joerg@acme.example;K\xf6ln\r\n" +
	"Anna;;anna@acme.example;\r\n" +
	"Zo\xeb;Wei\xdf;zoe@acme.example;\r\n" +
	"Otto;Ohne;;\r\n" +
	"Petra;Punkt;petra@acme;\r\n" +
	"J\xf6rg;M\xfcller;JOERG@acme.example;\r\n" +
	"Ute;Umlaut;ute@acme.example;M\xfcnchen\r\n"

// TestANewOrganisation goes the whole way: sign up, confirm by the mail, import a list, deactivate, undo, stop, start. Once with the
// functions in this process, and once with the very programs that are deployed, as Lambda runs them.
func TestANewOrganisation(t *testing.T) {
	t.Run("in one process", func(t *testing.T) { newOrganisation(t) })
	t.Run("by the deployed programs", func(t *testing.T) { newOrganisation(t, "--artifact", artifact(t)) })
}

func newOrganisation(t *testing.T, args ...string) {
	data := t.TempDir()
	p := run(t, data, args...)
	b := p.browser()
	const email, password = "olive@acme.example", "ein Fahrrad im Regen"
	b.must(202, "POST", route.SignUp, route.SignUpRequest{
		Organisation: "Acme", GivenName: "Olive", Surname: "Öhler", Email: email, Password: password, Language: "de",
	}, nil)
	b.must(204, "GET", route.Session, nil, nil)
	var waits route.SignUpStateReply
	b.must(200, "GET", route.SignUpState, nil, &waits)
	if waits.Email != email {
		t.Errorf("waits for %+v", waits)
	}
	var who route.SessionReply
	b.must(200, "POST", route.SignUpConfirm, route.ConfirmRequest{Token: b.link(email, "/confirm")}, &who)
	tenant := who.Memberships[0].Tenant

	b.readsExcel(tenant)
	job := b.importList(tenant)
	people := b.members(tenant)
	if len(people) != 4 { // the owner and three of the list
		t.Errorf("%d people, want 4", len(people))
	}
	var entries route.EntriesReply
	b.must(200, "GET", route.In(route.Entries, tenant), nil, &entries)
	if len(entries.Entries) != 2 || entries.Entries[0].Batch != job.ID {
		t.Errorf("the audit trail has %d entries, the last of batch %s", len(entries.Entries), entries.Entries[0].Batch)
	}

	zoe := find(t, people, "zoe@acme.example")
	b.deed(tenant, who.Account, members.Deactivate.Name, members.List{Members: []org.MemberID{zoe}})
	if string(b.members(tenant)[string(zoe)].Fields["deactivated"]) != "true" {
		t.Error("Zoë is not deactivated")
	}
	b.deed(tenant, who.Account, undo.Undo.Name, undo.Args{Entries: []uint64{3}})
	if _, still := b.members(tenant)[string(zoe)].Fields["deactivated"]; still {
		t.Error("the undo did not bring Zoë back")
	}

	if len(args) == 0 {
		b.figures()
	} else {
		embedded(t, p.logs.String())
	}

	before := b.members(tenant)
	if err := p.stop(); err != nil {
		t.Fatal(err)
	}
	b.process = run(t, data, args...)
	if after := b.members(tenant); !same(before, after) {
		t.Error("after a new start the members are others")
	}
	b.verify(tenant)
	b.forget(email)
	if len(b.secrets) < 4 {
		t.Errorf("only %d secrets were seen", len(b.secrets))
	}
	for _, said := range []string{p.logs.String(), b.logs.String()} {
		for _, secret := range []string{"@acme", "Öhler", "Müller", "Acme", password, "Malzkaffee", "Personal 2025", "token="} {
			if strings.Contains(said, secret) {
				t.Errorf("the logs hold %q, which is somebody's own", secret)
			}
		}
		for secret, is := range b.secrets {
			if is && strings.Contains(said, secret) {
				t.Errorf("the logs hold %q, by which whoever reads it is let in", secret)
			}
		}
	}
}

// importList uploads the list, looks at the preview, applies it and waits for the end.
func (b *browser) importList(tenant org.TenantID) route.JobReply {
	b.Helper()
	id := newID[org.JobID]()
	b.must(200, "POST", route.In(route.Imports, tenant), route.ImportRequest{ID: id, Name: "Personal 2025.csv", Bytes: len(list)}, nil)
	b.must(204, "PUT", route.In(route.ImportPart, tenant, string(id), "0"), []byte(list), nil)
	var preview route.ImportPreviewReply
	b.must(200, "GET", route.In(route.ImportPreview, tenant, string(id)), nil, &preview)
	var refused []int
	for _, v := range preview.Rows {
		if v.Kind == members.RowRefused {
			refused = append(refused, v.Row)
		}
	}
	if preview.Total != 7 || preview.Counts[members.RowNew] != 3 || !slices.Equal(refused, []int{3, 5, 6, 7}) {
		b.Errorf("the preview has %d rows, %v, refused %v; want 7, 3 new, refused 3 5 6 7", preview.Total, preview.Counts, refused)
	}
	b.must(200, "POST", route.In(route.ImportApply, tenant, string(id)), nil, nil)
	var job route.JobReply
	b.until("the import ends", func() bool {
		b.must(200, "GET", route.In(route.Job, tenant, string(id)), nil, &job)
		return job.State == route.JobDone || job.State == route.JobFailed
	})
	if job.State != route.JobDone || job.Created != 3 || job.Refused != 4 {
		b.Errorf("the import ended as %+v", job)
	}
	return job
}

// deed sends one command and expects it to be applied.
func (b *browser) deed(tenant org.TenantID, account org.AccountID, deed string, args any) {
	b.Helper()
	data, err := json.Marshal(args)
	if err != nil {
		b.Fatal(err)
	}
	cmd := ledger.Command{ID: newID[org.CommandID](), Deed: deed, Args: data}
	for _, again := range []bool{false, true} { // sent twice it is done once
		var out route.CommandsReply
		b.must(200, "POST", route.In(route.Commands, tenant), route.CommandsRequest{Account: account, Commands: []ledger.Command{cmd}}, &out)
		if r := out.Replies[0]; r.State != route.Applied || r.Again != again {
			b.Fatalf("%s: %+v, want it applied, again %v", deed, r, again)
		}
	}
}

// verify follows the chain through the audit trail.
func (b *browser) verify(tenant org.TenantID) {
	b.Helper()
	var all []ledger.Entry
	var head ledger.Head
	for before := ""; ; {
		var trail route.EntriesReply
		b.must(200, "GET", route.In(route.Entries, tenant)+before, nil, &trail)
		all, head = append(all, trail.Entries...), trail.Head
		if trail.Before == 0 {
			break
		}
		before = "?before=" + strconv.FormatUint(trail.Before, 10)
	}
	var prev ledger.Digest
	for _, e := range slices.Backward(all) {
		if err := ledger.Verify(tenant, e, prev); err != nil {
			b.Errorf("entry %d: %v", e.Seq, err)
		}
		prev = e.Hash
	}
	if prev != head.Hash || uint64(len(all)) != head.Seq {
		b.Errorf("%d entries lead to another head than %d", len(all), head.Seq)
	}
}

// xlsx is an Excel file.
type xlsx []byte

// readsExcel has the function that reads Excel files read one.
func (b *browser) readsExcel(tenant org.TenantID) {
	b.Helper()
	f := excelize.NewFile()
	defer f.Close()
	var file bytes.Buffer
	if err := errors.Join(f.SetSheetRow("Sheet1", "A1", &[]any{"Vorname", "Größe"}), f.Write(&file)); err != nil {
		b.Fatal(err)
	}
	var out route.WorkbookReply
	b.must(200, "POST", route.In(route.Workbook, tenant)+"?sheet=Sheet1", xlsx(file.Bytes()), &out)
	if out.Table != "Vorname,Größe\r\n" || len(out.Sheets) != 1 {
		b.Errorf("of the Excel file came %+v", out)
	}
	b.must(422, "POST", route.In(route.Workbook, tenant), xlsx("no workbook"), nil)
}

// forget sets a new password by a mail, which signs everybody out.
func (b *browser) forget(email string) {
	b.Helper()
	b.must(202, "POST", route.ForgotPassword, route.ForgotRequest{Email: email}, nil)
	b.must(204, "POST", route.ResetPassword, route.ResetRequest{Token: b.link(email, "/reset"), Password: "zwei Kannen Malzkaffee"}, nil)
	b.must(204, "GET", route.Session, nil, nil)
	b.must(200, "POST", route.SignIn, route.SignInRequest{Email: email, Password: "zwei Kannen Malzkaffee"}, nil)
	b.must(200, "GET", route.Session, nil, nil)
	b.must(204, "POST", route.SignOut, nil, nil)
	b.must(204, "GET", route.Session, nil, nil)
}

func find(t testing.TB, people map[string]route.SyncRecord, email string) org.MemberID {
	t.Helper()
	for id, r := range people {
		if string(r.Fields["email"]) == `"`+email+`"` {
			return org.MemberID(id)
		}
	}
	t.Fatalf("nobody has the address %s", email)
	return ""
}

func same(a, b map[string]route.SyncRecord) bool {
	if len(a) != len(b) {
		return false
	}
	for id, r := range a {
		if !r.Fields.Same(b[id].Fields) {
			return false
		}
	}
	return true
}

func newID[T org.ID]() T {
	var chance [10]byte
	_, _ = rand.Read(chance[:]) // never fails
	return org.NewID[T](time.Now().UnixMilli(), chance)
}
