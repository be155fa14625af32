// Command openapi writes the description of the HTTP API to the file that it is given.
package main

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"stellwerk/functions/internal/httpapi"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: openapi docs/openapi.json")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "openapi:", err)
		os.Exit(1)
	}
}

func write(path string) error {
	api, err := httpapi.New("https://stellwerk.example.org", slog.Default(), httpapi.Services{})
	if err != nil {
		return err
	}
	document, err := api.Document()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, document, 0o644)
}
