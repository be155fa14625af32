// Package text holds every word that people read, in German and English side by side, as tested data: one file an area.
//
//	member.owner
//	  de {name} führt die Organisation und kann nicht deaktiviert werden.
//	  en {name} owns the organisation and can't be deactivated.
//
// A text that depends on a number has two lines a language, "de.one" and "de.other"; the number is {n}. A line that begins
// with four spaces goes on the line before, after a line break.
package text

import (
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"

	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

// From is where the texts of a language come from, in the format above: the server has them built in, the browser gets them beside the program.
var From func(org.Language) string

type entry struct{ one, other string }

type catalog map[string]entry

var german, english = read(org.German), read(org.English)

func read(lang org.Language) func() catalog {
	return sync.OnceValue(func() catalog {
		c := catalog{}
		if err := parse(From(lang), lang, c); err != nil {
			panic("text: " + err.Error())
		}
		return c
	})
}

// of returns the texts of a language.
func of(lang org.Language) catalog {
	switch lang {
	case org.German:
		return german()
	case org.English:
		return english()
	}
	return nil
}

type malformed struct {
	line int
	why  string
}

func (m malformed) Error() string { return "line " + strconv.Itoa(m.line) + ": " + m.why }

// parse puts the texts of one language in c.
func parse(data string, lang org.Language, c catalog) error {
	key, last, seen := "", func(string) {}, map[string]bool{}
	for i, l := range strings.Split(data, "\n") {
		l = strings.TrimRight(l, " \r")
		switch {
		case l == "" || strings.HasPrefix(l, "#"):
		case strings.HasPrefix(l, "    "):
			last("\n" + l[4:])
		case strings.HasPrefix(l, "  "):
			tag, value, ok := strings.Cut(l[2:], " ")
			in, form, _ := strings.Cut(tag, ".")
			if !ok || key == "" || in != string(org.German) && in != string(org.English) || form != "" && form != "one" && form != "other" {
				return malformed{i + 1, "want «  de text», «  de.one text» or «  de.other text» under a key"}
			}
			if in != string(lang) {
				last = func(string) {}
				continue
			}
			k, one := key, form == "one"
			last = func(s string) {
				e := c[k]
				if one {
					e.one += s
				} else {
					e.other += s
				}
				c[k] = e
			}
			last(value)
		default:
			if key = l; seen[key] {
				return malformed{i + 1, key + " comes twice"}
			}
			seen[key] = true
		}
	}
	return nil
}

// Say returns the text of key with the values put in: name, value, name, value, … A key without text returns itself, so
// that a person sees at least its name; a test makes sure that there is none.
func Say(lang org.Language, key string, values ...string) string {
	return SayAs(lang, org.Members, key, values...)
}

// SayAs is Say where an organisation has a word of its own for its members.
func SayAs(lang org.Language, wording org.Wording, key string, values ...string) string {
	e, ok := as(lang, wording, key)
	if !ok {
		return key
	}
	return fill(e.other, values)
}

// as finds a text: the one for a wording, key~wording, where there is one.
func as(lang org.Language, wording org.Wording, key string) (entry, bool) {
	all := of(lang)
	if wording != org.Members {
		if e, ok := all[key+"~"+string(wording)]; ok {
			return e, true
		}
	}
	e, ok := all[key]
	return e, ok
}

// Count returns the text of key for a number; it stands in {n} in the language's own spelling.
func Count(lang org.Language, key string, n int, values ...string) string {
	return CountAs(lang, org.Members, key, n, values...)
}

// CountAs is Count where an organisation has a word of its own for its members.
func CountAs(lang org.Language, wording org.Wording, key string, n int, values ...string) string {
	e, ok := as(lang, wording, key)
	if !ok {
		return key
	}
	s := e.other
	if n == 1 && e.one != "" {
		s = e.one
	}
	return fill(s, append(values, "n", Number(lang, n)))
}

// Raw returns the text of key with its placeholders, the form for many if it depends on a number.
func Raw(lang org.Language, key string) string { return of(lang)[key].other }

// Keys lists the keys that begin with prefix, in order.
func Keys(prefix string) []string {
	var out []string
	for key := range of(org.German) {
		if strings.HasPrefix(key, prefix) {
			out = append(out, key)
		}
	}
	sort.Strings(out)
	return out
}

// Has says whether key has a text.
func Has(key string) bool {
	_, ok := of(org.German)[key]
	return ok
}

// Fault returns what to tell a person about a fault.
func Fault(lang org.Language, f *fault.Fault) string {
	values := make([]string, 0, 2*len(f.Values)+4)
	for _, n := range f.Values.Names() {
		v := f.Values[n]
		switch {
		case n == "field" && Has("field."+v):
			v = Say(lang, "field."+v)
		case n == "right" && Has("right."+v):
			v = Say(lang, "right."+v)
		case n == "day":
			v = day(lang, v)
		case n == "n", n == "min", n == "max", n == "limit":
			if count, err := strconv.Atoi(v); err == nil {
				v = Number(lang, count)
			}
		}
		values = append(values, n, v)
	}
	return Say(lang, f.Code, values...)
}

// day spells a day, 2026-03-31, as it is written in a language: 31.03.2026 or 31 Mar 2026.
func day(lang org.Language, iso string) string {
	layout := "02.01.2006"
	if lang == org.English {
		layout = "2 Jan 2006"
	}
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return t.Format(layout)
}

// Number spells a whole number: 1.250 in German, 1,250 in English.
func Number(lang org.Language, n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "−", digits[1:]
	}
	sep := "."
	if lang == org.English {
		sep = ","
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + sep + digits[i:]
	}
	return sign + digits
}

func fill(s string, values []string) string {
	if !strings.Contains(s, "{") {
		return s
	}
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		name, after, ok := strings.Cut(rest, "}")
		if !ok {
			b.WriteString("{" + rest)
			return b.String()
		}
		for i := 0; i+1 < len(values); i += 2 {
			if values[i] == name {
				b.WriteString(values[i+1])
				break
			}
		}
		s = after
	}
}
