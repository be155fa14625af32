package dynamo

import (
	"bytes"
	"slices"

	"stellwerk/infra/local/dynamo/attr"
	"stellwerk/infra/local/dynamo/expr"
	"stellwerk/infra/local/dynamo/store"
	"stellwerk/infra/local/dynamo/wire"
)

func (e *Engine) query(in *request, out *wire.Encoder) error {
	p, err := readInput(in)
	if err != nil {
		return err
	}
	var c checks
	p.shape("", &c)
	if p.Limit != nil && *p.Limit < 1 { // Query has words of its own for this
		c = append(c, "Value at 'Limit' failed to satisfy constraint: Member must have value greater than or equal to 1")
	}
	if err := c.err(); err != nil {
		return err
	}
	if in.bad != nil {
		return in.bad
	}
	if err := p.dialect("FilterExpression", "KeyConditionExpression"); err != nil {
		return err
	}
	if p.KeyText == nil && p.KeyConditions == nil {
		return invalid("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.")
	}
	if p.KeyText != nil && p.KeyConditions != nil {
		return invalid("Can not use both expression and non-expression parameters in the same request: " +
			"Non-expression parameters: {KeyConditions} Expression parameters: {KeyConditionExpression}")
	}
	scope, err := p.scope()
	if err != nil {
		return err
	}
	page, err := e.newPage(p, scope)
	if err != nil {
		return err
	}
	keys := page.keys()
	var key expr.KeyCondition
	if p.KeyText != nil {
		key, err = scope.Key(*p.KeyText, keys.Hash.Name, keys.Range.Name)
	} else {
		key, err = expr.LegacyKey(p.KeyConditions, keys.Hash.Name, keys.Range.Name)
	}
	if err != nil {
		return err
	}
	if err := scope.Unused(); err != nil {
		return err
	}
	if page.filter != nil {
		for _, k := range keys.all() {
			if page.filter.Uses(k.Name) {
				return invalid("Filter Expression can only contain non-primary key attributes: Primary key attribute: %s", k.Name)
			}
		}
	}
	if page.span, err = keys.span(key); err != nil {
		return err
	}
	page.hash = attr.AppendKey(nil, key.Hash)
	page.backward = p.Forward != nil && !*p.Forward
	if p.Start != nil {
		if err := page.start(p.Start); err != nil {
			return err
		}
	}
	return e.answer(page, p, out)
}

// newPage judges what Query and Scan have in common.
func (e *Engine) newPage(p *input, scope *expr.Scope) (*page, error) {
	page := &page{counting: text(p.Select) == "COUNT"}
	if p.Limit != nil {
		page.limit = int(min(*p.Limit, 1<<30))
	}
	if p.Filter != nil {
		filter, err := scope.Condition("FilterExpression", *p.Filter)
		if err != nil {
			return nil, err
		}
		page.filter = &filter
	}
	if p.Projection != nil {
		projection, err := scope.Projection(*p.Projection)
		if err != nil {
			return nil, err
		}
		page.projection = &projection
	}
	t, err := e.table(*p.Table)
	if err != nil {
		return nil, err
	}
	page.table = t
	if p.Index != nil {
		if page.index = t.index(*p.Index); page.index == nil {
			return nil, invalid("The table does not have the specified index: %s", *p.Index)
		}
		if page.index.Building {
			return nil, invalid("Cannot read from backfilling global secondary index: %s", *p.Index)
		}
		if !page.index.Local && is(p.Consistent) {
			return nil, invalid("Consistent reads are not supported on global secondary indexes")
		}
	}
	return page, page.selection(p)
}

// selection judges Select together with the projection and the index.
func (p *page) selection(in *input) error {
	choice := text(in.Select)
	if in.Projection != nil && choice != "" && choice != "SPECIFIC_ATTRIBUTES" {
		return invalid("Cannot specify the ProjectionExpression when choosing to get %s", choice)
	}
	switch choice {
	case "SPECIFIC_ATTRIBUTES":
		if in.Projection == nil {
			return wrong("Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES")
		}
	case "ALL_PROJECTED_ATTRIBUTES":
		if p.index == nil {
			return wrong("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName")
		}
	case "ALL_ATTRIBUTES":
		if p.index != nil && !p.index.Local && p.index.Projection != "ALL" {
			return wrong("Select type ALL_ATTRIBUTES is not supported for global secondary index %s "+
				"because its projection type is not ALL", p.index.Name)
		}
		p.whole = true
	}
	if p.index == nil || p.projection == nil {
		return nil
	}
	for _, name := range p.projection.Names() {
		if p.table.shows(p.index, name) {
			continue
		}
		if p.index.Local {
			p.whole = true
			continue
		}
		return wrong("One or more attributes requested are not projected: global secondary index %s does not project [%s]",
			p.index.Name, name)
	}
	return nil
}

// keys is the schema by which the page is ordered.
func (p *page) keys() schema {
	if p.index != nil {
		return p.index.Keys
	}
	return p.table.Keys
}

// span is the stretch of places that a key condition means.
func (s schema) span(key expr.KeyCondition) (store.Range, error) {
	if err := s.matches(key); err != nil {
		return store.Range{}, err
	}
	hash := attr.AppendKey(nil, key.Hash)
	all := store.Prefix(hash)
	if key.Range == nil {
		return all, nil
	}
	at := func(v attr.Value) []byte { return attr.AppendKey(slices.Clone(hash), v) }
	low := at(key.Range.A)
	switch key.Range.Op {
	case expr.EQ:
		return store.Prefix(low), nil
	case expr.LT:
		return store.Range{Low: hash, High: low}, nil
	case expr.LE:
		return store.Range{Low: hash, High: store.After(low)}, nil
	case expr.GT:
		return store.Range{Low: store.After(low), High: all.High}, nil
	case expr.GE:
		return store.Range{Low: low, High: all.High}, nil
	case expr.BEGINS:
		return store.Prefix(attr.AppendKeyPrefix(slices.Clone(hash), key.Range.A)), nil
	}
	return store.Range{Low: low, High: store.After(at(key.Range.B))}, nil
}

// matches checks the types and sizes of a condition's values.
func (s schema) matches(key expr.KeyCondition) error {
	if key.Hash.Kind().String() != s.Hash.Type {
		return wrong("Condition parameter type does not match schema type")
	}
	if key.Hash.Size() == 0 {
		return invalid("One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain "+
			"an empty %s value. Key: %s", wordFor(s.Hash.Type), s.Hash.Name)
	}
	if key.Hash.Size() > maxHashKey {
		return wrong("Size of hashkey has exceeded the maximum size limit of%d bytes", maxHashKey)
	}
	if key.Range == nil {
		return nil
	}
	for _, v := range []attr.Value{key.Range.A, key.Range.B} {
		if !v.IsZero() && v.Kind().String() != s.Range.Type {
			return wrong("Condition parameter type does not match schema type")
		}
		if v.Size() > maxRangeKey {
			return wrong("Aggregated size of all range keys has exceeded the size limit of %d bytes", maxRangeKey)
		}
	}
	return nil
}

// errStart refuses a key to start from that no page can have ended with.
var errStart = invalid("The provided starting key is invalid")

// start cuts the span so that the page begins after the item with this key.
func (p *page) start(key attr.Item) error {
	place, err := p.startPlace(key)
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(place, p.hash) {
		return invalid("The provided starting key is outside query boundaries based on provided conditions")
	}
	if bytes.Compare(place, p.span.Low) < 0 || p.span.High != nil && bytes.Compare(place, p.span.High) >= 0 {
		return invalid("The provided starting key does not match the range key predicate")
	}
	if p.backward {
		p.span.High = place
	} else {
		p.span.Low = append(place, 0)
	}
	return nil
}

// startPlace is the place in the table or index of the item with this key, which must be whole and of the right types.
func (p *page) startPlace(key attr.Item) ([]byte, error) {
	want := p.table.Keys.all()
	if p.index != nil {
		for _, k := range p.index.Keys.all() {
			if !p.table.Keys.has(k.Name) {
				want = append(want, k)
			}
		}
	}
	if len(key) != len(want) {
		return nil, errStart
	}
	for _, k := range want {
		v, ok := key[k.Name]
		if !ok || v.Size() == 0 {
			return nil, errStart
		}
		if v.Kind().String() != k.Type {
			return nil, errStart
		}
	}
	place := p.table.Keys.place(key)
	if p.index == nil {
		return place, nil
	}
	entry, _ := p.index.entry(key, place)
	if entry == nil {
		return nil, errStart
	}
	return entry, nil
}
