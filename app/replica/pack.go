package replica

import "strings"

// packChunk is how many bytes of texts lie together: one thing to the garbage collector.
const packChunk = 64 << 10

// packer keeps texts apart from what they were read from, which is several times as large, and close together. What comes again and again
// is kept once. Its zero value is empty.
type packer struct {
	chunk strings.Builder
	often map[string]string
}

// keep returns the text as a part of what lies together.
func (p *packer) keep(s string) string {
	if s == "" {
		return ""
	}
	if p.chunk.Cap()-p.chunk.Len() < len(s) {
		p.chunk = strings.Builder{}
		p.chunk.Grow(max(packChunk, len(s)))
	}
	from := p.chunk.Len()
	p.chunk.WriteString(s) // has room, so that texts kept before stay where they are
	return p.chunk.String()[from:]
}

// again is keep for what many have in common.
func (p *packer) again(s string) string {
	if kept, ok := p.often[s]; ok {
		return kept
	}
	if p.often == nil {
		p.often = map[string]string{}
	}
	kept := p.keep(s)
	p.often[kept] = kept
	return kept
}
