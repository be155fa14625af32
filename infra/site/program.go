package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// quick are the packages whose functions the compiler may put in place of calls: the runtime, and what runs for every member of an
// organisation. In all others calls stay calls, which makes the download a twelfth smaller; nobody feels a call more when a button is
// drawn.
var quick = []string{
	"runtime", "internal/...", "sync/...", "slices", "sort", "strings", "bytes", "unicode/...", "crypto/...",
	"stellwerk/app/replica", "stellwerk/app/palette", "stellwerk/app/letters", "stellwerk/shared/ledger", "stellwerk/shared/org", "stellwerk/shared/sheet",
}

// inlining are the flags that say so. Of several that match a package the last one counts.
func inlining() []string {
	flags := []string{"-gcflags=all=-l"}
	for _, p := range quick {
		flags = append(flags, "-gcflags="+p+"=")
	}
	return flags
}

// variant is how a program is built where it is not built as usual.
type variant struct{ stock, lines bool }

// program builds what runs in the browser: the app, or the gallery.
func program(made, pkg string, how variant) ([]byte, error) {
	if made != "" {
		return os.ReadFile(made)
	}
	data, err := goProgram(pkg, how.stock)
	if err != nil {
		return nil, err
	}
	trimmed, err := trim(data, how.lines)
	if err != nil {
		warn(os.Stderr, fmt.Sprintf("Not trimmed: %v\nThe program works, but is about 0.2 MB larger. See infra/site/trim.go.", err))
		return data, nil
	}
	return trimmed, nil
}

// goProgram is the program as Go's linker writes it.
func goProgram(pkg string, stock bool) ([]byte, error) {
	if stock {
		return compile(pkg)
	}
	return preferSlim(os.Stderr, func() ([]byte, error) {
		slimmed, err := slim()
		if err != nil {
			return nil, err
		}
		sums, err := overlay()
		if err != nil {
			return nil, err
		}
		return compile(pkg, slimmed, sums)
	}, func() ([]byte, error) { return compile(pkg) })
}

// preferSlim builds with the slim copy of go-app, or, where that can't be made or built, with go-app as it is: larger, but it works.
// It says so loudly; make check then fails if the app is over its budget.
func preferSlim(loud io.Writer, slim, stock func() ([]byte, error)) ([]byte, error) {
	data, err := slim()
	if err == nil {
		return data, nil
	}
	warn(loud, fmt.Sprintf("No slim go-app: %v\nBuilding with go-app as it is, which is about 0.5 MB larger. See infra/site/slim.go.", err))
	return stock()
}

func warn(loud io.Writer, what string) {
	line := strings.Repeat("=", 100)
	fmt.Fprintf(loud, "%s\n%s\n%s\n", line, what, line)
}

// compile builds a package for the browser.
func compile(pkg string, flags ...string) ([]byte, error) {
	dir, err := os.MkdirTemp("", "site")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	out := filepath.Join(dir, "app.wasm")
	args := slices.Concat([]string{"build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w"}, inlining(), flags, []string{"-o", out, pkg})
	c := exec.Command("go", args...)
	c.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	c.Stdout, c.Stderr = os.Stdout, os.Stderr
	if err := c.Run(); err != nil {
		return nil, fmt.Errorf("building %s for the browser: %w", pkg, err)
	}
	return os.ReadFile(out)
}
