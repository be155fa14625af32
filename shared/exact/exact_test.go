package exact_test

import (
	"encoding/json"
	"strings"
	"testing"

	"stellwerk/shared/exact"
	"stellwerk/shared/fault"
)

type person struct {
	Kind  string            `json:"kind"`
	Tags  []string          `json:"tags"`
	Boss  *person           `json:"boss"`
	Marks map[string]person `json:"marks"`
	Raw   json.RawMessage   `json:"raw"`
}

func TestUnmarshal(t *testing.T) {
	for _, c := range []struct{ story, in, code string }{
		{"plain", `{"kind":"user","tags":["a"]}`, ""},
		{"unknown keys are ignored", `{"kind":"user","newer":{"kind":1}}`, ""},
		{"another case is not the same key", `{"kind":"user","KIND":"owner"}`, "json.keyCase"},
		{"the Kelvin sign is not a k", "{\"\u212Aind\":\"owner\"}", "json.keyCase"},
		{"also inside", `{"boss":{"Kind":"owner"}}`, "json.keyCase"},
		{"also in maps", `{"marks":{"x":{"Kind":"owner"}}}`, "json.keyCase"},
		{"twice", `{"kind":"user","kind":"owner"}`, "json.duplicateKey"},
		{"twice by escape", `{"kind":"user","k\u0069nd":"owner"}`, "json.duplicateKey"},
		{"twice where nobody looks", `{"newer":{"a":1,"a":2}}`, "json.duplicateKey"},
		{"twice in raw parts", `{"raw":{"a":1,"a":2}}`, "json.duplicateKey"},
		{"something behind", `{"kind":"user"} {}`, "json.trailing"},
		{"cut", `{"kind":"user"`, "json.malformed"},
		{"nothing", ``, "json.malformed"},
		{"wrong type", `{"kind":7}`, "json.type"},
		{"deep", strings.Repeat("[", 100) + strings.Repeat("]", 100), "json.depth"},
	} {
		t.Run(c.story, func(t *testing.T) {
			var p person
			var err error
			if c.code == "json.depth" {
				var v any
				err = exact.Unmarshal([]byte(c.in), &v)
			} else {
				err = exact.Unmarshal([]byte(c.in), &p)
			}
			if c.code == "" && err != nil || c.code != "" && !fault.Is(err, c.code) {
				t.Errorf("%s: got %v, want %q", c.in, err, c.code)
			}
		})
	}
}
