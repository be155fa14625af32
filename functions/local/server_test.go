package main

import (
	"net/http/httptest"
	"testing"
)

// Limits count by address: what a stranger writes into the header must not count as one.
func TestOnlyOnesOwnProxySaysWhoAsks(t *testing.T) {
	for _, c := range []struct {
		story string
		sent  []string
		want  string
	}{
		{"no proxy", nil, "192.0.2.1"},
		{"one proxy", []string{"203.0.113.7"}, "203.0.113.7"},
		{"a client that claims to be others", []string{"10.0.0.1, 198.51.100.9, 203.0.113.7"}, "203.0.113.7"},
		{"a client that sends a header of its own", []string{"10.0.0.1", "203.0.113.7"}, "203.0.113.7"},
		{"IPv6", []string{"2001:db8::7"}, "2001:db8::7"},
		{"nothing that is an address", []string{"unknown"}, "192.0.2.1"},
		{"an empty end", []string{"203.0.113.7,"}, "192.0.2.1"},
	} {
		r := httptest.NewRequest("GET", "/", nil) // from 192.0.2.1
		for _, value := range c.sent {
			r.Header.Add("X-Forwarded-For", value)
		}
		if got := lastForwarded(r); got != c.want {
			t.Errorf("%s: %s, want %s", c.story, got, c.want)
		}
	}
}
