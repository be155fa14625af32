package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// wasm is a module with a section of code and one of data: the segments, each with its place.
func wasm(segments map[int]string, order ...int) []byte {
	data := binary.AppendUvarint(nil, uint64(len(order)))
	for _, at := range order {
		data = appendSigned(append(data, 0, 0x41), at)
		data = append(append(data, 0x0b), byte(len(segments[at])))
		data = append(data, segments[at]...)
	}
	out := append([]byte("\x00asm\x01\x00\x00\x00"), 10, 2, 'c', 'o', dataSection)
	out = append(binary.AppendUvarint(out, uint64(len(data))), data...)
	return append(out, 0, 1, 'z')
}

func TestSegmentsAreJoined(t *testing.T) {
	before := wasm(map[int]string{60: "abc", 70: "de", 100_000: "f"}, 100_000, 60, 70)
	out, err := trim(before, true)
	if err != nil {
		t.Fatal(err)
	}
	if want := wasm(map[int]string{60: "abc\x00\x00\x00\x00\x00\x00\x00de", 100_000: "f"}, 60, 100_000); !bytes.Equal(out, want) {
		t.Errorf("%q\nwant %q", out, want)
	}
	for name, bad := range map[string][]byte{
		"something else": []byte("\x00asm\x02\x00\x00\x00"),
		"cut off":        before[:len(before)-8],
		"no data":        before[:12],
	} {
		if _, err := trim(bad, true); err == nil {
			t.Errorf("%s is taken for a program", name)
		}
	}
	if _, err := trim(before, false); err == nil {
		t.Error("a program without a table of functions should be refused")
	}
}

const told = `package main

import "time"

type thing int

//go:noinline
func (t *thing) told(say func(string)) { func() { defer func() { *t++ }(); say("hello") }() }

func main() {
	var month interface{ String() string } = new(time.Month)
	new(thing).told(func(s string) { println(s, month.String()) })
}
`

// TestWhatGosLinkerWritesIsTrimmed: a Go that writes it in another way is noticed here. That the program runs is seen by every test in the
// browser.
func TestWhatGosLinkerWritesIsTrimmed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(file, []byte(told), 0o600); err != nil {
		t.Fatal(err)
	}
	data, err := compile(file)
	if err != nil {
		t.Fatal(err)
	}
	all, err1 := trim(data, true)
	small, err2 := trim(data, false)
	was, err3 := readModule(data)
	joined, err4 := readModule(all)
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(was.memory, joined.memory) || !bytes.Equal(was.before, joined.before) || !bytes.Equal(was.after, joined.after) {
		t.Error("joining segments has changed what they say")
	}
	for name, want := range map[string]bool{
		"main.(*thing).told\x00": true, "main.(*thing).told.func1\x00": false, // ours, up to what is written within
		"time.(*Month).String\x00": true, "time.Month.String\x00": false, // the program reads the first where somebody calls it on nothing
		"runtime.mallocgc\x00": false,
	} {
		joined, err := readModule(small)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(was.memory, []byte(name)) || bytes.Contains(joined.memory, []byte(name)) != want {
			t.Errorf("%q: kept should be %v", name, want)
		}
	}
	cut, err := readModule(small)
	if err != nil {
		t.Fatal(err)
	}
	before, after := tablesOf(t, was), tablesOf(t, cut)
	if len(before) < 1000 || !slices.EqualFunc(before, after, bytes.Equal) {
		t.Errorf("what is needed to run was in %d tables, it is in %d others", len(before), len(after))
	}
	if one, two, three := weigh(t, data), weigh(t, all), weigh(t, small); two > one || three > two*97/100 {
		t.Errorf("%d bytes as it is, %d with joined segments, %d without lines (brotli)", one, two, three)
	}
}

func weigh(t *testing.T, program []byte) int {
	br, _, err := squeezed(program, false)
	if err != nil {
		t.Fatal(err)
	}
	return len(br)
}

// tablesOf are the tables of values of each function that are needed to run: how far the stack has moved, and what further tables say.
func tablesOf(t *testing.T, m *module) (all [][]byte) {
	t.Helper()
	table := m.memory[bytes.Index(m.memory, tableMagic):]
	word := func(at int) int { return int(binary.LittleEndian.Uint32(table[at:])) }
	header := func(i int) int { return int(binary.LittleEndian.Uint64(table[8*i:])) }
	values, functions := header(7), header(8)
	at := func(place int) []byte {
		r := &reader{data: table[values:functions], at: word(place)}
		from := r.at
		for n := 0; r.number() != 0 || n == 0; n++ { // by how much the value changes, and after how many instructions; the end is no change
			r.number()
		}
		if r.bad {
			t.Fatal("a table has no end")
		}
		return r.data[from:r.at]
	}
	for i := range header(1) {
		f := functions + word(functions+8*i+4)
		if word(f+funcSP) != 0 {
			all = append(all, at(f+funcSP))
		}
		for k := range word(f + funcTables) {
			if place := f + funcSize + 4*k; k != tableUnsafe && k != tableInlined && k != tableArgs && word(place) != 0 {
				all = append(all, at(place))
			}
		}
	}
	return all
}
