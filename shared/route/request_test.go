package route

import "testing"

func TestNumbersOfRequests(t *testing.T) {
	for s, want := range map[string]bool{
		"0123456789ab": true, "ffffffffffff": true, "": false, "0123456789a": false, "0123456789abc": false, "0123456789AB": false, "0123456789a\n": false,
		"0123456789ag": false, "0123456789\u00e4": false, "----------ab": false,
	} {
		if ValidRequestID(s) != want {
			t.Errorf("%q is one: %v, want %v", s, !want, want)
		}
	}
}
