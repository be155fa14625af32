// Mutants asks whether the histories would find what they are for. It plants one fault after the other in the code of either side, over an
// overlay, so that no file is touched, and says after how many histories which one is found.
//
//	go run ./functions/internal/model/histories/mutants [-histories n] [word ...]
//
// From the module's root; words choose the faults in whose names they are. Exit status 1: a fault was not found, or could not be planted
// because the code has changed: then mend faults.go.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

func main() {
	count := flag.Int("histories", 10000, "how many histories may pass before a fault counts as not found")
	flag.Parse()
	all := slices.DeleteFunc(slices.Clone(faults), func(f fault) bool {
		return flag.NArg() > 0 && !slices.ContainsFunc(flag.Args(), func(word string) bool { return strings.Contains(f.name, word) })
	})
	ok := true
	fmt.Printf("%-78s %9s  %s\n", "fault", "histories", "found as")
	for _, f := range all {
		after, found, err := hunt(f, *count)
		switch {
		case err != nil:
			ok = false
			fmt.Printf("%-78s %v\n", f.name, err)
		case found == "":
			ok = false
			fmt.Printf("%-78s NOT FOUND in %d\n", f.name, *count)
		default:
			fmt.Printf("%-78s %9d  %s\n", f.name, after, found)
		}
	}
	if !ok {
		os.Exit(1)
	}
}

// failed is how a history says that it went wrong.
var failed = regexp.MustCompile(`histories_test\.go:\d+: history (\d+): (.*)`)

// hunt plants a fault and lets histories happen, one after the other, until one of them goes wrong.
func hunt(f fault, count int) (after int, found string, err error) {
	temp, err := os.MkdirTemp("", "mutants")
	if err != nil {
		return 0, "", err
	}
	defer os.RemoveAll(temp)
	overlay := map[string]string{}
	for n, c := range f.changes {
		path, err := filepath.Abs(c.file)
		if err != nil {
			return 0, "", err
		}
		source := path
		if overlay[path] != "" {
			source = overlay[path]
		}
		code, err := os.ReadFile(source)
		if err != nil {
			return 0, "", err
		}
		if n := strings.Count(string(code), c.old); n != 1 {
			return 0, "", fmt.Errorf("can't be planted: %s has %d times %q", c.file, n, c.old)
		}
		overlay[path] = filepath.Join(temp, strconv.Itoa(n)+".go")
		if err := os.WriteFile(overlay[path], []byte(strings.Replace(string(code), c.old, c.new, 1)), 0o600); err != nil {
			return 0, "", err
		}
	}
	list := filepath.Join(temp, "overlay.json")
	data, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		return 0, "", err
	}
	if err := os.WriteFile(list, data, 0o600); err != nil {
		return 0, "", err
	}
	binary := filepath.Join(temp, "histories.test")
	build := exec.Command("go", "test", "-c", "-vet=off", "-overlay", list, "-o", binary, "./functions/internal/model/histories")
	if out, err := build.CombinedOutput(); err != nil {
		return 0, "", fmt.Errorf("does not build: %w\n%s", err, out)
	}
	run := exec.Command(binary, "-test.run", "^TestHistories$", "-histories", strconv.Itoa(count), "-workers", "1")
	run.Dir = filepath.Join("functions", "internal", "model", "histories")
	out, err := run.CombinedOutput()
	said := failed.FindSubmatch(out)
	switch {
	case err == nil:
		return 0, "", nil
	case said == nil:
		return 0, "", fmt.Errorf("the tests fail otherwise: %w\n%s", err, out)
	}
	after, err = strconv.Atoi(string(said[1]))
	return after, strings.TrimSpace(string(said[2])), err
}
