// Mutants asks whether the model's tests miss a check of a deed. It drops each single one in turn (the condition of an if, a case
// of a switch, an operand of && and ||) and runs the tests that send bare commands over HTTP: a mutant that survives is a
// check that no test needs.
//
//	go run ./functions/internal/model/mutants [-run regexp] [-j n] [-v] [directory ...]
//
// From the module's root; without a directory it takes shared/deeds. All mutants are built into one test binary (over an overlay,
// so no file is touched), and an environment variable says which one lives. Exit status 1: somebody survived who is not named
// in equivalent.go, or somebody named there was killed.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

// tests are those that a mutant has to pass to survive.
const tests = "^(TestEveryCheckRefuses|TestTheFoundingStays|TestManyAtOnce|TestWhatCannotBeReadIsNotAbsent|TestReservedDeeds|TestAnImportIsJudgedByTheRightsOfNow|TestAccessEndsWithTheDeed)$"

// patience is how long a mutant may take before it counts as killed: one that loops never ends.
const patience = 2 * time.Minute

func main() {
	run := flag.String("run", tests, "the tests to run")
	workers := flag.Int("j", runtime.GOMAXPROCS(0), "how many mutants at a time")
	verbose := flag.Bool("v", false, "name those that are killed, too")
	flag.Parse()
	dirs := flag.Args()
	if len(dirs) == 0 {
		dirs = []string{"shared/deeds"}
	}
	ok, err := hunt(dirs, *run, *workers, *verbose)
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(2)
	}
	if !ok {
		os.Exit(1)
	}
}

func hunt(dirs []string, run string, workers int, verbose bool) (ok bool, err error) {
	temp, err := os.MkdirTemp("", "mutants")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(temp)
	all, overlay, err := plant(dirs, temp)
	if err != nil {
		return false, err
	}
	binary, err := build(temp, overlay)
	if err != nil {
		return false, err
	}
	if killed, out := live(binary, run, 0); killed {
		return false, fmt.Errorf("the tests fail without any mutant:\n%s", out)
	}
	fmt.Printf("%d mutants\n", len(all))
	killed := make([]bool, len(all))
	var waiting sync.WaitGroup
	next := make(chan int)
	for range max(workers, 1) {
		waiting.Go(func() {
			for i := range next {
				killed[i], _ = live(binary, run, i+1)
			}
		})
	}
	for i := range all {
		next <- i
	}
	close(next)
	waiting.Wait()
	return report(all, killed, verbose), nil
}

// build makes the model's test binary with all mutants in it.
func build(temp string, overlay map[string]string) (binary string, err error) {
	data, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		return "", err
	}
	list := filepath.Join(temp, "overlay.json")
	if err := os.WriteFile(list, data, 0o600); err != nil {
		return "", err
	}
	binary = filepath.Join(temp, "model.test")
	cmd := exec.Command("go", "test", "-c", "-overlay", list, "-o", binary, "./functions/internal/model")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the tests: %w\n%s", err, out)
	}
	return binary, nil
}

// live runs the tests with one mutant, none for 0.
func live(binary, run string, n int) (killed bool, out []byte) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary, "-test.run", run, "-test.failfast")
	cmd.Dir = filepath.Join("functions", "internal", "model")
	cmd.Env = append(os.Environ(), "MUTANT="+strconv.Itoa(n))
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		fmt.Fprintln(os.Stderr, "mutants: run the tests:", err)
		os.Exit(2)
	}
	return err != nil, out
}

// report tells who survived.
func report(all []mutant, killed []bool, verbose bool) (ok bool) {
	ok = true
	dead := 0
	seen := map[string]bool{}
	for i, m := range all {
		reason, known := equivalent[m.name()]
		seen[m.name()] = true
		switch {
		case killed[i] && !known:
			dead++
			if verbose {
				fmt.Println("killed    ", m)
			}
		case killed[i]:
			ok = false
			fmt.Println("killed, though equivalent.go says that it is none:", m)
		case known:
			if verbose {
				fmt.Printf("equivalent %s: %s\n", m, reason)
			}
		default:
			ok = false
			fmt.Println("SURVIVED  ", m)
		}
	}
	for name := range equivalent {
		if inside(name, all) && !seen[name] {
			ok = false
			fmt.Println("equivalent.go names a check that there is no more:", name)
		}
	}
	fmt.Printf("%d of %d killed\n", dead, len(all))
	return ok
}

// inside says whether a name is of a file in which mutants were planted.
func inside(name string, all []mutant) bool {
	for _, m := range all {
		if strings.HasPrefix(name, m.file+" ") {
			return true
		}
	}
	return false
}
