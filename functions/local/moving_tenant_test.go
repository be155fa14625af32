package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"stellwerk/shared/deeds/members"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// founds signs an organisation up and returns who its owner is.
func (b *browser) founds(name, email, password string) route.SessionReply {
	b.Helper()
	b.must(202, "POST", route.SignUp, route.SignUpRequest{Organisation: name, GivenName: "Olive", Surname: "Öhler", Email: email, Password: password, Language: "de"}, nil)
	var who route.SessionReply
	b.must(200, "POST", route.SignUpConfirm, route.ConfirmRequest{Token: b.link(email, "/confirm")}, &who)
	return who
}

// comesIn sets a password by «forgotten password» and signs in by it.
func (b *browser) comesIn(email, password string) (who route.SessionReply) {
	b.Helper()
	b.must(202, "POST", route.ForgotPassword, route.ForgotRequest{Email: email}, nil)
	b.must(204, "POST", route.ResetPassword, route.ResetRequest{Token: b.link(email, "/reset"), Password: password}, nil)
	b.must(200, "POST", route.SignIn, route.SignInRequest{Email: email, Password: password}, nil)
	b.must(200, "GET", route.Session, nil, &who)
	return who
}

// text is all that the data files of an archive say.
func text(t *testing.T, archive string) string {
	t.Helper()
	var all strings.Builder
	files, _ := filepath.Glob(filepath.Join(archive, "data", "*.gz")) // the pattern is sound
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		r, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, r); err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

const olive, oldPassword, newPassword = "olive@acme.example", "ein Fahrrad im Regen", "zwei Kannen Malzkaffee"

// acmeLeft is an installation with an organisation, of which one tenant was exported while it ran.
func acmeLeft(t *testing.T) (data, archive string, who route.SessionReply, records map[string]route.SyncRecord, seq uint64) {
	t.Helper()
	data, archive = t.TempDir(), filepath.Join(t.TempDir(), "acme")
	p := run(t, data)
	b := p.browser()
	who = b.founds("Acme", olive, oldPassword)
	tenant := who.Memberships[0].Tenant
	b.importList(tenant)
	b.deed(tenant, who.Account, members.Deactivate.Name, members.List{Members: []org.MemberID{find(t, b.members(tenant), "zoe@acme.example")}})
	b.deed(tenant, who.Account, members.Schedule.Name, members.ScheduleArgs{Members: []org.MemberID{find(t, b.members(tenant), "joerg@acme.example")}, Until: "2199-12-31"})
	b.deed(tenant, who.Account, members.Tag.Name, members.TagArgs{Members: []org.MemberID{find(t, b.members(tenant), "joerg@acme.example")}, Add: []string{"Werkstatt"}, Until: "2199-12-30"})
	b.must(200, "PATCH", route.In(route.Topics, tenant), route.TopicRequest{Topic: string(org.TopicBirthdays), By: string(org.ByMail)}, nil)
	p.browser().founds("Beta", "bea@beta.example", oldPassword)
	all, head := b.everything(tenant)
	moved(t, "export", "--data", data, "--archive", archive, "--tenant", string(tenant))
	if err := p.stop(); err != nil {
		t.Fatal(err)
	}
	return data, archive, who, all, head.Seq
}

func TestATenantMovesToAnotherInstallationAndBack(t *testing.T) {
	from, archive, who, records, seq := acmeLeft(t)
	tenant := who.Memberships[0].Tenant
	said := text(t, archive)
	for _, never := range []string{"argon2id", string(who.Account), "bea@beta.example", `"S#`, `"A#`, `"K#`, `"N#`, "SYSTEM", `"E#`} {
		if strings.Contains(said, never) {
			t.Errorf("the archive of a tenant holds %q", never)
		}
	}

	to := t.TempDir()
	p := run(t, to)
	other := p.browser().founds("Gamma", "gil@gamma.example", oldPassword)
	if err := p.stop(); err != nil {
		t.Fatal(err)
	}
	if out := moved(t, "import", "--data", to, "--archive", archive); !strings.Contains(out, "let in by «forgotten password»: 1,") {
		t.Errorf("the import says %q", out)
	}
	p = run(t, to)
	b := p.browser()
	if b.do("POST", route.SignIn, route.SignInRequest{Email: olive, Password: oldPassword}, nil) == 200 {
		t.Error("the password has moved, too")
	}
	here := b.comesIn(olive, newPassword)
	if len(here.Memberships) != 1 || here.Memberships[0].Tenant != tenant || here.Memberships[0].Role != org.Owner || here.Account == who.Account {
		t.Fatalf("Olive is %+v", here)
	}
	now, head := b.everything(tenant)
	if head.Seq != seq || len(now) != len(records) {
		t.Errorf("%d records at %d, there were %d at %d", len(now), head.Seq, len(records), seq)
	}
	for id, r := range records {
		for field, value := range r.Fields {
			if !bytes.Equal(now[id].Fields[field], value) {
				t.Errorf("%s: %s is %s, it was %s", id, field, now[id].Fields[field], value)
			}
		}
	}
	b.verify(tenant)
	b.create(here)
	b.taken(here)
	beside := p.browser()
	beside.must(200, "POST", route.SignIn, route.SignInRequest{Email: "gil@gamma.example", Password: oldPassword}, nil)
	if beside.do("GET", route.In(route.Snapshot, tenant), nil, nil) != 404 {
		t.Error("the other organisation sees it")
	}
	beside.verify(other.Memberships[0].Tenant)
	if err := p.stop(); err != nil {
		t.Fatal(err)
	}

	whole := filepath.Join(t.TempDir(), "whole")
	moved(t, "export", "--data", to, "--archive", whole)
	if n := strings.Count(text(t, whole), `"`+members.Due.Name+`"`); n != 2 {
		t.Errorf("%d effects come back to somebody's last day, and to that of a tag", n)
	}
	if !strings.Contains(text(t, whole), ledger.Birthdays) {
		t.Error("nobody is reminded of birthdays any more")
	}
	again := filepath.Join(t.TempDir(), "back")
	moved(t, "export", "--data", to, "--archive", again, "--tenant", string(tenant))
	if err := command(t.Context(), []string{"import", "--data", from, "--archive", again, "--template", "../../template.yaml"}, io.Discard, io.Discard); err == nil || !strings.Contains(err.Error(), "here already") {
		t.Errorf("where it is already: %v", err)
	}
	home := t.TempDir()
	moved(t, "import", "--data", home, "--archive", again)
	b = run(t, home).browser()
	back := b.comesIn(olive, oldPassword)
	if _, head := b.everything(tenant); head.Seq != seq+1 || back.Memberships[0].Tenant != tenant {
		t.Errorf("back it stands at %d, want %d", head.Seq, seq+1)
	}
	b.verify(tenant)
}

// taken looks whether values that must be unique still are: their keys were made anew.
func (b *browser) taken(who route.SessionReply) {
	b.Helper()
	status := b.do("POST", strings.Replace(route.In(route.Deed, who.Memberships[0].Tenant), "{deed}", members.Create.Name, 1),
		members.NewMember{Member: newID[org.MemberID](), GivenName: "Jörg", Surname: "Zweiter", Email: "joerg@acme.example"}, nil)
	if status == 200 {
		b.Error("an address was given to two")
	}
}

// Whoever has an account at the new place says for themselves what they are a member of.
func TestAnAccountOfTheSameAddressIsNotLinked(t *testing.T) {
	_, archive, who, _, _ := acmeLeft(t)
	to := t.TempDir()
	p := run(t, to)
	p.browser().founds("Delta", olive, newPassword)
	if err := p.stop(); err != nil {
		t.Fatal(err)
	}
	if out := moved(t, "import", "--data", to, "--archive", archive); !strings.Contains(out, "let in by «forgotten password»: 0,") || !strings.Contains(out, string(who.Memberships[0].Member)+" is not let in") {
		t.Errorf("the import says %q", out)
	}
	b := run(t, to).browser()
	b.must(200, "POST", route.SignIn, route.SignInRequest{Email: olive, Password: newPassword}, nil)
	var here route.SessionReply
	b.must(200, "GET", route.Session, nil, &here)
	if len(here.Memberships) != 1 || here.Memberships[0].Tenant == who.Memberships[0].Tenant {
		t.Errorf("Olive is a member of %+v", here.Memberships)
	}
}

// A tenant that was touched on its way does not arrive, and nothing of it is left.
func TestATouchedTenantDoesNotArrive(t *testing.T) {
	_, archive, who, _, _ := acmeLeft(t)
	tenant := string(who.Memberships[0].Tenant)
	for _, c := range []struct{ story, from, to string }{
		{"another name in an entry", `\"surname\":\"Müller\"`, `\"surname\":\"Meier\"`},
		{"an item of another tenant", `"T#` + tenant + `#W#`, `"T#01ARZ3NDEKTSV4RRFFQ69G5FAV#W#`},
		{"a missing entry", `"SK":{"S":"00000000000000000002"}`, `"SK":{"S":"00000000000000000009"}`},
	} {
		all := text(t, archive)
		if c.story == "an item of another tenant" {
			all += `{"Item":{"PK":{"S":"T#` + tenant + `#W#x"},"SK":{"S":"y"}}}` + "\n"
		}
		if !strings.Contains(all, c.from) {
			t.Fatalf("%s: the archive has no %s", c.story, c.from)
		}
		touched := filepath.Join(t.TempDir(), "touched")
		forge(t, archive, touched, strings.ReplaceAll(all, c.from, c.to))
		to := t.TempDir()
		if err := command(t.Context(), []string{"import", "--data", to, "--archive", touched, "--template", "../../template.yaml"}, io.Discard, io.Discard); err == nil {
			t.Errorf("%s: it arrived", c.story)
		}
		out := filepath.Join(t.TempDir(), "none")
		err := command(t.Context(), []string{"export", "--data", to, "--archive", out, "--tenant", tenant, "--template", "../../template.yaml"}, io.Discard, io.Discard)
		if err == nil || !strings.Contains(err.Error(), "no tenant") {
			t.Errorf("%s: something of it is left: %v", c.story, err)
		}
	}
}

// forge writes an archive with other items, and the right hash of them.
func forge(t *testing.T, archive, to, items string) {
	t.Helper()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = io.WriteString(w, items) // memory
	_ = w.Close()
	manifest, err := os.ReadFile(filepath.Join(archive, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	old, err := os.ReadFile(filepath.Join(archive, "data", "000000.json.gz"))
	if err != nil {
		t.Fatal(err)
	}
	was, is := sha256.Sum256(old), sha256.Sum256(packed.Bytes())
	text := strings.Replace(string(manifest), hex.EncodeToString(was[:]), hex.EncodeToString(is[:]), 1)
	text = strings.Replace(text, `"bytes": `+strconv.Itoa(len(old)), `"bytes": `+strconv.Itoa(packed.Len()), 1)
	for name, data := range map[string][]byte{"manifest.json": []byte(text), "data/000000.json.gz": packed.Bytes()} {
		file := filepath.Join(to, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
