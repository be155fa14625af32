package route

import "testing"

func TestOneVersionApartIsUnderstood(t *testing.T) {
	for header, want := range map[string]Fit{
		"": Fits, "7": Fits, "6": Fits, "8": Fits,
		"5": AppOld, "0": AppOld, "-1": AppOld, "x": AppOld, "7.0": AppOld,
		"9": AppAhead, "70": AppAhead,
	} {
		if got := FitOf(header, 7); got != want {
			t.Errorf("an app of shape %q and a server of shape 7: %d, want %d", header, got, want)
		}
	}
}
