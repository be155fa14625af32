package org_test

import (
	"testing"

	"stellwerk/shared/org"
)

func TestTagsHaveColoursWhateverTheirCase(t *testing.T) {
	c := org.TagColours("").With("Temporär", 3).With("azubi", 8).With("A=B", 1)
	for tag, want := range map[string]int{"temporär": 3, "TEMPORÄR": 3, "Azubi": 8, "a=b": 1, "a": 0, "": 0} {
		if got := c.Of(tag); got != want {
			t.Errorf("%q has colour %d, want %d", tag, got, want)
		}
	}
	if _, err := org.ParseTagColours("tagColours", string(c)); err != nil {
		t.Errorf("what With makes is refused: %v", err)
	}
	if got := c.With("AZUBI", 0).With("temporär", 0).With("a=b", 0); got != "" {
		t.Errorf("without colours it is %q", got)
	}
}

func TestColoursOfTagsInOneForm(t *testing.T) {
	for in, ok := range map[string]bool{
		"": true, "azubi=1": true, "azubi=1\ntemporär=8": true, "temporär=8\nazubi=1": false, "azubi=1\nazubi=2": false, "Azubi=1": false, "azubi=9": false,
		"azubi=0": false, "azubi=": false, "=1": false, "azubi": false, "azubi=01": false, "azubi=x": false, "azubi=1\n": false, "a\tb=1": false,
	} {
		if _, err := org.ParseTagColours("tagColours", in); (err == nil) != ok {
			t.Errorf("%q: %v", in, err)
		}
	}
}
