package expr

import (
	"strconv"
	"sync"
	"testing"
)

func TestCacheIsBoundedAndKeepsWhatIsInUse(t *testing.T) {
	c := cache[[]path]{limit: 10}
	parsed := map[string]int{}
	get := func(text string) {
		tree, fault := c.get(text, func(p *parser) []path {
			parsed[text]++
			return parseProjection(p)
		})
		if fault != nil || len(tree) != 1 {
			t.Fatalf("%s: %v, %v", text, tree, fault)
		}
	}
	for i := range 100 {
		get("a" + strconv.Itoa(i))
		get("used")
		if n := len(c.young) + len(c.old); n > 20 {
			t.Fatalf("%d texts are kept, at most 20 may be", n)
		}
	}
	if parsed["used"] != 1 {
		t.Errorf("a text in constant use was parsed %d times, want once", parsed["used"])
	}
	get("a0")
	if parsed["a0"] != 2 {
		t.Errorf("a text unused for long was parsed %d times, want twice", parsed["a0"])
	}
}

func TestCacheMayBeUsedByMany(t *testing.T) {
	c := cache[clause]{limit: 3}
	var all sync.WaitGroup
	for g := range 8 {
		all.Go(func() {
			for i := range 200 {
				if _, fault := c.get("a = b"+strconv.Itoa((i+g)%10), parseCondition); fault != nil {
					t.Error(fault)
				}
			}
		})
	}
	all.Wait()
}
