package ui

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/shared/org"
)

var someColumns = []Column{
	{ID: "name", Title: "Name", Width: Widest, Sort: true, Always: true},
	{ID: "email", Title: "E-mail", Width: Wider, Off: true},
	{ID: "title", Title: "Title", Width: Wide},
	{ID: "status", Title: "Status", Width: Narrow, Sort: true, First: true},
	{ID: "tags", Title: "Tags", Width: Middle},
}

func ids(columns []Column) string {
	out := ""
	for _, c := range columns {
		out += c.ID + " "
	}
	return strings.TrimSpace(out)
}

func TestColumnsThatFit(t *testing.T) {
	for _, c := range []struct {
		story string
		look  Look
		width int
		want  string
	}{
		{"the usual ones", "", 0, "name title status tags"},
		{"one left out, one added", "+email -tags", 0, "name email title status"},
		{"what is always there can't be left out", "-name", 0, "name title status tags"},
		{"just enough room", "", 28 + 300 + 3*12 + 148 + 104 + 120, "name title status tags"},
		{"a pixel less", "", 28 + 300 + 3*12 + 148 + 104 + 120 - 1, "name title status"},
		{"what comes first stays longest", "", 500, "name status"},
		{"what somebody has added goes before the usual", "+email", 700, "name email status"},
		{"no room at all", "", 100, "name"},
	} {
		if got := ids(Table{Columns: someColumns, Look: c.look}.fitting(c.width)); got != c.want {
			t.Errorf("%s: %s, want %s", c.story, got, c.want)
		}
	}
	with := Table{Columns: someColumns, Selected: func(int) bool { return false }, Menu: func(int) string { return "" }}
	if got := ids(with.fitting(28 + 300 + 3*12 + 148 + 104 + 120)); got != "name title status" {
		t.Errorf("tick and menu take room too: %s", got)
	}
}

func TestLookTurnsAndTurnsBack(t *testing.T) {
	l := Look("").Turned(someColumns[1]).Turned(someColumns[4]).With(true).With(true)
	if !l.Dense() || !l.Has(someColumns[1]) || l.Has(someColumns[4]) || !l.Has(someColumns[2]) {
		t.Errorf("the look is %q", l)
	}
	if l = l.With(false).Turned(someColumns[4]).Turned(someColumns[1]); l != "" {
		t.Errorf("all taken back leaves %q, want nothing", l)
	}
}

// TestWidthsAreInTheStyleSheet, the same in both places.
func TestWidthsAreInTheStyleSheet(t *testing.T) {
	css, err := os.ReadFile("../../web/css/50-list.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []Width{Slim, Narrow, Middle, Wide, Wider, Widest} {
		n := strconv.Itoa(int(w))
		if !regexp.MustCompile(`(?m)^\.w` + n + ` \{ flex: [\d.]+ [01] ` + n + `px; \}$`).Match(css) {
			t.Errorf("the style sheet has no class w%s of that width", n)
		}
	}
}

func someTable() Table {
	return Table{
		ID: "t", Label: "People", Columns: someColumns, Count: 3, Sort: "name", Down: true, Chosen: 1,
		Cell: func(i int, column string, in Shown) []app.UI { return []app.UI{Line(column + strconv.Itoa(i))} },
		Card: func(i int) RowCard {
			return RowCard{Name: "Card " + strconv.Itoa(i), Href: "/people/" + strconv.Itoa(i)}
		},
		Selected: func(i int) bool { return i == 1 },
		Menu:     func(i int) string { return "Menu " + strconv.Itoa(i) },
		OnSort:   func(app.Context, string) {}, OnAll: func(app.Context, bool) {},
	}
}

func TestTableSaysHowItIsSorted(t *testing.T) {
	SetLang(org.German)
	html := app.HTMLString(someTable().UI())
	for _, want := range []string{`aria-sort="descending"`, `aria-sort="none"`, "status2", "Menu 2", "Alle 3 auswählen"} {
		if !strings.Contains(html, want) {
			t.Errorf("the table lacks %s", want)
		}
	}
	if strings.Count(html, `aria-selected="false"`) != 2 || strings.Contains(html, "email0") || strings.Contains(html, "Card") {
		t.Errorf("one row is selected, and neither other columns nor cards are there:\n%s", html)
	}
}

func TestCardsLeadNowhereWhileRowsAreSelected(t *testing.T) {
	cards := someTable()
	cards.Cards = true
	if html := app.HTMLString(cards.UI()); !strings.Contains(html, `href="/people/2"`) || strings.Contains(html, "columnheader") {
		t.Error("a card is a link, and has no columns above it")
	}
	cards.Selecting = true
	if html := app.HTMLString(cards.UI()); strings.Contains(html, "href") || !strings.Contains(html, "Card 2") {
		t.Error("a tap on a card leads away, though it should select")
	}
}

func TestWhatAClickMeans(t *testing.T) {
	for _, c := range []struct {
		story                       string
		on                          string
		link, choosable, shift, ctl bool
		want                        string
	}{
		{"a row opens", "", false, true, false, false, "open"},
		{"with Ctrl it is selected", "", false, true, false, true, "select"},
		{"with Shift all up to there", "", false, true, true, false, "range"},
		{"the tick selects", "select", false, true, false, false, "select"},
		{"the tick with Shift too", "select", false, true, true, false, "range"},
		{"a link leads there by itself", "", true, true, false, false, ""},
		{"a link with Ctrl opens another tab", "", true, true, false, true, ""},
		{"a link with Shift selects", "", true, true, true, false, "range"},
		{"the button of the menu, whatever is held", "menu", false, true, true, true, "menu"},
		{"a list where nothing is selected opens", "", false, false, true, true, "open"},
	} {
		if got := clicked(c.on, c.link, c.choosable, c.shift, c.ctl); got != c.want {
			t.Errorf("%s: %q, want %q", c.story, got, c.want)
		}
	}
}

func TestWhatAKeyMeans(t *testing.T) {
	for _, c := range []struct {
		key                             string
		control, choosable, shift, ctrl bool
		want                            string
	}{
		{"Enter", false, true, false, false, "open"},
		{"Enter", true, true, false, false, ""},
		{" ", false, true, false, false, "select"},
		{" ", false, true, true, false, "range"},
		{" ", false, false, false, false, ""},
		{" ", true, true, false, false, ""},
		{"a", false, true, false, true, "all"},
		{"a", false, true, false, false, ""},
		{"a", true, true, false, true, "all"},
		{"Escape", false, true, false, false, "none"},
		{"ArrowDown", false, true, true, false, ""},
	} {
		if got := rowKey(c.key, c.control, c.choosable, c.shift, c.ctrl); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

func TestViews(t *testing.T) {
	views := []View{{"Azubis", "tag=Azubi"}, {"Neue", "sort=start&down=1"}}
	if got := ParseViews(EncodeViews(views)); len(got) != 2 || got[0] != views[0] || got[1] != views[1] {
		t.Errorf("written and read again they are %v", got)
	}
	if ParseViews("{") != nil || ParseViews("") != nil || EncodeViews(nil) != "" {
		t.Error("what is no list of views is none")
	}
	if ViewAt(views, "tag=Azubi") != 0 || ViewAt(views, "") != -1 || ViewNamed(views, "neue") != 1 || ViewNamed(views, "x") != -1 {
		t.Error("views are found by their query, and by their name in whatever case")
	}
	if got := DropView(views, 0); len(got) != 1 || got[0].Name != "Neue" || len(views) != 2 || views[0].Name != "Azubis" {
		t.Errorf("dropping leaves %v and changes the others", got)
	}
	if ViewName("  Neue   im\tMai ") != "Neue im Mai" || ViewName(strings.Repeat("ä", 40)) == "" || ViewName(strings.Repeat("ä", 41)) != "" {
		t.Error("a name has at most 40 characters and no space to spare")
	}
}
