package expr

import (
	"testing"

	"stellwerk/infra/local/dynamo/attr"
)

// A filter of three parts as a list page uses it: once read for the request, then matched against each item.
const benchFilter = "#s = :active AND begins_with(email, :mail) AND (size(tags) > :none OR contains(tags, :tag))"

func benchScope(b *testing.B) (*Scope, attr.Item) {
	it, err := attr.ParseItem([]byte(`{"pk":{"S":"T#1#MEMBER"},"sk":{"S":"01J"},"status":{"S":"active"},"email":{"S":"ben@example.org"},
		"tags":{"SS":["berlin","crew"]},"ver":{"N":"42"}}`))
	if err != nil {
		b.Fatal(err)
	}
	return NewScope(map[string]string{"#s": "status"}, map[string]attr.Value{
		":active": attr.String("active"), ":mail": attr.String("ben@"), ":none": attr.Int(2), ":tag": attr.String("crew"),
	}), it
}

func BenchmarkFilter(b *testing.B) {
	given, it := benchScope(b)
	match := func(b *testing.B, c Condition) {
		if ok, _ := c.Match(it); !ok {
			b.Fatal("the filter does not hold")
		}
	}
	read := func(b *testing.B) Condition {
		c, err := NewScope(given.names, given.values).Condition(kindFilter, benchFilter)
		if err != nil {
			b.Fatal(err)
		}
		return c
	}
	b.Run("parsed each time", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			conditions = cache[clause]{limit: cachedTexts}
			match(b, read(b))
		}
	})
	b.Run("tree kept", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			match(b, read(b))
		}
	})
	b.Run("match only", func(b *testing.B) {
		b.ReportAllocs()
		c := read(b)
		for b.Loop() {
			match(b, c)
		}
	})
}
