package org

import "strings"

// pairs are names and what belongs to each, as one text: one on a line, as "name=value", in order of names. What holds them stays comparable.
type pairs string

// each calls do for each name.
func (p pairs) each(do func(name, value string)) {
	for line := range strings.SplitSeq(string(p), "\n") {
		if i := strings.LastIndexByte(line, '='); i > 0 {
			do(line[:i], line[i+1:])
		}
	}
}

// with is p where a value belongs to a name; none for "".
func (p pairs) with(name, value string) pairs {
	var lines []string
	put := value != ""
	add := func(n, v string) { lines = append(lines, n+"="+v) }
	p.each(func(n, v string) {
		if put && name <= n {
			put = false
			add(name, value)
		}
		if n != name {
			add(n, v)
		}
	})
	if put {
		add(name, value)
	}
	return pairs(strings.Join(lines, "\n"))
}

// count says how many lines there are; ok says that each holds a name and a value, and that names are in order, none twice.
func (p pairs) count() (n int, ok bool) {
	before := ""
	ok = true
	for line := range strings.SplitSeq(string(p), "\n") {
		i := strings.LastIndexByte(line, '=')
		ok = ok && i > 0 && i+1 < len(line) && line[:i] > before
		if n++; i > 0 {
			before = line[:i]
		}
	}
	return n, ok
}
