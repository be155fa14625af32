package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestTheOneSumIsSHA256 builds a program with the package that the app gets, and compares its sums with the standard library's.
func TestTheOneSumIsSHA256(t *testing.T) {
	const most = 400
	t.Chdir(t.TempDir())
	flag, err := overlay()
	if err != nil {
		t.Fatal(err)
	}
	const program = `package main

import (
	"crypto/sha256"
	"fmt"
)

func main() {
	data := make([]byte, %d)
	for i := range data {
		data[i] = byte(i * 7)
	}
	for n := range data {
		fmt.Printf("%%x\n", sha256.Sum256(data[:n]))
	}
}
`
	for name, text := range map[string]string{"main.go": fmt.Sprintf(program, most), "go.mod": "module sums\n"} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command("go", "run", flag, "main.go").Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	data := make([]byte, most)
	for i := range data {
		data[i] = byte(i * 7)
	}
	got := strings.Fields(string(out))
	if len(got) != most {
		t.Fatalf("%d sums", len(got))
	}
	for n := range data {
		if want := fmt.Sprintf("%x", sha256.Sum256(data[:n])); got[n] != want {
			t.Errorf("%d bytes: %s, want %s", n, got[n], want)
		}
	}
	if deps, err := exec.Command("go", "list", flag, "-deps", "crypto/sha256").Output(); err != nil || strings.Contains(string(deps), "fips140") {
		t.Errorf("it brings more along: %v\n%s", err, deps)
	}
}
