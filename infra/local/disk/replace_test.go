package disk

import (
	"os"
	"path/filepath"
	"testing"
)

func holds(t *testing.T, path, want string) {
	t.Helper()
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("the file holds %q (%v), want %q", got, err, want)
	}
}

func alone(t *testing.T, dir string) {
	t.Helper()
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("the folder holds %v (%v), want one file", entries, err)
	}
}

func TestReplace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	for _, content := range []string{"first", "second"} {
		if err := Replace(path, []byte(content)); err != nil {
			t.Fatal(err)
		}
		holds(t, path, content)
	}
	alone(t, filepath.Dir(path))
}

func TestADiscardedDraftLeavesTheOldContentAndNothingElse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	if err := Replace(path, []byte("old")); err != nil {
		t.Fatal(err)
	}
	d, err := Begin(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.WriteString("half of the ne"); err != nil {
		t.Fatal(err)
	}
	d.Discard()
	holds(t, path, "old")
	alone(t, filepath.Dir(path))
}

func TestADraftThatCantBeCommittedIsGone(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "taken"), 0o700); err != nil {
		t.Fatal(err)
	}
	d, err := Begin(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Commit("taken"); err == nil {
		t.Error("a folder was replaced by a file")
	}
	alone(t, dir)
}

func TestRemove(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	if err := Replace(path, nil); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := Remove(path); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the file is still there")
	}
}
