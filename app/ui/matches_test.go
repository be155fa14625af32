package ui

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/shared/org"
)

var byName = []Option{
	{Value: "1", Text: "Jürgen Müller", Note: "jm@acme.de"}, {Value: "2", Text: "Anna Groß"}, {Value: "3", Text: "Gerda Jür"}, {Value: "4", Text: "Łukasz Weiß"},
}

func TestTypingFindsOptionsHoweverTheyAreWritten(t *testing.T) {
	for _, c := range []struct{ typed, values string }{
		{"", "1 2 3 4"}, {"jur", "1 3"}, {"JÜR", "1 3"}, {"muel", "1"}, {"gross", "2"}, {"g", "3 1 2"}, {"weiss luk", "4"}, {"acme", "1"}, {"xyz", ""},
	} {
		var m matches
		m.look(byName, c.typed, nil)
		var got []string
		for _, i := range m.shown {
			got = append(got, byName[i].Value)
		}
		if strings.Join(got, " ") != c.values || m.total != len(got) {
			t.Errorf("%q finds %v (%d in all), want %s", c.typed, got, m.total, c.values)
		}
	}
}

func TestALongListShowsFiftyAndCountsTheRest(t *testing.T) {
	var all []Option
	for i := range 3000 {
		all = append(all, Option{Value: strconv.Itoa(i), Text: "Person " + strconv.Itoa(i)})
	}
	var m matches
	m.at = 60
	m.look(all, "person", nil)
	if len(m.shown) != matchesShown || m.more() != 2950 || m.at != matchesShown-1 {
		t.Errorf("%d are shown, %d more, at %d", len(m.shown), m.more(), m.at)
	}
	m.look(all, "person 2999", func(string) bool { return true })
	if m.total != 0 || m.at != -1 {
		t.Errorf("what is left out is still shown: %d", m.total)
	}
}

func TestKeysInAListOfChoices(t *testing.T) {
	for _, c := range []struct {
		story string
		open  bool
		at    int
		key   string
		alt   bool
		open2 bool
		at2   int
		did   keyed
	}{
		{"down opens at the first", false, -1, "ArrowDown", false, true, 0, went},
		{"down opens at what is chosen", false, 2, "ArrowDown", false, true, 2, went},
		{"up opens at the last", false, -1, "ArrowUp", false, true, 3, went},
		{"Alt and down only opens", false, -1, "ArrowDown", true, true, -1, went},
		{"Enter in a closed list is the form's", false, -1, "Enter", false, false, -1, passed},
		{"Escape in a closed list is the dialog's", false, -1, "Escape", false, false, -1, passed},
		{"down moves", true, 1, "ArrowDown", false, true, 2, went},
		{"down from the last begins anew", true, 3, "ArrowDown", false, true, 0, went},
		{"up from the first ends", true, 0, "ArrowUp", false, true, 3, went},
		{"End", true, 0, "End", false, true, 3, went},
		{"Home", true, 3, "Home", false, true, 0, went},
		{"Home is the caret's while nothing is marked", true, -1, "Home", false, true, -1, passed},
		{"Enter chooses", true, 2, "Enter", false, false, 2, taken},
		{"Enter with nothing marked chooses nothing", true, -1, "Enter", false, true, -1, passed},
		{"Escape closes", true, 2, "Escape", false, false, 2, closed},
		{"Alt and up closes", true, 2, "ArrowUp", true, false, 2, closed},
		{"Tab goes on", true, 2, "Tab", false, false, 2, passed},
		{"letters are the line's", true, 2, "a", false, true, 2, passed},
	} {
		m := matches{open: c.open, at: c.at, shown: []int{0, 1, 2, 3}}
		if did := m.key(c.key, c.alt); did != c.did || m.open != c.open2 || m.at != c.at2 {
			t.Errorf("%s: did %d, open %v, at %d", c.story, did, m.open, m.at)
		}
	}
}

func TestSeveralAreTakenApart(t *testing.T) {
	for in, want := range map[string]string{
		"Azubi, Nachtschicht;Ersthelferin\nBrandschutz\r\nazubi": "Azubi|Nachtschicht|Ersthelferin|Brandschutz",
		"  zwei   Worte ,, ": "zwei Worte", "a\tb|c": "a|b|c", "": "",
	} {
		if got := strings.Join(SplitList(in), "|"); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestWhatIsEnteredIsAddedOnceAndAsItIsWrittenAlready(t *testing.T) {
	tags := []Option{{Value: "Azubi", Text: "Azubi"}, {Value: "p7", Text: "Vogel, Vera"}}
	for _, c := range []struct {
		story         string
		value, add    []string
		free          bool
		want, leftOut string
	}{
		{"known in another spelling", nil, []string{"AZUBI"}, true, "Azubi", ""},
		{"there already", []string{"Azubi"}, []string{"azubi"}, true, "Azubi", ""},
		{"new", []string{"Azubi"}, []string{"Neu"}, true, "Azubi|Neu", ""},
		{"new where only what there is goes", []string{"Azubi"}, []string{"Neu", "vogel, vera"}, false, "Azubi|p7", "Neu"},
	} {
		now, over := with(c.value, c.add, tags, c.free)
		if strings.Join(now, "|") != c.want || strings.Join(over, "|") != c.leftOut {
			t.Errorf("%s: %v, left over %v", c.story, now, over)
		}
	}
	closed := MultiSelect{}
	if got := split("Vogel, Vera; Azubi", closed.parts()); !slices.Equal(got, []string{"Vogel, Vera", "Azubi"}) {
		t.Errorf("a name with a comma came apart: %q", got)
	}
}

func TestWhatIsTypedIntoAMultiSelectStaysWhenItsFormIsShownAnew(t *testing.T) {
	kept := &MultiSelect{ID: "m", typed: "tech"}
	kept.OnUpdate(app.Context{})
	if kept.Typed != "tech" {
		t.Errorf("typed %q in a form that does not keep it", kept.Typed)
	}
}

func TestAMultiSelectAddsAndRemoves(t *testing.T) {
	var told [][]string
	m := &MultiSelect{ID: "m", Free: true, Value: []string{"a"}, Options: []Option{{Value: "b", Text: "b"}}, OnChange: func(_ app.Context, v []string) { told = append(told, v) }}
	m.Typed = "b, c"
	m.addTyped(app.Context{}, app.Event{})
	m.remove(app.Context{}, "a")
	if got := strings.Join(m.Value, ""); got != "bc" || len(told) != 2 || m.Typed != "" {
		t.Errorf("chosen %q, told %v, typed %q", got, told, m.Typed)
	}
	if m.said != T("multi.removed", "what", "a") {
		t.Errorf("said %q", m.said)
	}
}

func TestAComboboxKeepsWhatIsChosenUnlessSomethingElseIs(t *testing.T) {
	c := &Combobox{ID: "c", Value: "2", Options: byName}
	var told []string
	c.OnChange = func(_ app.Context, v string) { told = append(told, v) }
	c.typing, c.typed = true, "nobody"
	c.restore()
	c.set(app.Context{}, byName[1])
	if c.Value != "2" || len(told) != 0 {
		t.Errorf("chosen %q, told %v", c.Value, told)
	}
	c.begin()
	if c.matches.at != 1 {
		t.Errorf("opens at %d, want what is chosen", c.matches.at)
	}
	c.matches.look(c.Options, "luk", nil)
	c.take(app.Context{}, 0)
	if c.Value != "4" || len(told) != 1 || c.chosen().Text != "Łukasz Weiß" {
		t.Errorf("chosen %q, told %v", c.Value, told)
	}
	if _, ok := exact(byName, "jurgen mÜller"); !ok {
		t.Error("typed out in full is not found")
	}
}

// Among 50,000 people nobody makes a list of them for somebody to choose one.
func TestAComboboxChoosesFromWhatIsFoundElsewhere(t *testing.T) {
	c := &Combobox{ID: "c", Find: Find{
		Typed: func(typed string, most int) ([]Option, int) {
			return []Option{{Value: typed + "1", Text: typed + " one"}, {Value: typed + "2", Text: typed + " two"}}, 50_000
		},
		Named: func(value string) Option { return Option{Value: value, Text: "named " + value} },
	}}
	c.begin()
	if len(c.matches.shown) != 2 || c.matches.more() != 49_998 || c.chosen().Text != "" {
		t.Errorf("%v are shown and %d more, chosen is %q", c.matches.shown, c.matches.more(), c.chosen().Text)
	}
	c.typing, c.typed = true, "x"
	c.look()
	c.take(app.Context{}, 1)
	if c.Value != "x2" || c.chosen().Text != "named x2" {
		t.Errorf("chosen is %q, called %q", c.Value, c.chosen().Text)
	}
	if _, ok := exact(c.options(), "X one"); !ok {
		t.Error("typed out in full is not found")
	}
}

func TestEveryControlHasTheSameFrame(t *testing.T) {
	SetLang(org.English)
	defer SetLang(org.German)
	for name, e := range map[string]app.UI{
		"field":     Field{ID: "x", Label: "L", Hint: "H", Error: "E", Disabled: true, Why: "W"}.UI(),
		"area":      Field{ID: "x", Label: "L", Hint: "H", Error: "E", Disabled: true, Why: "W", Multiline: true}.UI(),
		"number":    Field{ID: "x", Label: "L", Hint: "H", Error: "E", Disabled: true, Why: "W", Type: "number", Unit: "h"}.UI(),
		"search":    Field{ID: "x", Label: "L", Hint: "H", Error: "E", Disabled: true, Why: "W", Type: "search"}.UI(),
		"select":    Select{ID: "x", Label: "L", Hint: "H", Error: "E", Disabled: true, Why: "W"}.UI(),
		"check":     Check{ID: "x", Label: "L", Hint: "H", Error: "E", Disabled: true, Why: "W"}.UI(),
		"switch":    Switch{ID: "x", Label: "L", Hint: "H", Error: "E", Disabled: true, Why: "W"}.UI(),
		"cards":     RadioCards{ID: "x", Label: "L", Hint: "H", Error: "E", Disabled: true, Why: "W", Choices: []Choice{{Value: "a"}}}.UI(),
		"segmented": Segmented{ID: "x", Label: "L", Hint: "H", Error: "E", Disabled: true, Why: "W", Choices: []Choice{{Value: "a"}}}.UI(),
		"combobox":  &Combobox{ID: "x", Label: "L", Hint: "H", Error: "E", Disabled: true, Why: "W"},
		"multi":     &MultiSelect{ID: "x", Label: "L", Hint: "H", Error: "E", Disabled: true, Why: "W"},
	} {
		html := app.HTMLString(e)
		for _, want := range []string{`x-error x-why x-hint`, `id="x-error"`, `id="x-why"`, `id="x-hint"`, " disabled", "field-wrong", ">L<", ">H<", ">E<", ">W<"} {
			if !strings.Contains(html, want) {
				t.Errorf("the %s lacks %s:\n%s", name, want, html)
			}
		}
		if strings.Contains(html, "optional") {
			t.Errorf("the %s can't be changed and says that it is optional", name)
		}
	}
}

func TestAFileThatCanNotBeTakenIsNotRead(t *testing.T) {
	SetLang(org.English)
	defer SetLang(org.German)
	d := &FileDrop{Kinds: []string{".csv", ".txt"}, Most: 5_000_000}
	for _, c := range []struct {
		name  string
		bytes float64
		want  string
	}{
		{"list.csv", 10, ""}, {"LIST.CSV", 10, ""}, {"list.xlsx", 10, "not a file that fits"}, {"list.csv", 0, "is empty"}, {"list.csv", 5_400_000, "has 5.4 MB. The limit is 5 MB"},
	} {
		if got := d.refusal(c.name, c.bytes); got == "" != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s of %v bytes: %q, want %q", c.name, c.bytes, got, c.want)
		}
	}
}
