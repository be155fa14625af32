package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"stellwerk/functions/local/own"
)

// webApp is a web app of a few files, made at another time each.
func webApp(t *testing.T, at time.Time) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"index.html": "<!doctype html>", "app.html": "<!doctype html><p>", "web/app.wasm": strings.Repeat("wasm", 1000), "web/app.wasm.br": "brotli", ".made": ""} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, at, at); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestTheSameSourceMakesTheSameBytes links a program twice and puts the same files behind it.
func TestTheSameSourceMakesTheSameBytes(t *testing.T) {
	platforms = []string{"linux/" + runtime.GOARCH}
	t.Chdir("../..")
	var made [2]map[string][]byte
	for i := range made {
		out := t.TempDir()
		t.Setenv("TMPDIR", t.TempDir())
		err := release(webApp(t, time.Unix(int64(1_700_000_000+i*86400), 0)), out, "1.2.3")
		if err != nil {
			t.Fatal(err)
		}
		made[i] = map[string][]byte{}
		for _, name := range []string{"stellwerk-linux-" + runtime.GOARCH, "stellwerk-linux-" + runtime.GOARCH + ".cdx.json", "SHA256SUMS"} {
			if made[i][name], err = os.ReadFile(filepath.Join(out, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, data := range made[0] {
		if !bytes.Equal(data, made[1][name]) {
			t.Errorf("%s differs from build to build", name)
		}
	}
	program := made[0]["stellwerk-linux-"+runtime.GOARCH]
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(program, []byte(root+"/")) {
		t.Errorf("the program holds %s, which is of this machine", root)
	}
	files, ok := own.In(bytes.NewReader(program), int64(len(program)))
	if !ok {
		t.Fatal("the program does not find what it carries")
	}
	if text, err := fs.ReadFile(files, own.Site+"/web/app.wasm"); err != nil || len(text) != 4000 {
		t.Errorf("the app has %d bytes, %v", len(text), err)
	}
	var list bill
	if err := json.Unmarshal(made[0]["stellwerk-linux-"+runtime.GOARCH+".cdx.json"], &list); err != nil {
		t.Fatal(err)
	}
	listed, of := map[string]bool{}, map[string]string{}
	for _, c := range list.Components {
		npm := "pkg:npm/" + strings.Replace(c.Name, "@", "%40", 1) + "@" + c.Version
		if c.Version == "" || c.Package != npm && !strings.HasPrefix(c.Package, "pkg:golang/"+c.Name+"@") {
			t.Errorf("%+v has no version", c)
		}
		if listed[c.Name] {
			t.Errorf("%s is listed twice", c.Name)
		}
		listed[c.Name] = true
		var parts []string
		for _, p := range c.Properties {
			if p.Name == partOf {
				parts = append(parts, p.Value)
			}
		}
		of[c.Name] = strings.Join(parts, ", ")
	}
	if !listed["go.etcd.io/bbolt"] || !listed["github.com/danielgtaylor/huma/v2"] || !listed["std"] || list.Metadata.Component.Version != "1.2.3" {
		t.Errorf("what is in it: %v", listed)
	}
	for name, want := range map[string]string{
		"go.etcd.io/bbolt": "server", "golang.org/x/text": "server, web app", "github.com/maxence-charriere/go-app/v10": "web app", "@tabler/core": "web app",
		"@tabler/icons": "web app", "@fontsource-variable/inter": "web app", "@zxcvbn-ts/language-common": "web app",
	} {
		if of[name] != want {
			t.Errorf("%s is a part of %q, want %q", name, of[name], want)
		}
	}
	if sums := string(made[0]["SHA256SUMS"]); strings.Count(sums, "\n") != 2 || !strings.Contains(sums, "  stellwerk-linux-"+runtime.GOARCH+"\n") {
		t.Errorf("checksums: %q", sums)
	}
	t.Run("and it runs where there is nothing else", func(t *testing.T) { theProgramRuns(t, program) })
}

func TestAVersionHasAName(t *testing.T) {
	for _, name := range []string{"", "1.2.3 -X main.other=1", "-1", "v1\n"} {
		if err := release(t.TempDir(), t.TempDir(), name); err == nil || !strings.Contains(err.Error(), "VERSION=") {
			t.Errorf("a version may be called %q: %v", name, err)
		}
	}
}

func TestAProgramBuiltByHandCarriesNothing(t *testing.T) {
	if _, ok := own.In(bytes.NewReader([]byte("ELF")), 3); ok {
		t.Error("three bytes carry a web app")
	}
	if _, ok := own.Files(); ok {
		t.Error("the test carries a web app")
	}
}
