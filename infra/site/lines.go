package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"maps"
	"slices"
)

// The table of functions as src/runtime/symtab.go describes it: a header, then names, files, values by instruction, and the functions.
// Each function has a few tables of values: how far the stack has moved, the file, the line, and what the garbage collector asks for.
// Tables that are the same stand there once.
var (
	tableMagic = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8} // for Go 1.20 and later, instructions of 1 byte, pointers of 8

	errTable = errors.New("the table of functions is not as src/runtime/symtab.go of Go 1.26 describes it")
)

const (
	headerSize = 9 * 8
	funcSize   = 44 // of a function's fixed part
	funcName   = 4  // where in it its name is named
	funcSP     = 16 // where in it its tables are named
	funcFile   = 20
	funcLine   = 24
	funcTables = 28 // how many more there are, which are named after the fixed part
	funcUnit   = 32 // which files it is of
	funcBegin  = 36 // the line that it begins in
	funcKind   = 40 // what the runtime knows it as
	funcData   = 43 // how many pieces of data are named after the tables

	// Of the further tables: where it may be interrupted by a signal, of which the browser has none; which function's body stands in place of a
	// call; and which arguments a trace may show.
	tableUnsafe, tableInlined, tableArgs = 0, 2, 3
	// Of the data: whose bodies stand in place of calls, and how a trace shows arguments.
	dataInlined, dataArgs, dataArgsLive = 3, 5, 6

	kindWrapper = 23 // what the compiler wrote around a method
)

// spoken is how much of a function's name a trace needs: all of ours, up to what is written within it, and nothing of others'. What the
// compiler wrote around a method keeps its name, because the program itself reads it where somebody calls the method on nothing.
func spoken(name []byte, kind byte) int {
	if kind == kindWrapper && bytes.IndexByte(name, '(') >= 0 {
		return len(name)
	}
	if !bytes.HasPrefix(name, []byte("stellwerk/")) && !bytes.HasPrefix(name, []byte("main.")) {
		return 0
	}
	if at := bytes.Index(name, []byte(".func")); at > 0 {
		return at
	}
	return len(name)
}

// forgetLines takes out the tables of files and lines and what else only traces and signals ask for, also the names that no trace needs, and says in
// each function that it has none.
func (m *module) forgetLines() error {
	at := bytes.Index(m.memory, tableMagic)
	if at < 0 || bytes.Count(m.memory, tableMagic) != 1 || len(m.memory)-at < headerSize {
		return errTable
	}
	table := m.memory[at:]
	header := func(i int) int { return int(binary.LittleEndian.Uint64(table[8*i:])) }
	n, names, units, values, functions := header(1), header(4), header(5), header(7), header(8)
	if n <= 0 || names < headerSize || units < names || values < units || functions <= values || functions > len(table) || n > (len(table)-functions)/8 {
		return errTable
	}
	word := func(at int) int { return int(binary.LittleEndian.Uint32(table[at:])) }
	kept, dropped := map[int]bool{}, map[int]bool{}
	var said [][]byte   // what is left of each function's name
	var called [][]byte // where it is named
	var forget [][]byte // where a function names what it has no longer
	var none [][]byte   // the same of data, where nothing is not 0
	var named [][]byte  // where it names what it keeps
	for i := range n {
		f := functions + word(functions+8*i+4)
		if f+funcSize > len(table) || f+funcSize+4*(word(f+funcTables)+int(table[f+funcData])) > len(table) {
			return errTable
		}
		at := names + word(f+funcName)
		end := bytes.IndexByte(table[min(at, units):units], 0)
		if end < 0 {
			return errTable
		}
		said = append(said, bytes.Clone(table[at:at+spoken(table[at:at+end], table[f+funcKind])]))
		called = append(called, table[f+funcName:f+funcName+4])
		kept[word(f+funcSP)] = true
		named = append(named, table[f+funcSP:f+funcSP+4])
		tables, data := f+funcSize, f+funcSize+4*word(f+funcTables)
		for k := range word(f + funcTables) {
			if k == tableUnsafe || k == tableInlined || k == tableArgs {
				dropped[word(tables+4*k)] = true
				forget = append(forget, table[tables+4*k:tables+4*k+4])
			} else {
				kept[word(tables+4*k)] = true
				named = append(named, table[tables+4*k:tables+4*k+4])
			}
		}
		for k := range int(table[f+funcData]) {
			if k == dataInlined || k == dataArgs || k == dataArgsLive {
				none = append(none, table[data+4*k:data+4*k+4])
			}
		}
		dropped[word(f+funcFile)], dropped[word(f+funcLine)] = true, true
		forget = append(forget, table[f+funcFile:f+funcLine+4], table[f+funcUnit:f+funcBegin+4])
	}
	starts := slices.AppendSeq(slices.Collect(maps.Keys(dropped)), maps.Keys(kept))
	slices.Sort(starts)
	if starts[len(starts)-1] >= functions-values {
		return errTable
	}
	join(table[values:functions], slices.Compact(starts), kept, named)
	clear(table[names:values])
	rename(table[names:units], said, called)
	for _, f := range forget {
		clear(f)
	}
	for _, f := range none {
		copy(f, "\xff\xff\xff\xff")
	}
	return nil
}

// join moves the tables that are kept to where those before them were dropped: ten thousand holes between them would have to be told, too. What
// begins at 0 is no table and stays.
func join(values []byte, starts []int, kept map[int]bool, named [][]byte) {
	at := map[int]int{0: 0}
	next := 0
	for i, start := range starts {
		end := len(values)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		if start == 0 || kept[start] {
			at[start] = next
			next += copy(values[next:], values[start:end])
		}
	}
	clear(values[next:])
	for _, name := range named {
		binary.LittleEndian.PutUint32(name, uint32(at[int(binary.LittleEndian.Uint32(name))]))
	}
}

// rename writes each name once, and where it stands where it is called. There is room: none is longer than it was.
func rename(names []byte, said, called [][]byte) {
	at := map[string]int{"": 0}
	next := 1 // the first says nothing
	for i, name := range said {
		if _, ok := at[string(name)]; !ok {
			at[string(name)] = next
			next += copy(names[next:], name) + 1
		}
		binary.LittleEndian.PutUint32(called[i], uint32(at[string(name)]))
	}
}
