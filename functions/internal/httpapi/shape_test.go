package httpapi

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"

	"stellwerk/shared/fault"
	"stellwerk/shared/route"
)

// A deploy changes the server at one moment and the app at another.
func TestAnAppOfAnotherVersionIsServedOrToldSo(t *testing.T) {
	a, err := New(origin, slog.New(slog.NewTextHandler(&bytes.Buffer{}, nil)), Services{})
	if err != nil {
		t.Fatal(err)
	}
	a.shape = 7
	e := &echo{Server: httptest.NewServer(a)}
	t.Cleanup(e.Close)
	for _, c := range []struct {
		story, header string
		status        int
		code          string
	}{
		{"other software says nothing", "", 401, "session.missing"},
		{"the app of this version", "7", 401, "session.missing"},
		{"the one before", "6", 401, "session.missing"},
		{"the one after, as the server is renewed last", "8", 401, "session.missing"},
		{"one that is too old", "5", 426, "app.outdated"},
		{"something that is no number", "seven", 426, "app.outdated"},
		{"one that is too new", "9", 503, "server.outdated"},
	} {
		var headers []string
		if c.header != "" {
			headers = []string{route.ShapeHeader, c.header}
		}
		got := e.send(t, http.MethodPost, route.ChangePassword, "application/json", `{}`, headers...)
		if got.status != c.status || got.Code != c.code {
			t.Errorf("%s: %d %s, want %d %s", c.story, got.status, got.Code, c.status, c.code)
		}
		if c.status != 401 && got.Faults[0].Kind != fault.Unavailable {
			t.Errorf("%s: a fault of kind %s; the app would take back what waits", c.story, got.Faults[0].Kind)
		}
		if got.header.Get(route.ShapeHeader) != strconv.Itoa(7) {
			t.Errorf("%s: the answer says shape %q", c.story, got.header.Get(route.ShapeHeader))
		}
	}
}
