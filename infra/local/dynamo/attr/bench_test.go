package attr_test

import (
	"testing"

	"stellwerk/infra/local/dynamo/attr"
)

// BenchmarkItem measures the forms of an item of about the size of a member's record.
func BenchmarkItem(b *testing.B) {
	wire := []byte(`{"pk":{"S":"T#01JABCDEFGHJKMNPQRSTVWXYZ0#MEMBER"},"sk":{"S":"01JABCDEFGHJKMNPQRSTVWXYZ0"},"name":{"S":"Benjamin Müller"},
		"email":{"S":"ben@example.org"},"status":{"S":"active"},"role":{"S":"user"},"ver":{"N":"42"},"seq":{"N":"1234567"},
		"tags":{"SS":["berlin","crew"]},"address":{"M":{"city":{"S":"Berlin"},"zip":{"S":"10115"}}},"owner":{"BOOL":false}}`)
	it, err := attr.ParseItem(wire)
	if err != nil {
		b.Fatal(err)
	}
	stored := attr.AppendItem(nil, it)
	buffer := make([]byte, 0, 4096)
	for name, work := range map[string]func() error{
		"parse":       func() error { _, err := attr.ParseItem(wire); return err },
		"write":       func() error { attr.AppendItemJSON(buffer, it); return nil },
		"store":       func() error { attr.AppendItem(buffer, it); return nil },
		"read":        func() error { _, err := attr.ReadItem(stored); return err },
		"stored JSON": func() error { _, err := attr.AppendStoredJSON(buffer, stored); return err },
		"size":        func() error { attr.Size(it); return nil },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := work(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
