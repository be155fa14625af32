// Command size compares the app in build/site with the budget beside it, and fails above it.
package main

import (
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
)

//go:embed budget.txt
var budget string

func main() {
	site := flag.String("site", "build/site", "the built web app")
	flag.Parse()
	if err := run(*site); err != nil {
		fmt.Fprintln(os.Stderr, "size:", err)
		os.Exit(1)
	}
}

func run(site string) error {
	limit, err := limitOf(budget)
	if err != nil {
		return err
	}
	found, err := filepath.Glob(filepath.Join(site, "web", "app.*.wasm"))
	if err != nil || len(found) != 1 {
		return fmt.Errorf("%d files web/app.*.wasm in %s, want 1; build it with: make site", len(found), site)
	}
	data, err := os.ReadFile(found[0])
	if err != nil {
		return err
	}
	n, err := weigh(data)
	if err != nil {
		return err
	}
	fmt.Printf("app.wasm: %d bytes, %d with brotli 11, budget %d (%d %%)\n", len(data), n, limit, n*100/limit)
	if err := words(site); err != nil {
		return err
	}
	if n > limit {
		return errors.New("over the budget; find what came in with: GOOS=js GOARCH=wasm go list -deps ./app")
	}
	return nil
}

// words prints what the texts weigh, which come beside the program.
func words(site string) error {
	found, err := filepath.Glob(filepath.Join(site, "web", "texts.*.txt"))
	if err != nil {
		return err
	}
	for _, name := range found {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		n, err := weigh(data)
		if err != nil {
			return err
		}
		fmt.Printf("%s: %d bytes, %d with brotli 11\n", filepath.Base(name), len(data), n)
	}
	return nil
}

// weigh counts the compressed bytes.
func weigh(data []byte) (int, error) {
	var n counter
	w := brotli.NewWriterOptions(&n, brotli.WriterOptions{Quality: 11, LGWin: 24})
	if _, err := w.Write(data); err != nil {
		return 0, err
	}
	return int(n), errors.Join(w.Close(), nil)
}

type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

func limitOf(text string) (int, error) {
	for _, l := range strings.Split(text, "\n") {
		if l = strings.TrimSpace(l); l != "" && !strings.HasPrefix(l, "#") {
			return strconv.Atoi(l)
		}
	}
	return 0, errors.New("budget.txt holds no number")
}
