// Command release makes what is given to those who run Stellwerk themselves: for each platform one program that carries the web app and the
// template with it, the list of what is in it (CycloneDX), and the checksums of all. The same source and the same Go make the same bytes.
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// platforms are those that programs are made for.
var platforms = []string{"linux/amd64", "linux/arm64"}

func main() {
	site := flag.String("site", "build/release", "directory of the built web app")
	out := flag.String("out", "build/dist", "directory to write")
	version := flag.String("version", "unreleased", "what it is called")
	flag.Parse()
	if err := release(*site, *out, *version); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

// named is how versions may be called.
var named = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z.+-]{0,63}$`)

func release(site, out, version string) error {
	if !named.MatchString(version) {
		return fmt.Errorf("VERSION=%q: want something like 1.2.3, of letters, digits, dots, + and -", version)
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	var sums []string
	add := func(name string, data []byte, mode os.FileMode) error {
		sum := sha256.Sum256(data)
		sums = append(sums, hex.EncodeToString(sum[:])+"  "+name+"\n")
		return os.WriteFile(filepath.Join(out, name), data, mode)
	}
	web, err := webParts()
	if err != nil {
		return err
	}
	for _, platform := range platforms {
		name := "stellwerk-" + strings.ReplaceAll(platform, "/", "-")
		program, err := build(platform, version)
		if err != nil {
			return err
		}
		list, err := contents(program, version, web)
		if err != nil {
			return err
		}
		if program, err = carry(program, site, "template.yaml"); err != nil {
			return err
		}
		if err := add(name, program, 0o755); err != nil {
			return err
		}
		if err := add(name+".cdx.json", list, 0o644); err != nil {
			return err
		}
	}
	slices.Sort(sums)
	return os.WriteFile(filepath.Join(out, "SHA256SUMS"), []byte(strings.Join(sums, "")), 0o644)
}

// build makes the program for a platform. Nothing of this machine gets into it: no paths, no state of the repository, no C.
func build(platform, version string) ([]byte, error) {
	dir, err := os.MkdirTemp("", "release-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "stellwerk")
	system, processor, _ := strings.Cut(platform, "/")
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -buildid= -X main.version="+version, "-o", file, "stellwerk/functions/local")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=", "GOOS="+system, "GOARCH="+processor, "GOAMD64=v1", "GOARM64=v8.0")
	if said, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("go build for %s: %w\n%s", platform, err, said)
	}
	return os.ReadFile(file)
}
