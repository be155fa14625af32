package attr

// Overhead of a list or map in bytes: once for itself, and for each of its members.
const (
	containerOverhead = 3
	memberOverhead    = 1
)

// Size is the size of an item in bytes as DynamoDB counts it for limits and capacity: names and values, UTF-8.
func Size(it Item) int {
	size := 0
	for name, v := range it {
		size += len(name) + v.Size()
	}
	return size
}

// Size is the size of the value in bytes as DynamoDB counts it: texts and bytes by length; a number one byte for each
// two digits (pairs start at an even power of ten), one more, and one more if negative; booleans and null 1.
func (v Value) Size() int {
	size := 0
	switch v.kind {
	case S, B:
		return len(v.text)
	case N:
		return numberSize(v.text)
	case Null, Bool:
		return 1
	case SS, NS, BS:
		for _, m := range v.more.list {
			size += m.Size()
		}
	case L:
		size = containerOverhead
		for _, m := range v.more.list {
			size += memberOverhead + m.Size()
		}
	case M:
		size = containerOverhead
		for name, m := range v.more.fields {
			size += memberOverhead + len(name) + m.Size()
		}
	}
	return size
}

// numberSize reads the pairs off the key form: sign, exponent, pairs, end.
func numberSize(form string) int {
	switch form[0] {
	case signZero:
		return 1
	case signNegative:
		return len(form) - 1
	}
	return len(form) - 2
}
