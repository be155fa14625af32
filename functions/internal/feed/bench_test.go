package feed_test

import (
	"encoding/json"
	"testing"

	"stellwerk/shared/route"
)

// BenchmarkSnapshotPage reads one full page and writes it as the answer.
func BenchmarkSnapshotPage(b *testing.B) {
	r := open(b, route.SnapshotPage+10)
	b.ReportAllocs()
	size := 0
	for b.Loop() {
		p, err := r.page(b, "")
		if err != nil {
			b.Fatal(err)
		}
		data, err := json.Marshal(p)
		if err != nil {
			b.Fatal(err)
		}
		size = len(data)
	}
	b.ReportMetric(float64(size), "bytes/page")
}
