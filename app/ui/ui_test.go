package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

func TestWindowOfAList(t *testing.T) {
	for _, c := range []struct {
		story                      string
		above, view, height, count int
		first, last                int // last is the first row that is not needed
	}{
		{"nothing", 0, 600, 50, 0, 0, 0},
		{"fewer than fit", 0, 600, 50, 3, 0, 3},
		{"the beginning", 0, 600, 50, 1000, 0, 20},
		{"below a header, which takes two thirds of what can be seen", -400, 600, 50, 1000, 0, 12},
		{"the middle", 25_000, 600, 50, 1000, 492, 520},
		{"the end", 49_400, 600, 50, 1000, 980, 1000},
		{"beyond the end, after the list got shorter", 90_000, 600, 50, 100, 99, 100},
	} {
		first, shown := windowOf(c.above, c.view, c.height, c.count, overscan, 4)
		if first != c.first || first+shown != c.last {
			t.Errorf("%s: rows %d to %d, want %d to %d", c.story, first, first+shown, c.first, c.last)
		}
	}
}

// TestRowsOfDifferentHeights: what can be seen is in the document, wherever one scrolls to, and little else is.
func TestRowsOfDifferentHeights(t *testing.T) {
	const view, count = 600, 500
	tops := make([]int, count+1)
	for i := range count {
		tops[i+1] = tops[i] + []int{60, 84, 138}[i*i%3]
	}
	top := func(i int) int { return tops[i] }
	for above := -200; above <= tops[count]; above += 17 {
		first, shown := windowBetween(above, view, count, top)
		if first < 0 || shown < 1 || first+shown > count {
			t.Fatalf("at %d: %d rows from %d of %d", above, shown, first, count)
		}
		seen, end := max(0, above), above+view
		if tops[first] > seen || first+shown < count && tops[first+shown] < end {
			t.Fatalf("at %d the rows from %d to %d px are there, %d to %d can be seen", above, tops[first], tops[first+shown], seen, end)
		}
		if most := view/60 + 2*overscan + 8; shown > most {
			t.Fatalf("at %d there are %d rows, want at most %d", above, shown, most)
		}
	}
	if _, shown := windowBetween(0, view, 0, func(int) int { return 0 }); shown != 0 {
		t.Errorf("an empty list shows %d rows", shown)
	}
}

// TestEveryVisibleRowIsInTheWindow, wherever one scrolls to.
func TestEveryVisibleRowIsInTheWindow(t *testing.T) {
	const view, height, count = 777, 56, 1000
	for above := -view; above <= height*count-view; above += 13 {
		for _, c := range []struct{ beyond, step, most int }{{overscan, 4, view/height + 2*overscan + 8}, {0, 1, view/height + 2}} {
			first, shown := windowOf(above, view, height, count, c.beyond, c.step)
			if top, bottom := max(0, above)/height, (above+view-1)/height; first > top || first+shown <= bottom {
				t.Fatalf("scrolled by %d: rows %d to %d can be seen, rendered are %d to %d", above, top, bottom, first, first+shown-1)
			}
			if shown > c.most {
				t.Fatalf("scrolled by %d: %d rows are rendered, want at most %d", above, shown, c.most)
			}
		}
	}
}

func TestKeysMoveThroughAList(t *testing.T) {
	for _, c := range []struct {
		key          string
		at, count, w int
	}{
		{"ArrowDown", 0, 10, 1}, {"ArrowDown", 9, 10, 9}, {"ArrowUp", 0, 10, 0}, {"ArrowUp", 5, 10, 4}, {"Home", 7, 10, 0}, {"End", 0, 10, 9},
		{"PageDown", 2, 10, 6}, {"PageDown", 8, 10, 9}, {"PageUp", 2, 10, 0}, {"a", 3, 10, -1}, {"ArrowDown", 0, 0, -1},
	} {
		if got := moved(c.key, c.at, c.count, 4); got != c.w {
			t.Errorf("%s at %d of %d leads to %d, want %d", c.key, c.at, c.count, got, c.w)
		}
	}
}

func TestAFieldTellsWhatIsWrongWithIt(t *testing.T) {
	SetLang(org.English)
	faults := fault.List{fault.On("email", "email.at"), fault.On("name", "text.missing")}
	html := app.HTMLString(Field{ID: "f-email", Label: "E-mail", Value: "x", Error: FaultOn(faults, "email"), Required: true}.UI())
	for _, want := range []string{`aria-invalid`, `id="f-email-error"`, `aria-describedby="f-email-error"`, "has no @", `for="f-email"`} {
		if !strings.Contains(html, want) {
			t.Errorf("the field lacks %s:\n%s", want, html)
		}
	}
	sum := app.HTMLString(Faults("f", faults, func(f string) string { return "<" + f + ">" }))
	for _, want := range []string{"2 things", "&lt;email&gt;", "&lt;name&gt;"} {
		if !strings.Contains(sum, want) {
			t.Errorf("the summary lacks %s:\n%s", want, sum)
		}
	}
}

func TestAButtonThatWaitsSaysWhy(t *testing.T) {
	html := app.HTMLString(Button{Text: "Go", Disabled: true, Why: "offline", OnClick: func(app.Context, app.Event) {}}.UI())
	if !strings.Contains(html, `aria-disabled`) || !strings.Contains(html, "offline") {
		t.Errorf("%s", html)
	}
}

func TestTwoHandlersOfOneCodeAreToldApart(t *testing.T) {
	var scopes []app.EventOption
	for _, s := range []string{"a", "b", "a"} {
		_, scope := On(func(app.Context, app.Event) { _ = s }, s)
		scopes = append(scopes, scope)
	}
	if scopes[0] == scopes[1] || scopes[0] != scopes[2] {
		t.Error("handlers over different things need different scopes, the same one the same")
	}
}

func TestDatesWithoutABrowser(t *testing.T) {
	at := time.Date(2026, 3, 31, 9, 5, 0, 0, time.UTC)
	if Date(at) != "2026-03-31" || Clock(at) != "09:05" || Day("2026-03-31") != "2026-03-31" || Day("soon") != "soon" || Date(time.Time{}) != "" {
		t.Error(Date(at), Clock(at), Day("2026-03-31"), Day("soon"))
	}
}

// TestAListRendersOnlyWhatCanBeSeen, however many rows there are.
func TestAListRendersOnlyWhatCanBeSeen(t *testing.T) {
	asked := 0
	l := &VirtualList{ID: "l", Label: "People", Count: 50_000, RowHeight: 56, Row: func(i int) []app.UI {
		asked++
		return []app.UI{app.Div().Text(i)}
	}, Selected: func(i int) bool { return i == 1 }}
	engine := app.NewTestEngine()
	if err := engine.Load(l); err != nil {
		t.Fatal(err)
	}
	engine.ConsumeAll()
	html := app.HTMLString(l)
	if asked > 200 || !strings.Contains(html, `aria-rowcount="50001"`) || strings.Count(html, `aria-selected`) > 100 {
		t.Errorf("%d rows were rendered", asked)
	}
}

// clumsy is a component whose handler panics.
type clumsy struct {
	app.Compo
	told string
}

func (c *clumsy) OnPreRender(ctx app.Context) {
	ctx.Handle(Broken, func(_ app.Context, a app.Action) { c.told, _ = a.Value.(string) })
	h, _ := On(func(app.Context, app.Event) { panic("stumbled") })
	h(ctx, app.Event{})
}

func (c *clumsy) Render() app.UI { return app.Div() }

func TestAPanicBreaksOneActionAndIsTold(t *testing.T) {
	app.DefaultLogger = func(string, ...any) {}
	c := &clumsy{}
	engine := app.NewTestEngine()
	if err := engine.Load(c); err != nil {
		t.Fatal(err)
	}
	engine.ConsumeAll()
	if c.told != "stumbled" {
		t.Errorf("told %q; a panic in a handler should be reported and the app go on", c.told)
	}
}

func TestWhatAFormRemembers(t *testing.T) {
	SetLang(org.English)
	f := FormState{}
	f.As("f", func(field string) string { return map[string]string{"email": "E-mail"}[field] })
	f.Faults = fault.List{fault.On("email", "email.at"), fault.On("name", "text.missing")}
	typed := ""
	line := app.HTMLString(f.Line("email", &typed, Field{Type: "email"}))
	for _, want := range []string{`id="f-email"`, "has no @", "E-mail", `inputmode="email"`, `type="text"`} {
		if !strings.Contains(line, want) {
			t.Errorf("the line lacks %s:\n%s", want, line)
		}
	}
	f.Into("email", &typed)(app.Context{}, "o@acme.de")
	if typed != "o@acme.de" || len(f.Faults) != 1 || f.Wrong("email") != "" || f.Wrong("name") == "" {
		t.Errorf("typed %q, faults %v; what is being mended is not called wrong", typed, f.Faults)
	}
	if early := f.Adopt(map[string]*string{"email": &typed}); early.State != "" || early.Waits != "" || early.Value("email") != "" || typed != "o@acme.de" {
		t.Errorf("%+v: with nothing handed over, nothing changes", early)
	}
}

func TestAPasswordHasAnEye(t *testing.T) {
	SetLang(org.English)
	html := app.HTMLString(Field{ID: "p", Label: "Password", Type: "password", OnInput: func(app.Context, string) {}}.UI())
	for _, want := range []string{`aria-label="Show the password"`, `aria-pressed="false"`, `aria-controls="p"`, `type="password"`} {
		if !strings.Contains(html, want) {
			t.Errorf("it lacks %s:\n%s", want, html)
		}
	}
}
