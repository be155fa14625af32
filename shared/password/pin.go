package password

import "stellwerk/shared/fault"

// Bounds of a PIN that locks what lies on a device, in digits.
const (
	MinPIN = 6
	MaxPIN = 32
)

// CheckPIN refuses a PIN that is no row of digits, too short or among the first that anybody would try. Faults: text.missing, pin.digits,
// pin.short, pin.long, pin.simple.
func CheckPIN(field, pin string) error {
	if pin == "" {
		return fault.On(field, "text.missing")
	}
	for _, c := range pin {
		if c < '0' || c > '9' {
			return fault.On(field, "pin.digits")
		}
	}
	switch {
	case len(pin) < MinPIN:
		return fault.On(field, "pin.short", "min", "6")
	case len(pin) > MaxPIN:
		return fault.On(field, "pin.long", "max", "32")
	case simple(pin):
		return fault.On(field, "pin.simple")
	}
	return nil
}

// simple says whether each digit follows on the one before in the same way: 111111, 123456, 987654, or the same two or three come again
// and again: 121212, 123123.
func simple(pin string) bool {
	step := pin[1] - pin[0]
	even := step == 0 || step == 1 || step == 255
	for i := 2; even && i < len(pin); i++ {
		even = pin[i]-pin[i-1] == step
	}
	return even || again(pin, 2) || again(pin, 3)
}

// again says whether a PIN repeats its first n digits.
func again(pin string, n int) bool {
	for i := n; i < len(pin); i++ {
		if pin[i] != pin[i-n] {
			return false
		}
	}
	return true
}
