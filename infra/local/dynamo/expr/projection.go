package expr

import "stellwerk/infra/local/dynamo/attr"

// Projection is a ProjectionExpression bound to a request. It is not changed by use and may be shared.
type Projection struct {
	paths []path
	tree  *tree
}

// Projection reads a list of document paths. Paths that overlap are refused.
func (s *Scope) Projection(text string) (Projection, error) {
	raw, fault := projections.get(text, parseProjection)
	if fault != nil {
		return Projection{}, fault.in(kindProjection)
	}
	b := binder{scope: s}
	paths := make([]path, len(raw))
	for i, p := range raw {
		paths[i] = b.path(p)
	}
	fault = b.name
	if fault == nil {
		fault = disjoint(paths)
	}
	if fault != nil {
		return Projection{}, fault.in(kindProjection)
	}
	return Projection{paths: paths, tree: plant(paths)}, nil
}

func parseProjection(p *parser) []path {
	paths := []path{p.path()}
	for p.take(",") {
		paths = append(paths, p.path())
	}
	return paths
}

// Apply is the part of an item that the projection names: an empty item if nothing of it is there.
func (p Projection) Apply(it attr.Item) attr.Item { return p.tree.pick(it) }

// Names are those of the top-level attributes that the projection reads, in its order and with repetitions.
func (p Projection) Names() []string { return heads(p.paths) }

func heads(paths []path) []string {
	names := make([]string, len(paths))
	for i, p := range paths {
		names[i] = p[0].name
	}
	return names
}
