package main

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// moved runs a command that must succeed.
func moved(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if err := command(t.Context(), append(args, "--template", "../../template.yaml"), &out, io.Discard); err != nil {
		t.Fatalf("%s: %v", strings.Join(args, " "), err)
	}
	return out.String()
}

// contents reads the files of a directory and those below.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(file)
		all[strings.TrimPrefix(file, dir)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// epoch asks for that of a tenant's ledger, as devices see it.
func (b *browser) epoch(tenant org.TenantID) string {
	b.Helper()
	var trail route.EntriesReply
	b.must(200, "GET", route.In(route.Entries, tenant), nil, &trail)
	return trail.Head.Epoch
}

func TestAnInstallationMoves(t *testing.T) {
	from, dir := t.TempDir(), filepath.Join(t.TempDir(), "archive")
	p := run(t, from)
	b := p.browser()
	var who route.SessionReply
	b.must(200, "POST", route.Demo, nil, &who)
	b.must(200, "GET", route.Session, nil, &who)
	tenant := who.Memberships[0].Tenant
	people, epoch := b.members(tenant), b.epoch(tenant)

	// While it runs: what is written later is not in it, and what was there is whole.
	moved(t, "export", "--data", from, "--archive", dir)
	b.create(who)
	if len(b.members(tenant)) != len(people)+1 {
		t.Error("after the export nothing can be written")
	}
	if err := command(t.Context(), []string{"import", "--data", from, "--archive", dir, "--template", "../../template.yaml"}, io.Discard, io.Discard); err == nil || !strings.Contains(err.Error(), "stop it first") {
		t.Errorf("an import into a running installation: %v", err)
	}

	to := t.TempDir()
	moved(t, "import", "--data", to, "--archive", dir)
	again := filepath.Join(t.TempDir(), "archive")
	moved(t, "export", "--data", to, "--archive", again)
	if !reflect.DeepEqual(contents(t, dir), contents(t, again)) {
		t.Error("what was imported and exported again differs")
	}
	b.process = run(t, to)
	b.must(200, "GET", route.Session, nil, nil)
	if !same(people, b.members(tenant)) || b.epoch(tenant) != epoch {
		t.Error("the moved installation is another one")
	}
	b.verify(tenant)
}

func TestAnOlderStateComesBack(t *testing.T) {
	data, dir := t.TempDir(), filepath.Join(t.TempDir(), "archive")
	p := run(t, data)
	b := p.browser()
	var who route.SessionReply
	b.must(200, "POST", route.Demo, nil, &who)
	b.must(200, "GET", route.Session, nil, &who)
	tenant := who.Memberships[0].Tenant
	people, epoch := b.members(tenant), b.epoch(tenant)
	moved(t, "export", "--data", data, "--archive", dir)
	b.create(who)
	b.must(204, "POST", route.SignOut, nil, nil)

	old := t.TempDir()
	moved(t, "restore", "--data", old, "--archive", dir)
	b.process = run(t, old)
	b.must(204, "GET", route.Session, nil, nil) // a sign-in that had ended does not live again
	b.must(200, "POST", route.Demo, nil, nil)
	if !same(people, b.members(tenant)) {
		t.Error("the people are not those of then")
	}
	if b.epoch(tenant) == epoch {
		t.Error("devices would go on after positions that mean something else now")
	}
	b.verify(tenant)
	b.create(who)
}

func TestCommandsThatCanNotBe(t *testing.T) {
	for _, args := range [][]string{
		{"export"}, {"import", "--archive", "none"}, {"restore", "--archive", "x", "y"}, {"export", "--archive", "x", "--table", "t"},
		{"export", "--data", "nowhere", "--archive", "x"},
	} {
		t.Chdir(t.TempDir())
		if err := command(t.Context(), args, io.Discard, io.Discard); err == nil {
			t.Errorf("%v was done", args)
		}
	}
}
