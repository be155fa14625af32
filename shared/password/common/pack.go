package common

import (
	"encoding/binary"
	"errors"
	"math/bits"
	"slices"
)

// A packed set is a Golomb-coded set: each word is hashed into one of n<<rangeBits places, and of the sorted places the
// distances are stored, each as the quotient by 1<<rangeBits in ones ended by a zero, then rangeBits bits of remainder.
// In front of it stands n in four bytes, big-endian. That takes about rangeBits+1.6 bits a word.

// rangeBits decides how often a word that is not in the set is taken for one that is: once in 1<<rangeBits, 8,192.
const rangeBits = 13

// Pack makes a packed set of words. The same words in any order give the same bytes.
func Pack(words []string) []byte {
	places := make([]uint64, len(words))
	for i, word := range words {
		places[i] = place(word, len(words))
	}
	slices.Sort(places)
	out := binary.BigEndian.AppendUint32(nil, uint32(len(words)))
	var bit int
	put := func(one bool) {
		if bit%8 == 0 {
			out = append(out, 0)
		}
		if one {
			out[len(out)-1] |= 0x80 >> (bit % 8)
		}
		bit++
	}
	last := uint64(0)
	for _, p := range places {
		gap := p - last
		last = p
		for range gap >> rangeBits {
			put(true)
		}
		put(false)
		for i := rangeBits - 1; i >= 0; i-- {
			put(gap>>i&1 == 1)
		}
	}
	return out
}

// errPacked is the error of Unpack.
var errPacked = errors.New("common: the packed set is cut off or no packed set")

// Set is a set of words, unpacked: four bytes a word.
type Set struct {
	places []uint32
}

// Unpack reads what Pack made.
func Unpack(b []byte) (Set, error) {
	if len(b) < 4 {
		return Set{}, errPacked
	}
	n := int(binary.BigEndian.Uint32(b))
	b = b[4:]
	if n > len(b)*8/(rangeBits+1) {
		return Set{}, errPacked
	}
	var bit int
	next := func() uint32 {
		if bit >= len(b)*8 {
			bit++
			return 0
		}
		v := b[bit/8] >> (7 - bit%8) & 1
		bit++
		return uint32(v)
	}
	places := make([]uint32, n)
	last := uint32(0)
	for i := range places {
		var quotient, rest uint32
		for next() == 1 {
			quotient++
		}
		for range rangeBits {
			rest = rest<<1 | next()
		}
		last += quotient<<rangeBits | rest
		places[i] = last
	}
	if bit > len(b)*8 {
		return Set{}, errPacked
	}
	return Set{places}, nil
}

// Has says whether word is in the set; of words that aren't, it says so of one in 8,192.
func (s Set) Has(word string) bool {
	_, found := slices.BinarySearch(s.places, uint32(place(word, len(s.places))))
	return found
}

// place hashes a word into [0, n<<rangeBits): FNV-1a, stirred because its high bits alone decide.
func place(word string, n int) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(word); i++ {
		h = (h ^ uint64(word[i])) * 1099511628211
	}
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	h ^= h >> 33
	high, _ := bits.Mul64(h, uint64(n)<<rangeBits)
	return high
}
