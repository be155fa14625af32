package password

import (
	"testing"

	"stellwerk/shared/fault"
)

func TestPINsThatAnybodyWouldTryAreRefused(t *testing.T) {
	for pin, want := range map[string]string{
		"":                                  "text.missing",
		"2480a1":                            "pin.digits",
		"٢٤٨٠١٣":                            "pin.digits",
		"24801":                             "pin.short",
		"248013579024680135790246801357902": "pin.long",
		"111111":                            "pin.simple",
		"123456":                            "pin.simple",
		"876543":                            "pin.simple",
		"121212":                            "pin.simple",
		"479479":                            "pin.simple",
		"248013":                            "",
		"135790":                            "",
		"12345679":                          "",
		"24801357902468013579024680135790":  "",
	} {
		if err := CheckPIN("pin", pin); want == "" && err != nil || want != "" && !fault.Is(err, want) {
			t.Errorf("%q: %v, want %q", pin, err, want)
		}
	}
}
