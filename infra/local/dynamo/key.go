package dynamo

import (
	"stellwerk/infra/local/dynamo/attr"
)

// Limits of sizes in bytes.
const (
	maxItem     = 400 << 10
	maxHashKey  = 2048
	maxRangeKey = 1024
)

// place is where an item with this key lies in its table's bucket: the forms of hash and range key joined.
func (s schema) place(it attr.Item) []byte {
	dst := attr.AppendKey(make([]byte, 0, 64), it[s.Hash.Name])
	if s.Range.Name != "" {
		dst = attr.AppendKey(dst, it[s.Range.Name])
	}
	return dst
}

// keyOf reduces an item to its key.
func (s schema) keyOf(it attr.Item) attr.Item {
	key := attr.Item{s.Hash.Name: it[s.Hash.Name]}
	if s.Range.Name != "" {
		key[s.Range.Name] = it[s.Range.Name]
	}
	return key
}

// checkKey checks the Key parameter: all key attributes, of the right types, and nothing else.
func (s schema) checkKey(key attr.Item) error {
	all := s.all()
	if len(key) != len(all) {
		return errKey
	}
	for _, k := range all {
		if v, ok := key[k.Name]; !ok || v.Kind().String() != k.Type {
			return errKey
		}
	}
	return s.checkSizes(key)
}

// checkSizes checks that key values are neither empty nor too long.
func (s schema) checkSizes(it attr.Item) error {
	for _, k := range s.all() {
		if v := it[k.Name]; v.Size() == 0 {
			return invalid("One or more parameter values are not valid. The AttributeValue for a key attribute "+
				"cannot contain an empty %s value. Key: %s", wordFor(k.Type), k.Name)
		}
	}
	if it[s.Hash.Name].Size() > maxHashKey {
		return wrong("Size of hashkey has exceeded the maximum size limit of%d bytes", maxHashKey)
	}
	if s.Range.Name != "" && it[s.Range.Name].Size() > maxRangeKey {
		return wrong("Aggregated size of all range keys has exceeded the size limit of %d bytes", maxRangeKey)
	}
	return nil
}

func wordFor(kind string) string {
	if kind == "B" {
		return "binary"
	}
	return "string"
}

// checkItem checks the key of a whole item, then what it would be in the indexes.
func (t *table) checkItem(it attr.Item) error {
	for _, k := range t.Keys.all() {
		v, ok := it[k.Name]
		if !ok {
			return wrong("Missing the key %s in the item", k.Name)
		}
		if v.Kind().String() != k.Type {
			return wrong("Type mismatch for key %s expected: %s actual: %s", k.Name, k.Type, v.Kind())
		}
	}
	if err := t.Keys.checkSizes(it); err != nil {
		return err
	}
	return t.checkIndexed(it)
}

// checkIndexed refuses an item whose index keys have a wrong type, are empty or are too long. Items without them are fine.
func (t *table) checkIndexed(it attr.Item) error {
	for i := range t.Indexes {
		ix := &t.Indexes[i]
		for _, k := range ix.Keys.all() {
			v, ok := it[k.Name]
			if !ok {
				continue
			}
			if v.Kind().String() != k.Type {
				return wrong("Type mismatch for Index Key %s Expected: %s Actual: %s IndexName: %s",
					k.Name, k.Type, v.Kind(), ix.Name)
			}
			if v.Size() == 0 {
				return invalid("One or more parameter values are not valid. A value specified for a secondary index "+
					"key is not supported. The AttributeValue for a key attribute cannot contain an empty %s value. "+
					"IndexName: %s, IndexKey: %s", wordFor(k.Type), ix.Name, k.Name)
			}
			limit, word := maxHashKey, "hashkey"
			if k.Name == ix.Keys.Range.Name {
				limit, word = maxRangeKey, "rangekey"
			}
			if v.Size() > limit {
				return wrong("Size of %s has exceeded the maximum size limit of %d bytes, IndexName: %s", word, limit, ix.Name)
			}
		}
	}
	return nil
}

// entry is an item's place in an index: the forms of the index key, then the item's own place. It is nil if the item
// lacks a key attribute, or has it in a form that the index can't hold (possible in items older than the index). cut is
// where the item's place begins.
func (ix *index) entry(it attr.Item, place []byte) (key []byte, cut int) {
	if it == nil {
		return nil, 0
	}
	for i, k := range ix.Keys.all() {
		limit := maxHashKey
		if i > 0 {
			limit = maxRangeKey
		}
		v, ok := it[k.Name]
		if !ok || v.Kind().String() != k.Type || v.Size() == 0 || v.Size() > limit {
			return nil, 0
		}
	}
	key = ix.Keys.place(it)
	return append(key, place...), len(key)
}
