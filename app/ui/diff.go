package ui

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// DiffKind is what became of the record that a value belongs to.
type DiffKind uint8

// The kinds of changes.
const (
	Changed DiffKind = iota
	Came             // the record is new: there was nothing before
	Went             // the record was deleted: there is nothing after
)

// Change is one value before and after.
type Change struct {
	Label          string
	Kind           DiffKind
	Before, After  string
	Added, Removed []string // of a list such as tags; then Before and After are not shown
}

// Diff shows changes value by value: what it was, struck out, and what it became. Long texts are told apart word by word.
func Diff(changes ...Change) app.UI {
	return app.Dl().Class("diff").Body(app.Range(changes).Slice(func(i int) app.UI {
		return app.Div().Class("diff-line").Body(app.Dt().Text(changes[i].Label), app.Dd().Body(changes[i].Values()...))
	}))
}

// Values are the two sides of a change, to be put into a line of text.
func (c Change) Values() []app.UI {
	switch {
	case len(c.Added)+len(c.Removed) > 0 && c.Kind == Changed:
		out := make([]app.UI, 0, len(c.Added)+len(c.Removed))
		for _, v := range c.Removed {
			out = append(out, app.Del().Class("diff-item").Body(unseen(T("diff.removed")), app.Text(v)))
		}
		for _, v := range c.Added {
			out = append(out, app.Ins().Class("diff-item").Body(unseen(T("diff.added")), app.Text(v)))
		}
		return out
	case c.Kind == Came:
		return []app.UI{app.Ins().Class("diff-only").Body(folded(c.After))}
	case c.Kind == Went:
		return []app.UI{app.Del().Class("diff-only").Body(folded(c.Before))}
	case c.wordy():
		return []app.UI{wordsUI(wordDiff(c.Before, c.After))}
	}
	return []app.UI{side(c.Before, true), app.Span().Class("diff-to").Aria("hidden", true).Text("→"), side(c.After, false)}
}

func unseen(text string) app.UI { return app.Span().Class("visually-hidden").Text(text + " ") }

func side(text string, before bool) app.UI {
	said, empty := T("diff.now"), T("diff.emptyNow")
	if before {
		said, empty = T("diff.before"), T("diff.emptyBefore")
	}
	switch {
	case text == "":
		return app.Em().Class("diff-empty").Text(empty)
	case before:
		return app.Del().Body(unseen(said), folded(text))
	}
	return app.Ins().Body(unseen(said), folded(text))
}

// sentence says whether a text is made of words and not of numbers.
func sentence(s string) bool {
	letters, digits := 0, 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			letters++
		} else if unicode.IsDigit(r) {
			digits++
		}
	}
	return letters > digits
}

// wordy says whether it helps to compare word by word: both sides are sentences, and they share at least half of the words.
func (c Change) wordy() bool {
	a, b := wordsOf(c.Before), wordsOf(c.After)
	if len(a) < 4 || len(b) < 4 || !sentence(c.Before) { // numbers read better side by side
		return false
	}
	stayed := 0
	for _, p := range wordDiff(c.Before, c.After) {
		if !p.gone && !p.came {
			stayed += len(wordsOf(p.text))
		}
	}
	return 2*stayed >= min(len(a), len(b))
}

// foldAt is from how many characters on a value is folded.
const foldAt = 280

// folded is a value, cut off and to be unfolded if it is long.
func folded(text string) app.UI {
	if utf8.RuneCountInString(text) <= foldAt {
		return app.Span().Text(text)
	}
	return fold(app.Span().Text(cut(text, foldAt/2)+" …"), app.Span().Text(text))
}

func fold(short, whole app.UI) app.UI {
	return app.Details().Class("diff-fold").Body(
		app.Summary().Body(app.Span().Class("diff-short").Body(short), app.Span().Class("diff-all").Text(T("diff.all")), app.Span().Class("diff-less").Text(T("diff.less"))),
		app.Div().Body(whole),
	)
}

// cut keeps whole words of the first n characters.
func cut(text string, n int) string {
	for i := range text {
		if n--; n < 0 {
			text = text[:i]
			if last := strings.LastIndexAny(text, " \n"); last > 0 {
				text = text[:last]
			}
			break
		}
	}
	return text
}

func wordsUI(parts []part) app.UI {
	long := 0
	for _, p := range parts {
		long += utf8.RuneCountInString(p.text)
	}
	if long <= foldAt {
		return partsUI(parts)
	}
	return fold(partsUI(around(parts)), partsUI(parts))
}

// context is how many characters of what stayed are shown on each side of a change.
const context = 40

// around keeps what has changed and a few words on each side.
func around(parts []part) []part {
	out := make([]part, 0, len(parts))
	for i, p := range parts {
		if !p.gone && !p.came && utf8.RuneCountInString(p.text) > 2*context {
			begin, end := "", ""
			if i > 0 {
				begin = cut(p.text, context)
			}
			if i < len(parts)-1 {
				end = ending(p.text, context)
			}
			p.text = strings.TrimLeft(begin+" … "+end, " ")
		}
		out = append(out, p)
	}
	return out
}

// ending keeps whole words of the last n characters.
func ending(text string, n int) string {
	runes := []rune(text)
	text = string(runes[max(0, len(runes)-n):])
	if first := strings.IndexAny(text, " \n"); first >= 0 && first < len(text)-1 {
		text = text[first+1:]
	}
	return text
}

func partsUI(parts []part) app.UI {
	return app.Span().Class("diff-words").Body(app.Range(parts).Slice(func(i int) app.UI {
		p := parts[i]
		switch {
		case p.gone:
			return app.Del().Body(unseen("["+T("diff.removed")), app.Text(p.text), unseen("]"))
		case p.came:
			return app.Ins().Body(unseen("["+T("diff.added")), app.Text(p.text), unseen("]"))
		}
		return app.Span().Text(p.text)
	}))
}
