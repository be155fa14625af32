package dynamo

import (
	"hash/fnv"

	"stellwerk/infra/local/dynamo/attr"
	"stellwerk/infra/local/dynamo/wire"
)

// maxSegments is into how many parts a Scan may be cut.
const maxSegments = 1_000_000

// segment is one part of a parallel Scan. The zero value is the whole.
type segment struct{ number, of uint64 }

// has says whether the item at a place belongs to the segment: items with one hash key stay together.
func (s segment) has(t *table, place []byte) bool {
	if s.of < 2 {
		return true
	}
	kind, _ := attr.KindOf(t.Keys.Hash.Type)
	hash, _, _ := attr.CutKey(place, kind)
	h := fnv.New64a()
	_, _ = h.Write(hash)
	return h.Sum64()%s.of == s.number
}

func (e *Engine) scan(in *request, out *wire.Encoder) error {
	p, err := readInput(in)
	if err != nil {
		return err
	}
	var c checks
	p.shape("", &c)
	c.atLeast("limit", p.Limit, 1)
	c.atLeast("segment", p.Segment, 0)
	c.atMost("segment", p.Segment, maxSegments-1)
	c.atLeast("totalSegments", p.Segments, 1)
	c.atMost("totalSegments", p.Segments, maxSegments)
	if err := c.err(); err != nil {
		return err
	}
	if in.bad != nil {
		return in.bad
	}
	if err := p.dialect("FilterExpression", "ProjectionExpression"); err != nil {
		return err
	}
	part, err := p.segment()
	if err != nil {
		return err
	}
	scope, err := p.scope()
	if err != nil {
		return err
	}
	page, err := e.newPage(p, scope)
	if err != nil {
		return err
	}
	if err := scope.Unused(); err != nil {
		return err
	}
	page.segment = part
	if p.Start != nil {
		if err := page.start(p.Start); err != nil {
			return err
		}
	}
	return e.answer(page, p, out)
}

func (p *input) segment() (segment, error) {
	switch {
	case p.Segment == nil && p.Segments == nil:
		return segment{}, nil
	case p.Segments == nil:
		return segment{}, invalid("The TotalSegments parameter is required but was not present in the request when Segment " +
			"parameter is present")
	case p.Segment == nil:
		return segment{}, invalid("The Segment parameter is required but was not present in the request when parameter " +
			"TotalSegments is present")
	case *p.Segment >= *p.Segments:
		return segment{}, invalid("The Segment parameter is zero-based and must be less than parameter TotalSegments: "+
			"Segment: %d is not less than TotalSegments: %d", *p.Segment, *p.Segments)
	}
	return segment{number: uint64(*p.Segment), of: uint64(*p.Segments)}, nil
}
