package replica

import (
	"encoding/json"
	"strconv"
	"unicode/utf8"

	"stellwerk/shared/fault"
)

// scanner reads JSON without reflection. A snapshot holds tens of thousands of records, and encoding/json in WebAssembly takes ten
// times as long for them. What text returns is a part of the whole; what is to stay longer than that is packed.
type scanner struct {
	data  string
	at    int
	bad   bool
	texts *packer
}

func malformed() error { return fault.New(fault.Unavailable, "snapshot.malformed") }

func (s *scanner) space() {
	for s.at < len(s.data) {
		switch s.data[s.at] {
		case ' ', '\n', '\r', '\t':
			s.at++
		default:
			return
		}
	}
}

// peek is the next byte that is no space; 0 at the end.
func (s *scanner) peek() byte {
	s.space()
	if s.bad || s.at >= len(s.data) {
		return 0
	}
	return s.data[s.at]
}

func (s *scanner) take(c byte) bool {
	if s.peek() == c && c != 0 {
		s.at++
		return true
	}
	return false
}

func (s *scanner) need(c byte) {
	if !s.take(c) {
		s.bad = true
	}
}

// object calls visit at the value of each key; visit must read it.
func (s *scanner) object(visit func(key string)) {
	s.need('{')
	if s.take('}') {
		return
	}
	for !s.bad {
		key := s.text()
		s.need(':')
		if s.bad {
			return
		}
		visit(key)
		if s.take('}') {
			return
		}
		s.need(',')
	}
}

// array calls visit at each value; visit must read it.
func (s *scanner) array(visit func()) {
	s.need('[')
	if s.take(']') {
		return
	}
	for !s.bad {
		visit()
		if s.take(']') {
			return
		}
		s.need(',')
	}
}

// text reads a string.
func (s *scanner) text() string {
	s.need('"')
	if s.bad {
		return ""
	}
	start := s.at
	for ; s.at < len(s.data); s.at++ {
		switch c := s.data[s.at]; {
		case c == '"':
			s.at++
			return s.data[start : s.at-1]
		case c == '\\' || c < 0x20 || c >= utf8.RuneSelf:
			return s.slow(start)
		}
	}
	s.bad = true
	return ""
}

// kept reads a string that stays.
func (s *scanner) kept() string { return s.texts.keep(s.text()) }

// common reads a string that stays and that many have in common.
func (s *scanner) common() string { return s.texts.again(s.text()) }

// slow reads a string that has escapes or characters beyond ASCII, from its first character on.
func (s *scanner) slow(start int) string {
	plain := true
	for i := start; i < len(s.data); i++ {
		switch c := s.data[i]; {
		case c == '\\':
			plain = false
			i++
		case c < 0x20:
			s.bad = true
			return ""
		case c == '"':
			s.at = i + 1
			if plain && utf8.ValidString(s.data[start:i]) {
				return s.data[start:i]
			}
			var out string
			if json.Unmarshal([]byte(s.data[start-1:i+1]), &out) != nil {
				s.bad = true
			}
			return out
		}
	}
	s.bad = true
	return ""
}

// raw reads any value as the bytes it is written in.
func (s *scanner) raw() string {
	s.space()
	start := s.at
	s.skip()
	if s.bad {
		return ""
	}
	return s.data[start:s.at]
}

func (s *scanner) skip() {
	switch s.peek() {
	case '"':
		s.text()
	case '{':
		s.object(func(string) { s.skip() })
	case '[':
		s.array(s.skip)
	default:
		start := s.at
		for s.at < len(s.data) {
			c := s.data[s.at]
			if c == ',' || c == '}' || c == ']' || c <= ' ' {
				break
			}
			s.at++
		}
		if s.at == start {
			s.bad = true
		}
	}
}

func (s *scanner) number() uint64 {
	n, err := strconv.ParseUint(s.raw(), 10, 64)
	if err != nil {
		s.bad = true
	}
	return n
}

func (s *scanner) yes() bool { return s.raw() == "true" }

// null reads a null if one is there.
func (s *scanner) null() bool {
	if s.peek() != 'n' {
		return false
	}
	return s.raw() == "null"
}
