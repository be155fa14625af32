package main

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// What Go's linker writes for the browser is larger on the way than it need be, for two reasons. It cuts the initial memory into a hundred
// thousand segments so as to leave out zeros; their addresses cost more than the zeros, which compress to nothing. And it holds, for each
// instruction, the file and line it came from, for the traces of a panic. trim joins the segments, and takes the lines out: a trace names the
// functions, and says "?:0" for the rest, which is how the runtime says that it knows no line. The code is not touched.
func trim(program []byte, lines bool) ([]byte, error) {
	m, err := readModule(program)
	if err != nil {
		return nil, err
	}
	if !lines {
		if err := m.forgetLines(); err != nil {
			return nil, err
		}
	}
	return m.bytes(), nil
}

// module is a WebAssembly program and the memory it begins with.
type module struct {
	before, after []byte // what stands before and after the section of the data
	memory        []byte
}

const (
	dataSection      = 11
	dataCountSection = 12
)

var errModule = errors.New("this is not WebAssembly as Go's linker writes it")

// readModule takes a program apart.
func readModule(program []byte) (*module, error) {
	if !bytes.HasPrefix(program, []byte("\x00asm\x01\x00\x00\x00")) {
		return nil, errModule
	}
	r := &reader{data: program, at: 8}
	var m *module
	for r.at < len(program) && !r.bad {
		from := r.at
		kind := r.byte()
		content := r.take(r.number())
		switch {
		case kind == dataCountSection, kind == dataSection && m != nil:
			return nil, errModule
		case kind == dataSection:
			memory, err := readMemory(content)
			if err != nil {
				return nil, err
			}
			m = &module{before: program[:from], after: program[r.at:], memory: memory}
		}
	}
	if r.bad || m == nil {
		return nil, errModule
	}
	return m, nil
}

// readMemory puts the segments of a section where they belong.
func readMemory(section []byte) ([]byte, error) {
	var memory []byte
	r := &reader{data: section}
	for n := r.number(); n > 0 && !r.bad; n-- {
		// An active segment of memory 0, whose place is a constant.
		if r.byte() != 0 || r.byte() != 0x41 {
			return nil, errModule
		}
		at := r.number() // signed, and never negative
		if r.byte() != 0x0b {
			return nil, errModule
		}
		data := r.take(r.number())
		if end := at + len(data); end > len(memory) {
			memory = append(memory, make([]byte, end-len(memory))...)
		}
		copy(memory[at:], data)
	}
	if r.bad || r.at != len(section) {
		return nil, errModule
	}
	return memory, nil
}

// gap is how many zeros have to follow each other for another segment to begin after them.
const gap = 4096

// bytes puts the program together again.
func (m *module) bytes() []byte {
	var segments []byte
	n := uint64(0)
	for at := 0; at < len(m.memory); {
		end := at
		for zeros := 0; end < len(m.memory) && zeros < gap; end++ {
			if zeros++; m.memory[end] != 0 {
				zeros = 0
			}
		}
		data := bytes.TrimRight(m.memory[at:end], "\x00")
		skipped := len(data) - len(bytes.TrimLeft(data, "\x00"))
		if data = data[skipped:]; len(data) > 0 {
			n++
			segments = append(segments, 0, 0x41)
			segments = appendSigned(segments, at+skipped)
			segments = append(segments, 0x0b)
			segments = binary.AppendUvarint(segments, uint64(len(data)))
			segments = append(segments, data...)
		}
		at = end
	}
	section := append(binary.AppendUvarint(nil, n), segments...)
	out := append(bytes.Clone(m.before), dataSection)
	out = binary.AppendUvarint(out, uint64(len(section)))
	return append(append(out, section...), m.after...)
}

// appendSigned writes a number that is not negative the way WebAssembly writes signed ones.
func appendSigned(out []byte, n int) []byte {
	for n >= 0x40 {
		out = append(out, byte(n&0x7f)|0x80)
		n >>= 7
	}
	return append(out, byte(n))
}

// reader reads; what is not there makes it bad.
type reader struct {
	data []byte
	at   int
	bad  bool
}

func (r *reader) byte() byte {
	b := r.take(1)
	if len(b) == 0 {
		return 0
	}
	return b[0]
}

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.data)-r.at {
		r.bad, r.at = true, len(r.data)
		return nil
	}
	r.at += n
	return r.data[r.at-n : r.at]
}

func (r *reader) number() int {
	v, n := binary.Uvarint(r.data[min(r.at, len(r.data)):])
	if r.take(n); n <= 0 || v > 1<<32 {
		r.bad = true
		return 0
	}
	return int(v)
}
