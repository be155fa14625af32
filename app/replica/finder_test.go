package replica

import (
	"fmt"
	"strings"
	"testing"

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
		d.set(all.member(), person("Ben", fmt.Sprintf("Berg%03d", i)))
	}
	f := NewFinder(3)
	f.Type(d, "be")
	if f.Run(10) || f.next != 3 {
		t.Errorf("%d looked at, want 3", f.next)
	}
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
	d.Find(Query{})
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
