package attr_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"stellwerk/infra/local/dynamo/attr"
)

func FuzzValueJSON(f *testing.F) {
	for _, seed := range []string{
		`{"S":"text"}`, `{"N":"-12.5e3"}`, `{"B":"AAEC"}`, `{"BOOL":true}`, `{"NULL":true}`, `{"SS":["a","b"]}`, `{"NS":["1","2"]}`,
		`{"BS":["AA=="]}`, `{"L":[{"S":"\u00e4"},{"N":"0"}]}`, `{"M":{"a":{"M":{"b":{"L":[]}}}}}`, `{"X":[{"}":"\""}],"S":null}`,
		`{"S":"a","N":"1"}`, `null`, `[]`, `{`, `{"S":"\ud800"}`, "{\"S\":\"\xff\"}", `{"N":"1e999999999999"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		v, err := attr.Parse(raw)
		if err != nil {
			return
		}
		wire := attr.AppendJSON(nil, v)
		if !json.Valid(wire) {
			t.Fatalf("%s was read and written as %s, which is no JSON", raw, wire)
		}
		back, err := attr.Parse(wire)
		if err != nil || !attr.Equal(v, back) {
			t.Fatalf("%s was written as %s and came back as %v, %v", raw, wire, back, err)
		}
		if v.Depth() > attr.MaxDepth {
			t.Fatalf("%s nests %d levels deep, %d are allowed", raw, v.Depth(), attr.MaxDepth)
		}
		it := attr.Item{"v": v}
		stored := attr.AppendItem(nil, it)
		if read, err := attr.ReadItem(stored); err != nil || !attr.EqualItems(it, read) {
			t.Fatalf("%s was stored as %x and came back as %v, %v", wire, stored, read, err)
		}
	})
}

func FuzzStoredItem(f *testing.F) {
	it, err := attr.ParseItem([]byte(`{"a":{"S":"x"},"n":{"N":"-1.5"},"l":{"L":[{"BOOL":true},{"NS":["1","2"]}]},"m":{"M":{"b":{"B":"AA=="}}}}`))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(attr.AppendItem(nil, it))
	f.Add([]byte{1, 0})
	f.Add([]byte{1, 1, '0', 2}) // a number without its digits
	f.Add([]byte{1, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F})
	f.Fuzz(func(t *testing.T, stored []byte) {
		it, err := attr.ReadItem(stored)
		wire, wireErr := attr.AppendStoredJSON(nil, stored)
		size, sizeErr := attr.StoredSize(stored)
		if err != nil {
			return
		}
		if wireErr != nil || sizeErr != nil || size != attr.Size(it) || !json.Valid(wire) {
			t.Fatalf("%x is an item of size %d, but as JSON %s (%v), size %d (%v)", stored, attr.Size(it), wire, wireErr, size, sizeErr)
		}
		again := attr.AppendItem(nil, it)
		if back, err := attr.ReadItem(again); err != nil || !bytes.Equal(again, attr.AppendItem(nil, back)) {
			t.Fatalf("%x was stored again as %x and could not be read the same: %v", stored, again, err)
		}
	})
}
