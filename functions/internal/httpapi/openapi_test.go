package httpapi

import (
	"bytes"
	"log/slog"
	"os"
	"testing"

	"stellwerk/shared/route"
)

func TestDocumentIsCheckedIn(t *testing.T) {
	a, err := New("https://stellwerk.example.org", slog.New(slog.DiscardHandler), Services{
		Workbook: func([]byte, string) (route.WorkbookReply, error) { return route.WorkbookReply{}, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	now, err := a.Document()
	if err != nil {
		t.Fatal(err)
	}
	have, err := os.ReadFile("../../../docs/openapi.json")
	if err != nil {
		t.Fatalf("%v: run make openapi", err)
	}
	if !bytes.Equal(now, have) {
		t.Error("docs/openapi.json is not what the code says; run make openapi and look at the difference")
	}
}
