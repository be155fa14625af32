package replica

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"stellwerk/app/letters"
	"stellwerk/shared/org"
)

// names are what the finder answers, looking at step members at a time.
func names(f *Finder, d *Directory, typed string, step int) string {
	f.Type(d, typed)
	for f.Run(step) {
	}
	var out []string
	for _, id := range f.Best() {
		_, m := d.At(d.slots[id])
		out = append(out, m.Name())
	}
	return strings.Join(out, ", ")
}

func staffed() *Directory {
	return filled(
		person("Jürgen", "Müller"), person("Jan", "Mueller"), person("Anna", "Berg", func(m *org.Member) { m.Tags = []string{"Mühle"} }),
		person("Søren", "Nuß"), person("Seçil", "Şimşek"), person("Eva Maria", "Ohm"), person("Maria", "Zander"), person("Tim", "Amundsen"),
	)
}

func TestTheBestComeFirstHoweverTheyAreTyped(t *testing.T) {
	d := staffed()
	for _, c := range []struct{ typed, want string }{
		{"mü", "Jan Mueller, Jürgen Müller, Anna Berg, Tim Amundsen"}, // a name, a tag, within a name (mu)
		{"mueller", "Jan Mueller, Jürgen Müller"},
		{"MULLER", "Jürgen Müller"},
		{"maria", "Maria Zander, Eva Maria Ohm"},
		{"müller jan", "Jan Mueller"},
		{"jan mü", "Jan Mueller"},
		{"nuss", "Søren Nuß"},
		{"soeren", "Søren Nuß"},
		{"secil simsek", "Seçil Şimşek"},
		{"müller,jürgen", "Jürgen Müller"},
		{"@acme", "Tim Amundsen, Anna Berg, Jan Mueller, Jürgen Müller, Søren Nuß, Eva Maria Ohm, Seçil Şimşek, Maria Zander"},
		{"xyz", ""},
		{" ", ""},
	} {
		if got := names(NewFinder(8), d, c.typed, 3); got != c.want {
			t.Errorf("%q finds %s\nwant %s", c.typed, got, c.want)
		}
	}
}

// TestTypingLetterByLetterFindsTheSame: narrowing and going on find what looking anew finds, and changes are noticed.
func TestTypingLetterByLetterFindsTheSame(t *testing.T) {
	d := staffed()
	for i := range 200 {
		d.set(all.member(), person("Mü", fmt.Sprintf("Name%d", i%17)))
	}
	for _, typed := range []string{"müller", "mueller jan", "maria z", "ş", "na name1", "am"} {
		f := NewFinder(4)
		for i := range typed {
			f.Type(d, typed[:i])
			f.Run(5)
		}
		if got, want := names(f, d, typed, 7), names(NewFinder(4), d, typed, 1000); got != want {
			t.Errorf("typing %q finds %s\nasking at once %s", typed, got, want)
		}
	}
	f := NewFinder(4)
	names(f, d, "zander", 100)
	d.set(all.member(), person("Ute", "Zander"))
	if got := names(f, d, "zander", 100); got != "Maria Zander, Ute Zander" {
		t.Errorf("after a change: %s", got)
	}
}

func TestTheFinderStopsWhenNothingBetterCanCome(t *testing.T) {
	d := newDirectory()
	for i := range 1000 {
		d.set(all.member(), person("Ben", fmt.Sprintf("Berg%03d", i), func(m *org.Member) { m.Title = "Netze Dach" }))
	}
	f := NewFinder(3)
	f.Type(d, "be")
	if f.Run(10) || f.next != 3 {
		t.Errorf("%d looked at, want 3", f.next)
	}
	for d.Prepare(300) {
	}
	f = NewFinder(3)
	f.Type(d, "be")
	if f.Run(3) || f.next != 0 {
		t.Errorf("with the index %d looked at besides, want none", f.next)
	}
	f.Type(d, "dach")
	if f.Run(3) || f.next != 3 || f.Rank() != WordHead {
		t.Errorf("%d looked at, want 3: nobody is called so", f.next)
	}
}

// TestTheIndexFindsTheSame: whatever is in the directory, is changed and is typed, letter by letter or at once, with the index and without.
func TestTheIndexFindsTheSame(t *testing.T) {
	parts := []string{"Mü", "Mue", "Mu", "ller", "An", "na", "Åsa", "øs", "Nuß", "ss", "von ", "d'", "Ş", "-E", "e", "o\u0308", "Ю", "1"}
	words := []string{"m", "mü", "mue", "mueller", "an", "anna", "a", "å", "aa", "øs", "oes", "nuss", "von", "d'a", "s", "-e", "e", "ö", "ю", "1", "acme", "netz", "n", "l"}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.Map(rapid.SliceOfN(rapid.SampledFrom(parts), 0, 3), func(p []string) string { return strings.Join(p, "") })
		somebody := func(t *rapid.T) org.Member {
			return person(name.Draw(t, "given"), name.Draw(t, "surname"), func(m *org.Member) {
				m.Title = rapid.SampledFrom([]string{"", "Netz", "Büro An", "e"}).Draw(t, "title")
			})
		}
		d := newDirectory()
		var ids []org.MemberID
		for range rapid.IntRange(0, 150).Draw(t, "members") {
			ids = append(ids, all.member())
			d.set(ids[len(ids)-1], somebody(t))
		}
		f := NewFinder(4)
		for range rapid.IntRange(1, 6).Draw(t, "searches") {
			if len(ids) > 0 && rapid.Bool().Draw(t, "change") {
				id := rapid.SampledFrom(ids).Draw(t, "whom")
				if rapid.Bool().Draw(t, "gone") {
					d.set(id, nil)
				} else {
					d.set(id, somebody(t))
				}
			}
			for range rapid.IntRange(0, 12).Draw(t, "prepared") {
				d.Prepare(40)
			}
			typed := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 3).Draw(t, "typed"), " ")
			for i := range typed {
				if rapid.Bool().Draw(t, "letter") {
					f.Type(d, typed[:i])
					f.Run(rapid.IntRange(0, 60).Draw(t, "looks"))
				}
			}
			if got, want := names(f, d, typed, 7), plainly(d, typed, 4); got != want {
				t.Fatalf("%q finds %s\nwithout an index %s", typed, got, want)
			}
			var want []int32
			for _, slot := range d.ordered(SortName) {
				if letters.Found(d.rows[slot].text, letters.Words(typed)) {
					want = append(want, slot)
				}
			}
			if got := d.Find(Query{Search: typed}); !slices.Equal(got, want) {
				t.Fatalf("%q lists %v\nlooking at everybody %v", typed, got, want)
			}
		}
	})
}

// plainly looks at everybody and finds the first by rank, then by name.
func plainly(d *Directory, typed string, n int) string {
	var out []string
	want := Want(typed)
	for rank := NameHead; rank > Nowhere && !want.Empty(); rank-- {
		for _, slot := range d.ordered(SortName) {
			if len(out) < n && want.Rank(d.rows[slot].text) == rank {
				_, m := d.At(slot)
				out = append(out, m.Name())
			}
		}
	}
	return strings.Join(out, ", ")
}

func TestMarksAreWhatWasTyped(t *testing.T) {
	for _, c := range []struct{ typed, text, want string }{
		{"mue", "Jürgen Müller", "Jürgen [Mü]ller"},
		{"mu", "Jürgen Müller", "Jürgen [Mü]ller"},
		{"MÜ jür", "Jürgen Müller", "[Jür]gen [Mü]ller"},
		{"strasse", "Große Straße", "Große [Straße]"},
		{"ra", "Straße Rad", "Straße [Ra]d"},
		{"ass", "Straße", "Str[aß]e"},
		{"x", "Straße", "Straße"},
		{"", "Straße", "Straße"},
		{"simsek", "Şimşek", "[Şimşek]"},
	} {
		got, at := "", 0
		for _, m := range Want(c.typed).Marks(c.text) {
			got += c.text[at:m.From] + "[" + c.text[m.From:m.To] + "]"
			at = m.To
		}
		if got += c.text[at:]; got != c.want {
			t.Errorf("%q in %q: %s, want %s", c.typed, c.text, got, c.want)
		}
	}
}

func TestRankOfATitle(t *testing.T) {
	text := Findable("Liste übernehmen", "import CSV")
	for typed, want := range map[string]Rank{"li": NameHead, "über": WordHead, "ueber": WordHead, "imp": WordHead, "ernehm": Within, "liste csv": NameHead, "liste xls": Nowhere} {
		if got := Want(typed).Rank(text); got != want {
			t.Errorf("%q: rank %d, want %d", typed, got, want)
		}
	}
}

func BenchmarkTypeAmong50000(b *testing.B) {
	d := loaded(b, thousands(50_000)).Directory()
	for d.Prepare(2000) {
	}
	for _, typed := range []string{"m", "ju", "jürgen mü", "person49", "@", "qqq"} {
		b.Run(typed, func(b *testing.B) {
			b.ReportAllocs()
			f := NewFinder(8)
			for b.Loop() {
				f.Type(d, "")
				f.Type(d, typed)
				for f.Run(1000) {
				}
			}
		})
	}
	b.Run("letter by letter", func(b *testing.B) {
		const typed = "müller77 jürgen"
		f := NewFinder(8)
		for b.Loop() {
			for i := 1; i <= len(typed); i++ {
				f.Type(d, typed[:i])
				for f.Run(1000) {
				}
			}
		}
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(typed)), "µs/key")
	})
}
