package main

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"stellwerk/shared/deeds/groups"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/deeds/undo"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// Data that earlier versions have written lies in testdata/kept, a file a version: the data directory as it was left, an archive of it, and
// what was in it. Every later version has to open it. make keep VERSION=… adds a file; none is ever made anew.
var keep = flag.String("keep", "", "the version under whose name the data that this one writes is kept")

const keptDir = "testdata/kept"

// remembered is what was in the data.
type remembered struct {
	Email    string                      `json:"email"`
	Password string                      `json:"password"`
	Tenant   org.TenantID                `json:"tenant"`
	Name     string                      `json:"name"`
	Head     ledger.Head                 `json:"head"`
	Records  map[string]route.SyncRecord `json:"records"`
	Undo     uint64                      `json:"undo"` // an entry that can be taken back
}

func TestDataOfEachVersionIsOpened(t *testing.T) {
	if *keep != "" {
		keepData(t, filepath.Join(keptDir, *keep+".tar.gz"))
	}
	all, err := filepath.Glob(filepath.Join(keptDir, "*.tar.gz"))
	if err != nil || len(all) == 0 {
		t.Fatalf("no data is kept: %v", err)
	}
	for _, file := range all {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".tar.gz"), func(t *testing.T) {
			dir := t.TempDir()
			unpack(t, file, dir)
			data, err := os.ReadFile(filepath.Join(dir, "remembered.json"))
			if err != nil {
				t.Fatal(err)
			}
			var was remembered
			if err := json.Unmarshal(data, &was); err != nil {
				t.Fatal(err)
			}
			t.Run("the directory", func(t *testing.T) {
				p := was.opens(t, filepath.Join(dir, "data"))
				p.filled(t, filepath.Join(dir, "filled"))
			})
			t.Run("the archive", func(t *testing.T) {
				to := filepath.Join(dir, "imported")
				moved(t, "import", "--data", to, "--archive", filepath.Join(dir, "archive"))
				was.opens(t, to)
			})
		})
	}
}

// opens starts this version over data and looks whether everything is there and goes on.
func (was remembered) opens(t *testing.T, data string) *process {
	p := run(t, data)
	b := p.browser()
	b.must(200, "POST", route.SignIn, route.SignInRequest{Email: was.Email, Password: was.Password}, nil)
	var who route.SessionReply
	b.must(200, "GET", route.Session, nil, &who)
	if len(who.Memberships) != 1 || who.Memberships[0].Tenant != was.Tenant || who.Memberships[0].Name != was.Name {
		t.Fatalf("the memberships are %+v", who.Memberships)
	}
	now, head := b.everything(was.Tenant)
	for id, r := range was.Records {
		for name, value := range r.Fields {
			var flat bytes.Buffer
			_ = json.Compact(&flat, value) // it was read as JSON
			if got := now[id].Fields[name]; !bytes.Equal(got, flat.Bytes()) {
				t.Errorf("%s %s: %s is %s, it was %s", r.Kind, id, name, got, &flat)
			}
		}
	}
	if len(now) != len(was.Records) || head != was.Head {
		t.Errorf("%d records at %+v; it was %d at %+v", len(now), head, len(was.Records), was.Head)
	}
	b.verify(was.Tenant)
	b.deed(was.Tenant, who.Account, undo.Undo.Name, undo.Args{Entries: []uint64{was.Undo}})
	b.create(who)
	b.verify(was.Tenant)
	if _, later := b.everything(was.Tenant); later.Seq != was.Head.Seq+2 {
		t.Errorf("after two deeds it stands at %d, it was at %d", later.Seq, was.Head.Seq)
	}
	return p
}

// filled waits until the first pass of what fills is over, as it begins with the start, and looks whether everybody is found by their address.
func (p *process) filled(t *testing.T, archive string) {
	p.browser().until("what the version did not write is filled in", func() bool {
		return strings.Contains(p.logs.String(), "msg=backfill") && strings.Contains(p.logs.String(), "over=true")
	})
	moved(t, "export", "--data", p.data, "--archive", archive)
	f, err := os.Open(filepath.Join(archive, "data", "000000.json.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	packed, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	addresses, managers := 0, 0
	for lines := bufio.NewScanner(packed); lines.Scan(); {
		switch line := lines.Text(); {
		case strings.Contains(line, `#U"}`) && !strings.Contains(line, `"GSI1PK"`):
			t.Errorf("an address is not found: %s", line)
		case strings.Contains(line, `#U"}`):
			addresses++
		case strings.Contains(line, `"member.manager#`):
			managers++
		}
	}
	if addresses < 4 || managers == 0 {
		t.Errorf("%d addresses and %d who manage members are found", addresses, managers)
	}
}

// everything is a snapshot of a tenant, and where it stands.
func (b *browser) everything(tenant org.TenantID) (map[string]route.SyncRecord, ledger.Head) {
	b.Helper()
	all := map[string]route.SyncRecord{}
	for cursor, more := "", true; more; more = cursor != "" {
		var page route.SnapshotReply
		b.must(200, "GET", route.In(route.Snapshot, tenant)+"?cursor="+cursor, nil, &page)
		for _, r := range page.Records {
			all[r.ID] = r
		}
		cursor = page.Next
	}
	var trail route.EntriesReply
	b.must(200, "GET", route.In(route.Entries, tenant), nil, &trail)
	return all, trail.Head
}

// keepData has this version write an organisation and keeps it in a file.
func keepData(t *testing.T, file string) {
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("%s is there already: what was released does not change", file)
	}
	dir := t.TempDir()
	p := run(t, filepath.Join(dir, "data"))
	b := p.browser()
	was := remembered{Email: "olive@acme.example", Password: "ein Fahrrad im Regen", Name: "Acme & Söhne"}
	b.must(202, "POST", route.SignUp, route.SignUpRequest{Organisation: "Acme", GivenName: "Olive", Surname: "Öhler", Email: was.Email, Password: was.Password, Language: "de"}, nil)
	var who route.SessionReply
	b.must(200, "POST", route.SignUpConfirm, route.ConfirmRequest{Token: b.link(was.Email, "/confirm")}, &who)
	was.Tenant = who.Memberships[0].Tenant
	b.importList(was.Tenant)
	people := b.members(was.Tenant)
	zoe, ute := find(t, people, "zoe@acme.example"), find(t, people, "ute@acme.example")
	deed := func(name string, args any) { b.deed(was.Tenant, who.Account, name, args) }
	sales, abroad := newID[org.GroupID](), newID[org.GroupID]()
	deed(groups.Create.Name, groups.NewGroup{Group: sales, Name: "Vertrieb"})
	deed(groups.Create.Name, groups.NewGroup{Group: abroad, Name: "Ausland", Parent: sales})
	deed(groups.AddMembers.Name, groups.PeopleArgs{Group: abroad, Members: []org.MemberID{zoe, ute}})
	deed(tenants.Rename.Name, tenants.RenameArgs{From: "Acme", To: was.Name})
	deed(members.Invite.Name, members.InviteArgs{Members: []org.MemberID{ute}})
	b.until("the mail to Ute", func() bool {
		var mails []any
		b.must(200, "GET", outboxPath+".json?to=ute@acme.example", nil, &mails)
		return len(mails) > 0
	})
	deed(members.Deactivate.Name, members.List{Members: []org.MemberID{zoe}})
	was.Records, was.Head = b.everything(was.Tenant)
	was.Undo = was.Head.Seq
	if err := p.stop(); err != nil {
		t.Fatal(err)
	}
	moved(t, "export", "--data", filepath.Join(dir, "data"), "--archive", filepath.Join(dir, "archive"))
	text, err := json.MarshalIndent(was, "", "  ")
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "remembered.json"), text, 0o600)
	}
	if err == nil {
		err = os.MkdirAll(filepath.Dir(file), 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	pack(t, dir, file)
}

// pack puts the files below a directory into one, all of the same time.
func pack(t *testing.T, dir, file string) {
	t.Helper()
	var out bytes.Buffer
	packed, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // the level is one
	names := tar.NewWriter(packed)
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(dir, path) // it is below
		if err := names.WriteHeader(&tar.Header{Name: filepath.ToSlash(name), Mode: 0o600, Size: int64(len(data)), ModTime: time.Unix(0, 0)}); err != nil {
			return err
		}
		_, err = names.Write(data)
		return err
	})
	if err := errors.Join(err, names.Close(), packed.Close(), os.WriteFile(file, out.Bytes(), 0o644)); err != nil {
		t.Fatal(err)
	}
}

func unpack(t *testing.T, file, dir string) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	packed, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	for names := tar.NewReader(packed); ; {
		h, err := names.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil || !filepath.IsLocal(h.Name) {
			t.Fatalf("%s: %q, %v", file, h.Name, err)
		}
		data, err := io.ReadAll(names)
		path := filepath.Join(dir, filepath.FromSlash(h.Name))
		if err := errors.Join(err, os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, data, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
}
