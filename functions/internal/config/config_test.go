package config

import (
	"strings"
	"testing"
)

func good() map[string]string {
	return map[string]string{
		"TABLE_NAME": "stellwerk-Table", "FILES_BUCKET": "stellwerk-files",
		"ORIGIN": "https://stellwerk.example.org", "MAIL_FROM": "stellwerk@example.org",
	}
}

func read(env map[string]string) (Settings, error) {
	return Read(func(name string) string { return env[name] })
}

func TestReadTakesWhatTheTemplateSets(t *testing.T) {
	s, err := read(good())
	want := Settings{"stellwerk-Table", "stellwerk-files", "https://stellwerk.example.org", "stellwerk@example.org", ""}
	if err != nil || s != want {
		t.Errorf("got %+v, %v; want %+v", s, err, want)
	}
}

func TestReadNamesEverythingThatIsWrong(t *testing.T) {
	_, err := read(map[string]string{"ORIGIN": "stellwerk.example.org"})
	for _, name := range []string{"TABLE_NAME", "FILES_BUCKET", "ORIGIN", "MAIL_FROM"} {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("the error does not name %s: %v", name, err)
		}
	}
}

func TestOriginsAndAddresses(t *testing.T) {
	for _, c := range []struct {
		name, value string
		ok          bool
	}{
		{"ORIGIN", "https://stellwerk.example.org", true},
		{"ORIGIN", "https://stellwerk.example.org:8443", true},
		{"ORIGIN", "http://localhost:8080", true},
		{"ORIGIN", "http://127.0.0.1:8080", true},
		{"ORIGIN", "http://[::1]:8080", true},
		{"ORIGIN", "http://stellwerk.example.org", false},
		{"ORIGIN", "http://localhost.example.org", false},
		{"ORIGIN", "https://stellwerk.example.org/", false},
		{"ORIGIN", "https://stellwerk.example.org/app", false},
		{"ORIGIN", "https://eve@stellwerk.example.org", false},
		{"ORIGIN", "https://stellwerk.example.org?", false},
		{"ORIGIN", "javascript:alert(1)", false},
		{"ORIGIN", "https://", false},
		{"MAIL_FROM", "stellwerk@example.org", true},
		{"MAIL_FROM", "Stellwerk <stellwerk@example.org>", false},
		{"MAIL_FROM", "stellwerk@example.org\r\nBcc: eve@example.org", false},
		{"MAIL_FROM", "stellwerk", false},
		{"EDGE_KEY", "0123456789abcdef0123456789abcdef", true},
		{"EDGE_KEY", "short", false},
	} {
		env := good()
		env[c.name] = c.value
		if _, err := read(env); (err == nil) != c.ok {
			t.Errorf("%s=%q: accepted %v, want %v (%v)", c.name, c.value, err == nil, c.ok, err)
		}
	}
}
