package attr

import (
	"bytes"
	"strconv"
	"strings"
)

// Limits of a DynamoDB number: 38 significant digits, magnitude 1E-130 to 9.99…E+125, or zero.
const (
	maxDigits   = 38
	maxExponent = 126  // of 0.d1d2… × 10^exponent
	minExponent = -129 // so the smallest magnitude is 0.1 × 10^-129
)

// decimal is 0.digits × 10^exp, digits as '0' to '9' without a zero at either end; no digits means zero.
type decimal struct {
	negative bool
	digits   string
	exp      int
}

// Number makes a value of kind N from decimal text such as "-1.50" or "3e8". It refuses what is no number, more than
// 38 significant digits, and magnitudes out of range.
func Number(text string) (Value, error) {
	d, fault := parseDecimal(text)
	if fault != nil {
		return Value{}, fault
	}
	return Value{kind: N, text: d.encode()}, nil
}

func parseDecimal(text string) (decimal, *Error) {
	var d decimal
	rest := text
	if rest != "" && (rest[0] == '-' || rest[0] == '+') {
		d.negative = rest[0] == '-'
		rest = rest[1:]
	}
	whole := leadingDigits(rest)
	rest = rest[len(whole):]
	fraction := ""
	if rest != "" && rest[0] == '.' {
		fraction = leadingDigits(rest[1:])
		rest = rest[1+len(fraction):]
	}
	if whole == "" && fraction == "" {
		return d, errNotNumber(text)
	}
	shift, ok := parseExponent(rest)
	if !ok {
		return d, errNotNumber(text)
	}
	digits := strings.TrimLeft(whole+fraction, "0")
	d.exp = len(whole) + shift - (len(whole) + len(fraction) - len(digits))
	d.digits = strings.TrimRight(digits, "0")
	return d.checked()
}

func leadingDigits(s string) string {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return s[:n]
}

// parseExponent reads "", "e5", "E+05", "e-130". Exponents far out of any range are cut: the check of the range finds them.
func parseExponent(s string) (int, bool) {
	if s == "" {
		return 0, true
	}
	if s[0] != 'e' && s[0] != 'E' {
		return 0, false
	}
	s = s[1:]
	negative := strings.HasPrefix(s, "-")
	if negative || strings.HasPrefix(s, "+") {
		s = s[1:]
	}
	if s == "" || leadingDigits(s) != s {
		return 0, false
	}
	const far = 1 << 30
	exp := 0
	for i := range len(s) {
		exp = min(exp*10+int(s[i]-'0'), far)
	}
	if negative {
		exp = -exp
	}
	return exp, true
}

// checked applies the limits and gives zero its one form.
func (d decimal) checked() (decimal, *Error) {
	switch {
	case d.digits == "":
		return decimal{}, nil
	case d.exp > maxExponent:
		return d, errOverflow
	case d.exp < minExponent:
		return d, errUnderflow
	case len(d.digits) > maxDigits:
		return d, errDigits
	}
	return d, nil
}

// plain is the number as DynamoDB prints it: no exponent, no superfluous zeros.
func (d decimal) plain() string {
	if d.digits == "" {
		return "0"
	}
	var b strings.Builder
	if d.negative {
		b.WriteByte('-')
	}
	switch n := len(d.digits); {
	case d.exp <= 0:
		b.WriteString("0.")
		b.WriteString(strings.Repeat("0", -d.exp))
		b.WriteString(d.digits)
	case d.exp >= n:
		b.WriteString(d.digits)
		b.WriteString(strings.Repeat("0", d.exp-n))
	default:
		b.WriteString(d.digits[:d.exp])
		b.WriteByte('.')
		b.WriteString(d.digits[d.exp:])
	}
	return b.String()
}

// The key form of a number sorts by bytes as numbers sort by size, and no form is the beginning of another:
//
//	zero      01
//	positive  02, exponent to the base 100 plus 64, pairs of digits each plus one, 00
//	negative  00, then every byte of the positive form after its first, inverted
const (
	signNegative = 0
	signZero     = 1
	signPositive = 2
	pairBias     = 64
)

func (d decimal) encode() string {
	if d.digits == "" {
		return string([]byte{signZero})
	}
	digits, exp := d.digits, d.exp
	if exp&1 != 0 { // pairs start at an even power of ten
		digits, exp = "0"+digits, exp+1
	}
	if len(digits)&1 != 0 {
		digits += "0"
	}
	form := make([]byte, 0, 3+len(digits)/2)
	form = append(form, signPositive, byte(exp/2+pairBias))
	for i := 0; i < len(digits); i += 2 {
		form = append(form, (digits[i]-'0')*10+digits[i+1]-'0'+1)
	}
	form = append(form, 0)
	if d.negative {
		form[0] = signNegative
		invert(form[1:])
	}
	return string(form)
}

// decode is the inverse of encode; it takes only what encode made.
func decode(form string) decimal {
	if len(form) < 4 {
		return decimal{}
	}
	b := []byte(form[1:])
	d := decimal{negative: form[0] == signNegative}
	if d.negative {
		invert(b)
	}
	d.exp = (int(b[0]) - pairBias) * 2
	digits := make([]byte, 0, 2*len(b))
	for _, pair := range b[1 : len(b)-1] {
		digits = append(digits, (pair-1)/10+'0', (pair-1)%10+'0')
	}
	if digits[0] == '0' {
		digits, d.exp = digits[1:], d.exp-1
	}
	d.digits = string(bytes.TrimRight(digits, "0"))
	return d
}

// validForm says whether encode could have made form; stored bytes are checked with it.
func validForm(form string) bool {
	if form == string([]byte{signZero}) {
		return true
	}
	if len(form) < 4 || len(form) > 3+(maxDigits+2)/2 || form[0] == signZero || form[0] > signPositive {
		return false
	}
	b := []byte(form[1:])
	if form[0] == signNegative {
		invert(b)
	}
	for _, pair := range b[1 : len(b)-1] {
		if pair < 1 || pair > 100 {
			return false
		}
	}
	if b[1] == 1 || b[len(b)-2] == 1 || b[len(b)-1] != 0 {
		return false
	}
	_, fault := decode(form).checked()
	return fault == nil
}

func invert(b []byte) {
	for i := range b {
		b[i] = ^b[i]
	}
}

// Int makes a value of kind N from a whole number.
func Int(n int) Value {
	d, _ := parseDecimal(strconv.Itoa(n)) // an int is always a number in range
	return Value{kind: N, text: d.encode()}
}
