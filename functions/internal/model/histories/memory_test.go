package histories

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"reflect"
	"unsafe"

	"stellwerk/app/replica"
)

// remembered is every text that can be reached from a value, one after the other: what somebody would find who looks through the memory
// of an app that runs.
func remembered(v any) []byte {
	w := walker{seen: map[seen]bool{}}
	w.walk(reflect.ValueOf(v))
	return w.out
}

// fingerprint is the same for a replica that holds the same.
func fingerprint(r *replica.Replica) string {
	var sum uint64
	for text := range bytes.SplitSeq(remembered(r), []byte{0}) {
		h := fnv.New64a()
		h.Write(text)
		sum += h.Sum64()
	}
	next, _ := r.Next()
	return fmt.Sprint(r.Head().Seq, r.Cursor(), next, sum)
}

type seen struct {
	at unsafe.Pointer
	of reflect.Type
}

type walker struct {
	out  []byte
	seen map[seen]bool
}

func (w *walker) walk(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		w.out = append(append(w.out, v.String()...), 0)
	case reflect.Pointer:
		if !v.IsNil() && w.first(v.UnsafePointer(), v.Type()) {
			w.walk(v.Elem())
		}
	case reflect.Interface:
		if !v.IsNil() {
			w.walk(v.Elem())
		}
	case reflect.Map:
		if v.IsNil() || !w.first(v.UnsafePointer(), v.Type()) {
			return
		}
		for it := v.MapRange(); it.Next(); {
			w.walk(it.Key())
			w.walk(it.Value())
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			w.out = append(append(w.out, v.Bytes()...), 0)
			return
		}
		for i := range v.Len() {
			w.walk(v.Index(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			w.walk(v.Index(i))
		}
	case reflect.Struct:
		if v.Type().PkgPath() == "time" || v.Type().PkgPath() == "regexp" {
			return
		}
		for i := range v.NumField() {
			w.walk(v.Field(i))
		}
	}
}

func (w *walker) first(at unsafe.Pointer, of reflect.Type) bool {
	s := seen{at, of}
	again := w.seen[s]
	w.seen[s] = true
	return !again
}
