package expr

import (
	"strings"
	"sync"
)

// cache keeps parsed trees by text. It has two generations of at most limit entries: when the young one is full it
// becomes the old one, and what is found in the old one moves to the young one. So it is bounded, and what is in use stays.
type cache[T any] struct {
	mu         sync.Mutex
	limit      int
	young, old map[string]T
}

const cachedTexts = 1024 // per generation and kind of expression, at most 4 KB of text each

var (
	conditions  = cache[clause]{limit: cachedTexts}
	updates     = cache[[]action]{limit: cachedTexts}
	projections = cache[[]path]{limit: cachedTexts}
)

// get is the tree of text, parsed if it is not kept. Texts with faults are not kept.
func (c *cache[T]) get(text string, parse func(p *parser) T) (T, *Error) {
	if tree, ok := c.find(text); ok {
		return tree, nil
	}
	text = strings.Clone(text) // the tree refers to it, and must not keep the whole request
	tree, fault := read(text, parse)
	if fault == nil {
		c.keep(text, tree)
	}
	return tree, fault
}

func (c *cache[T]) find(text string) (T, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if tree, ok := c.young[text]; ok {
		return tree, true
	}
	tree, ok := c.old[text]
	if ok {
		c.put(text, tree)
	}
	return tree, ok
}

func (c *cache[T]) keep(text string, tree T) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.put(text, tree)
}

func (c *cache[T]) put(text string, tree T) {
	if c.young == nil || len(c.young) >= c.limit {
		c.young, c.old = make(map[string]T), c.young
	}
	c.young[text] = tree
}
