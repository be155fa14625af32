package attr

import "fmt"

// AppendStoredJSON appends the wire form of an item given in its storage form, attributes in order of their names,
// without building the Item.
func AppendStoredJSON(dst, stored []byte) ([]byte, error) {
	r, err := open(stored)
	if err != nil {
		return dst, err
	}
	dst = r.fieldsJSON(dst, 1)
	return dst, r.close(len(stored))
}

// StoredSize is Size for an item given in its storage form.
func StoredSize(stored []byte) (int, error) {
	r, err := open(stored)
	if err != nil {
		return 0, err
	}
	size := 0
	for range r.count() {
		size += len(r.text())
		size += r.value(1).Size()
	}
	return size, r.close(len(stored))
}

func open(stored []byte) (*reader, error) {
	r := &reader{rest: string(stored)} // one copy; every text read is a part of it
	if r.byte() != storeVersion {
		return nil, fmt.Errorf("stored item: unknown form (%d bytes)", len(stored))
	}
	return r, nil
}

// close says whether all has been read, and without a fault.
func (r *reader) close(length int) error {
	if r.broken || r.rest != "" {
		return fmt.Errorf("stored item: damaged %d bytes before the end of %d", len(r.rest), length)
	}
	return nil
}

func (r *reader) fieldsJSON(dst []byte, level int) []byte {
	dst = append(dst, '{')
	for i := range r.count() {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(appendQuoted(dst, r.text()), ':')
		dst = r.valueJSON(dst, level)
	}
	return append(dst, '}')
}

// valueJSON writes maps and lists as it reads them; other values take no memory of their own.
func (r *reader) valueJSON(dst []byte, level int) []byte {
	if r.rest == "" || level > MaxDepth {
		r.broken = true
		return dst
	}
	switch Kind(r.rest[0]) {
	case M:
		r.byte()
		dst = append(dst, `{"M":`...)
		dst = r.fieldsJSON(dst, level+1)
		return append(dst, '}')
	case L:
		r.byte()
		dst = append(dst, `{"L":[`...)
		for i := range r.count() {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = r.valueJSON(dst, level+1)
		}
		return append(dst, `]}`...)
	}
	return AppendJSON(dst, r.value(level))
}
