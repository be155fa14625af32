// Command openapi writes the description of the HTTP API to standard output; make openapi puts it into docs.
package main

import (
	"fmt"
	"log/slog"
	"os"

	"stellwerk/functions/internal/httpapi"
	"stellwerk/shared/route"
)

func main() {
	if err := write(); err != nil {
		fmt.Fprintln(os.Stderr, "openapi:", err)
		os.Exit(1)
	}
}

func write() error {
	api, err := httpapi.New("https://stellwerk.example.org", slog.New(slog.DiscardHandler), httpapi.Services{
		Workbook: func([]byte, string) (route.WorkbookReply, error) { return route.WorkbookReply{}, nil },
	})
	if err != nil {
		return err
	}
	document, err := api.Document()
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(document)
	return err
}
