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
	funcData   = 43 // how many pieces of data are named after the tables

	// Of the further tables: where it may be interrupted by a signal, of which the browser has none; and which arguments a trace may show.
	tableUnsafe, tableArgs = 0, 3
	// Of the data: how a trace shows arguments.
	dataArgs, dataArgsLive = 5, 6
)

// foreign says whether a function's name tells nobody anything in a trace: it is none of ours. Methods keep theirs, because the program itself
// reads them where somebody calls one on nothing.
func foreign(name []byte) bool {
	return !bytes.HasPrefix(name, []byte("stellwerk/")) && !bytes.HasPrefix(name, []byte("main.")) && !bytes.ContainsRune(name, '(')
}

// forgetLines takes out the tables of files and lines and what else only traces and signals ask for, also the names of functions that are not ours, and says in each function that it has none.
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
	var nameless [][]byte
	var forget [][]byte // where a function names what it has no longer
	var none [][]byte   // the same of data, where nothing is not 0
	for i := range n {
		f := functions + word(functions+8*i+4)
		if f+funcSize > len(table) || f+funcSize+4*(word(f+funcTables)+int(table[f+funcData])) > len(table) {
			return errTable
		}
		if name := names + word(f+funcName); name >= units || bytes.IndexByte(table[name:units], 0) < 0 {
			return errTable
		} else if s := table[name : name+bytes.IndexByte(table[name:units], 0)]; foreign(s) {
			nameless = append(nameless, s, table[f+funcName:f+funcName+4])
		}
		kept[word(f+funcSP)] = true
		tables, data := f+funcSize, f+funcSize+4*word(f+funcTables)
		for k := range word(f + funcTables) {
			if k == tableUnsafe || k == tableArgs {
				dropped[word(tables+4*k)] = true
				forget = append(forget, table[tables+4*k:tables+4*k+4])
			} else {
				kept[word(tables+4*k)] = true
			}
		}
		for k := range int(table[f+funcData]) {
			if k == dataArgs || k == dataArgsLive {
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
	starts = append(starts, functions-values)
	for i, start := range starts[:len(starts)-1] {
		if start != 0 && dropped[start] && !kept[start] {
			clear(table[values+start : values+starts[i+1]])
		}
	}
	clear(table[units:values])
	for _, f := range append(forget, nameless...) {
		clear(f)
	}
	for _, f := range none {
		copy(f, "\xff\xff\xff\xff")
	}
	return nil
}
