//go:build !js

package text

import (
	"maps"
	"testing"

	"stellwerk/shared/org"
)

func TestWhatABrowserIsGivenIsOneLanguageWhole(t *testing.T) {
	for _, lang := range []org.Language{org.German, org.English} {
		whole := catalog{}
		names, err := files.ReadDir(".")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range names {
			data, err := files.ReadFile(f.Name())
			if err != nil {
				t.Fatal(err)
			}
			if err := parse(string(data), lang, whole); err != nil {
				t.Errorf("%s: %v", f.Name(), err)
			}
		}
		given := catalog{}
		if err := parse(Of(lang), lang, given); err != nil {
			t.Fatal(err)
		}
		if !maps.Equal(whole, given) {
			t.Errorf("%s: %d texts given, %d in the files, or they differ", lang, len(given), len(whole))
		}
	}
}
