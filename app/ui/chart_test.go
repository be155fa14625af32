package ui

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/shared/org"
)

func TestAnAxisEndsWithARoundNumber(t *testing.T) {
	for n, want := range map[int]int{0: 1, 1: 1, 2: 2, 3: 4, 7: 8, 9: 10, 10: 10, 11: 12, 86: 100, 412: 500, 1177: 1200, 1248: 1600, 5_000_001: 6_000_000} {
		if got := ceiling(n); got != want {
			t.Errorf("%d: ends with %d, want %d", n, got, want)
		}
	}
}

func TestLargeNumbersAreSpelledBriefly(t *testing.T) {
	defer SetLang(Lang())
	for _, c := range []struct {
		n      int
		de, en string
	}{
		{0, "0", "0"}, {9_999, "9.999", "9,999"}, {10_000, "10 Tsd.", "10k"}, {12_480, "12,4 Tsd.", "12.4k"}, {999_999, "999 Tsd.", "999k"},
		{1_250_000, "1,2 Mio.", "1.2m"}, {3_000_000_000, "3 Mrd.", "3bn"},
	} {
		SetLang(org.German)
		if got := Compact(c.n); got != c.de {
			t.Errorf("%d: %s, want %s", c.n, got, c.de)
		}
		SetLang(org.English)
		if got := Compact(c.n); got != c.en {
			t.Errorf("%d: %s, want %s", c.n, got, c.en)
		}
	}
}

func TestAChartSumsUpWhatItShows(t *testing.T) {
	defer SetLang(Lang())
	SetLang(org.English)
	for _, c := range []struct {
		story  string
		values []Value
		want   string
	}{
		{"the ends are named", []Value{{"Jan", 3}, {"Feb", 9}, {"Mar", 1}}, "Most: Feb with 9, least: Mar with 1."},
		{"one value is told", []Value{{"Jan", 3}}, "Jan: 3."},
		{"all the same", []Value{{"Jan", 3}, {"Feb", 3}}, "3 everywhere."},
		{"nothing but zero", []Value{{"Jan", 0}, {"Feb", 0}}, "All values are zero."},
		{"no values", nil, "No numbers yet."},
	} {
		for kind, draw := range map[string]func(Chart) app.UI{"bars": Bars, "donut": Donut} {
			html := app.HTMLString(draw(Chart{ID: "c", Title: "T", Unit: "Members", Values: c.values}))
			if !strings.Contains(html, c.want) {
				t.Errorf("%s, %s: lacks %q in\n%s", kind, c.story, c.want, html)
			}
			if rows := strings.Count(html, `scope="row"`); rows != len(c.values) {
				t.Errorf("%s, %s: the table has %d rows of %d", kind, c.story, rows, len(c.values))
			}
			if strings.Contains(html, "NaN") || strings.Contains(html, "Inf") {
				t.Errorf("%s, %s: %s", kind, c.story, html)
			}
		}
	}
}

func TestPartsBeyondThePatternsAreOne(t *testing.T) {
	defer SetLang(Lang())
	SetLang(org.English)
	var c Chart
	total := 0
	for i := range 9 {
		c.Values = append(c.Values, Value{string(rune('a' + i)), i + 1})
		total += i + 1
	}
	parts, sum := c.parts(), 0
	for _, p := range parts {
		sum += p.N
	}
	if len(parts) != maxParts || sum != total || parts[maxParts-1].Label != "4 more" {
		t.Errorf("%v", parts)
	}
	if len(c.Values) != 9 || c.Values[5].Label != "f" {
		t.Error("the values themselves stay as they are")
	}
}

func TestShares(t *testing.T) {
	for _, c := range []struct {
		n, total int
		want     string
	}{{0, 0, "0 %"}, {1, 3, "33 %"}, {2, 3, "67 %"}, {1, 1000, "< 1 %"}, {5, 5, "100 %"}} {
		if got := share(c.n, c.total); got != c.want {
			t.Errorf("%d of %d: %s, want %s", c.n, c.total, got, c.want)
		}
	}
}

func TestNamesBelowAPlotDoNotTouch(t *testing.T) {
	months := strings.Fields("Jan Feb Mar Apr Mai Jun Jul Aug Sep Okt Nov Dez")
	if step := namesStep(months[:6]); step != 1 {
		t.Errorf("six short names: every %d.", step)
	}
	if step := namesStep(months); step != 2 {
		t.Errorf("twelve short names: every %d.", step)
	}
	if step := namesStep([]string{strings.Repeat("x", 100), "y"}); step != 2 {
		t.Errorf("a very long name: every %d.", step)
	}
}

func TestACurveIsDrawnToItsEnd(t *testing.T) {
	if d := path([]int{0, 50, 100}, 4, 100); d != "M125.00 100.00L375.00 50.00L625.00 0.00" {
		t.Error(d)
	}
	defer SetLang(Lang())
	SetLang(org.English)
	c := Curves{ID: "c", Title: "T", Labels: []string{"Jan", "Feb"}, Series: []Series{{"All", []int{10, 12}}, {"New", []int{1}}}}
	html := app.HTMLString(c.UI())
	for _, want := range []string{"From 10 (Jan) to 12 (Feb).", "chart-curve-1", ">–<"} {
		if !strings.Contains(html, want) {
			t.Errorf("lacks %q", want)
		}
	}
	for _, empty := range []Curves{{ID: "e"}, {ID: "e", Labels: []string{"Jan"}}, {ID: "e", Labels: []string{"Jan"}, Series: []Series{{"All", nil}}}} {
		if html := app.HTMLString(empty.UI()); strings.Contains(html, "NaN") {
			t.Error(html)
		}
	}
}

func TestTheArrowOfATrend(t *testing.T) {
	for way, want := range map[int]IconName{3: IconArrowUp, -1: IconArrowDown, 0: IconMinus} {
		if got := (Stat{Way: way}).arrow(); got != want {
			t.Errorf("%d: %d, want %d", way, got, want)
		}
	}
	if html := app.HTMLString(Stat{Label: "A", Value: "1", Spark: []int{5, 5, 5}}.UI()); strings.Contains(html, "NaN") || strings.Contains(html, "<button") {
		t.Error(html)
	}
}
