package org

// Text is a field that holds one text; most may be empty.
type Text[T any] struct {
	Name  string
	Of    func(*T) *string
	Parse func(field, s string) (string, error)
}

// FindText finds the field of a name among others.
func FindText[T any](among []Text[T], name string) (f Text[T], found bool) {
	for _, f := range among {
		if f.Name == name {
			return f, true
		}
	}
	return f, false
}
