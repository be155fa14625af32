package attr_test

import (
	"bytes"
	"cmp"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"stellwerk/infra/local/dynamo/attr"
)

// decimals draws texts of numbers in range, often close to one another.
var decimals = rapid.Custom(func(t *rapid.T) string {
	digits := rapid.OneOf(
		rapid.StringMatching(`[0-9]{1,3}`),
		rapid.StringMatching(`[1-9][0-9]{0,37}`),
		rapid.StringMatching(`[1-9][0-9]{0,3}0{0,10}`),
	).Draw(t, "digits")
	sign := rapid.SampledFrom([]string{"", "-"}).Draw(t, "sign")
	exp := rapid.OneOf(rapid.IntRange(-4, 4), rapid.IntRange(-130, 125-len(digits)+1)).Draw(t, "exponent")
	return sign + digits + "e" + big.NewInt(int64(exp)).String()
})

func rational(t *rapid.T, text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("%q is no number to math/big", text)
	}
	return r
}

func drawNumber(t *rapid.T, label string) (string, attr.Value) {
	text := decimals.Draw(t, label)
	v, err := attr.Number(text)
	if err != nil {
		t.Fatalf("Number(%q): %v", text, err)
	}
	return text, v
}

func TestKeysOfNumbersSortAsNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		aText, a := drawNumber(t, "a")
		bText, b := drawNumber(t, "b")
		want := rational(t, aText).Cmp(rational(t, bText))
		if got := bytes.Compare(attr.AppendKey(nil, a), attr.AppendKey(nil, b)); got != want {
			t.Fatalf("keys of %s and %s compare as %d, the numbers as %d", aText, bText, got, want)
		}
		if got, ok := attr.Compare(a, b); got != want || !ok {
			t.Fatalf("Compare(%s, %s) is %d, want %d", aText, bText, got, want)
		}
		if attr.Equal(a, b) != (want == 0) {
			t.Fatalf("Equal(%s, %s) is %v", aText, bText, want != 0)
		}
	})
}

func TestNumbersKeepTheirValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, v := drawNumber(t, "number")
		if rational(t, text).Cmp(rational(t, v.Text())) != 0 {
			t.Fatalf("%s became %s", text, v.Text())
		}
		if strings.ContainsAny(v.Text(), "eE+") || strings.HasPrefix(v.Text(), "00") {
			t.Fatalf("%s is printed as %s", text, v.Text())
		}
	})
}

func TestSumsAreExactOrRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		aText, a := drawNumber(t, "a")
		bText, b := drawNumber(t, "b")
		sum, err := attr.Add(a, b)
		exact := new(big.Rat).Add(rational(t, aText), rational(t, bText))
		if err == nil && exact.Cmp(rational(t, sum.Text())) != 0 {
			t.Fatalf("%s + %s = %s", aText, bText, sum.Text())
		}
		if _, fits := attr.Number(exact.FloatString(300)); (fits == nil) != (err == nil) {
			t.Fatalf("%s + %s: %v, but as a number: %v", aText, bText, err, fits)
		}
		difference, err := attr.Subtract(a, b)
		exact.Sub(rational(t, aText), rational(t, bText))
		if err == nil && exact.Cmp(rational(t, difference.Text())) != 0 {
			t.Fatalf("%s - %s = %s", aText, bText, difference.Text())
		}
	})
}

// keyTexts draws texts with many of the bytes that the key form treats specially.
var keyTexts = rapid.Custom(func(t *rapid.T) string {
	return string(rapid.SliceOfN(rapid.SampledFrom([]byte{0, 1, 2, 'a', 'b', 0xFE, 0xFF}), 0, 6).Draw(t, "bytes"))
})

func TestJoinedKeysSortByTheirParts(t *testing.T) {
	kinds := map[string]*rapid.Generator[attr.Value]{
		"texts":   rapid.Map(keyTexts, attr.String),
		"bytes":   rapid.Map(keyTexts, func(s string) attr.Value { return attr.Binary([]byte(s)) }),
		"numbers": rapid.Custom(func(t *rapid.T) attr.Value { _, v := drawNumber(t, "number"); return v }),
	}
	for hashes, hash := range kinds {
		for ranges, rng := range kinds {
			t.Run(hashes+" and "+ranges, rapid.MakeCheck(func(t *rapid.T) {
				h1, r1 := hash.Draw(t, "h1"), rng.Draw(t, "r1")
				h2, r2 := hash.Draw(t, "h2"), rng.Draw(t, "r2")
				k1 := attr.AppendKey(attr.AppendKey(nil, h1), r1)
				k2 := attr.AppendKey(attr.AppendKey(nil, h2), r2)
				byHash, _ := attr.Compare(h1, h2)
				byRange, _ := attr.Compare(r1, r2)
				if got, want := bytes.Compare(k1, k2), cmp.Or(byHash, byRange); got != want {
					t.Fatalf("%s, %s and %s, %s: keys compare as %d, values as %d",
						h1.Describe(), r1.Describe(), h2.Describe(), r2.Describe(), got, want)
				}
				first, rest, ok := attr.CutKey(k1, h1.Kind())
				if !ok || !bytes.Equal(first, attr.AppendKey(nil, h1)) || !bytes.Equal(rest, attr.AppendKey(nil, r1)) {
					t.Fatalf("the key of %s, %s is cut into %x and %x (%v)", h1.Describe(), r1.Describe(), first, rest, ok)
				}
			}))
		}
	}
}

func TestKeyPrefixes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, start := keyTexts.Draw(t, "text"), keyTexts.Draw(t, "start")
		key := attr.AppendKey(nil, attr.String(text))
		got := bytes.HasPrefix(key, attr.AppendKeyPrefix(nil, attr.String(start)))
		if want := strings.HasPrefix(text, start); got != want {
			t.Fatalf("%q begins with %q: %v; its key with the prefix: %v", text, start, want, got)
		}
	})
}

func TestCutKeyRefusesWhatIsNoKey(t *testing.T) {
	for _, b := range []string{"", "\x00", "\x02\x40\x02", "\x03\x40\x02\x00", "\x00\xbf\xfd"} {
		if _, _, ok := attr.CutKey([]byte(b), attr.N); ok {
			t.Errorf("%x was taken for the key of a number", b)
		}
	}
	for _, b := range []string{"", "abc", "abc\x00", "abc\x00\xff"} {
		if _, _, ok := attr.CutKey([]byte(b), attr.S); ok {
			t.Errorf("%x was taken for the key of a text", b)
		}
	}
}

// values draws values of all kinds, depth levels deep at most.
func values(depth int) *rapid.Generator[attr.Value] {
	texts := rapid.Map(rapid.String(), attr.String)
	binaries := rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 8), attr.Binary)
	numbers := rapid.Custom(func(t *rapid.T) attr.Value { _, v := drawNumber(t, "number"); return v })
	kinds := []*rapid.Generator[attr.Value]{
		texts, numbers, binaries, rapid.Map(rapid.Bool(), attr.Boolean), rapid.Just(attr.Nothing()),
		sets(attr.SS, texts), sets(attr.NS, numbers), sets(attr.BS, binaries),
	}
	if depth > 1 {
		kinds = append(kinds,
			rapid.Custom(func(t *rapid.T) attr.Value {
				return attr.List(rapid.SliceOfN(values(depth-1), 0, 3).Draw(t, "list")...)
			}),
			rapid.Map(items(depth-1), attr.Map))
	}
	return rapid.OneOf(kinds...)
}

func sets(kind attr.Kind, members *rapid.Generator[attr.Value]) *rapid.Generator[attr.Value] {
	return rapid.Custom(func(t *rapid.T) attr.Value {
		list := rapid.SliceOfNDistinct(members, 1, 4, func(v attr.Value) string { return v.Text() }).Draw(t, "members")
		v, err := attr.SetOf(kind, list)
		if err != nil {
			t.Fatalf("a set of distinct members: %v", err)
		}
		return v
	})
}

func items(depth int) *rapid.Generator[attr.Item] {
	return rapid.MapOfN(rapid.StringN(1, 8, -1), values(depth), 0, 4)
}

func TestStorageFormRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		it := items(4).Draw(t, "item")
		stored := attr.AppendItem(nil, it)
		back, err := attr.ReadItem(stored)
		if err != nil || !attr.EqualItems(it, back) {
			t.Fatalf("read back %v (%v) from %x", back, err, stored)
		}
		if again := attr.AppendItem(nil, back); !bytes.Equal(stored, again) {
			t.Fatalf("the same item is stored as %x and as %x", stored, again)
		}
		if size, err := attr.StoredSize(stored); err != nil || size != attr.Size(it) {
			t.Fatalf("stored size %d (%v), want %d", size, err, attr.Size(it))
		}
		wire, err := attr.AppendStoredJSON(nil, stored)
		if err != nil {
			t.Fatal(err)
		}
		if parsed, err := attr.ParseItem(wire); err != nil || !attr.EqualItems(it, parsed) {
			t.Fatalf("the stored item as JSON is %s (%v)", wire, err)
		}
		if n := rapid.IntRange(0, len(stored)-1).Draw(t, "cut"); n > 0 {
			if _, err := attr.ReadItem(stored[:n]); err == nil {
				t.Fatalf("%d of %d bytes were taken for a whole item", n, len(stored))
			}
		}
	})
}

func TestWireFormRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := values(4).Draw(t, "value")
		back, err := attr.Parse(attr.AppendJSON(nil, v))
		if err != nil || !attr.Equal(v, back) {
			t.Fatalf("%s came back as %s, %v", attr.AppendJSON(nil, v), attr.AppendJSON(nil, back), err)
		}
		if back.Size() != v.Size() || back.Depth() != v.Depth() {
			t.Fatalf("size %d and depth %d became %d and %d", v.Size(), v.Depth(), back.Size(), back.Depth())
		}
	})
}
