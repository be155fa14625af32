package password

import (
	"math/rand"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var anna = []string{"Anna", "Müller-Lüdenscheidt", "anna.mueller@stadtwerke-weiden.de", "Stadtwerke Weiden GmbH"}

func TestCheckRefuses(t *testing.T) {
	for _, c := range []struct {
		story, pw string
		want      Problem
	}{
		{"seven characters", "xK9#mQ2", TooShort},
		{"nothing", "", TooShort},
		{"121 characters", strings.Repeat("xK9#mQ2v", 15) + "x", TooLong},
		{"the most common", "password", Common},
		{"in any case", "PassWord", Common},
		{"with digits appended", "password123", Common},
		{"with a year and a mark", "Sommer24!", Common},
		{"a short one with digits", "monkey2024", Common},
		{"a German one", "Passwort1", Common},
		{"with an umlaut", "Fußball12", Common},
		{"a row of keys", "qwertzuiop", Common},
		{"crossed keys", "1q2w3e4r", Common},
		{"letters for digits", "p@ssw0rd", Common},
		{"a birthday", "24121987", Digits},
		{"a birthday with dots", "24.12.1987", Digits},
		{"a sequence of digits", "12345678", Digits},
		{"an own name", "AnnaMueller", Personal},
		{"with an umlaut and a year", "müller-anna2024", Personal},
		{"the address", "anna.mueller@stadtwerke-weiden.de", Personal},
		{"the organisation", "StadtwerkeWeiden1", Personal},
	} {
		t.Run(c.story, func(t *testing.T) {
			strength, problems := Check(c.pw, anna...)
			if got := Refused(problems); got != c.want || strength != VeryWeak {
				t.Errorf("%q is refused as %q with strength %d, want %q and 0", c.pw, got, strength, c.want)
			}
		})
	}
}

func TestCheckTakes(t *testing.T) {
	for _, c := range []struct {
		story, pw string
		strength  Strength
		problems  []Problem
	}{
		{"eight random letters", "kwzuvqpf", Fair, []Problem{Longer}},
		{"eight random characters", "vK9#m2Qx", Good, nil},
		{"sixteen random characters", "vK9#m2Qx!tR7pL4z", Strong, nil},
		{"four words", "tasse berg kamel ziehen", Strong, nil},
		{"umlauts", "grüner Käse im Öl", Strong, nil},
		{"another script", "пароль-для-работы", Strong, nil},
		{"120 characters", strings.Repeat("vK9#mQ2v", 15), Good, nil},
		{"one character again and again", strings.Repeat("z", 30), VeryWeak, []Problem{HasRepeat}},
		{"a block again and again", "kwzkwzkwzkwz", VeryWeak, []Problem{HasRepeat}},
		{"an alphabet", "efghijklmnopqrst", VeryWeak, []Problem{HasSequence}},
		{"a row of keys within", "sdfghjklöä", VeryWeak, []Problem{HasKeyboard}},
		{"two common words", "dragonmonkey", Weak, []Problem{HasWord}},
		{"a name and some letters", "mueller-kxz", Weak, []Problem{HasPersonal}},
		{"a word and a date", "monkey24121987", Weak, []Problem{HasWord, HasYear}},
		{"digits alone, but many", "739261846537", Fair, []Problem{Longer}},
	} {
		t.Run(c.story, func(t *testing.T) {
			strength, problems := Check(c.pw, anna...)
			if refused := Refused(problems); refused != "" {
				t.Fatalf("%q is refused as %s, but may be used", c.pw, refused)
			}
			if strength != c.strength || !slices.Equal(problems, c.problems) {
				own := personalWords(anna)
				bits, _ := estimate(c.pw, own)
				t.Errorf("%q has strength %d (%.1f bits) with %v, want %d with %v", c.pw, strength, bits, problems, c.strength, c.problems)
			}
		})
	}
}

func TestPersonalWordsWeakenOnlyTheirOwner(t *testing.T) {
	const pw = "Weiden-kx7Stadtwerke"
	his, _ := Check(pw, anna...)
	others, problems := Check(pw)
	if his >= others {
		t.Errorf("%q has strength %d for somebody of Stadtwerke Weiden and %d (%v) for others", pw, his, others, problems)
	}
}

func TestRandomPasswordsAreTaken(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	for range 10_000 {
		pw := make([]byte, 16)
		for i := range pw {
			pw[i] = byte('!' + random.Intn('~'-'!'+1))
		}
		if strength, problems := Check(string(pw), anna...); strength != Strong || problems != nil {
			t.Errorf("the random password %q has strength %d with %v, want the highest and none", pw, strength, problems)
		}
	}
}

// Nothing makes Check panic, and a weak strength never comes without a reason.
func TestCheckAnything(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("aA1ß!qwer2024 anna"))))
	rapid.Check(t, func(t *rapid.T) {
		pw, name := text.Draw(t, "password"), text.Draw(t, "name")
		strength, problems := Check(pw, name)
		if strength < VeryWeak || strength > Strong {
			t.Fatalf("%q has strength %d, outside 0 to 4", pw, strength)
		}
		if (strength < Good) != (len(problems) > 0) {
			t.Fatalf("%q has strength %d with %v: weak ones need a reason, good ones none", pw, strength, problems)
		}
		if again, _ := Check(pw, name); again != strength {
			t.Fatalf("%q has strength %d, then %d", pw, strength, again)
		}
	})
}

func TestStrengthsHaveTheirKeys(t *testing.T) {
	seen := map[string]bool{}
	for s := VeryWeak; s <= Strong; s++ {
		if key := s.Key(); seen[key] || !strings.HasPrefix(key, "password.") {
			t.Errorf("strength %d has the key %q, which is another's or no password's", s, key)
		} else {
			seen[key] = true
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	for name, pw := range map[string]string{"16": "vK9#m2Qx!tR7pL4z", "120 letters": strings.Repeat("kwzuvqpfnt", 12), "120 equal": strings.Repeat("a", 120)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Check(pw, anna...)
			}
		})
	}
}
