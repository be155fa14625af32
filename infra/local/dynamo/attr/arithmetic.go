package attr

import (
	"math/big"
	"strings"
)

// Add is a + b for two numbers. Results out of range or with more than 38 significant digits are refused, never rounded;
// for both DynamoDB says that the number overflows.
func Add(a, b Value) (Value, error) { return combine(a, b, (*big.Int).Add) }

// Subtract is a - b, with the limits of Add.
func Subtract(a, b Value) (Value, error) { return combine(a, b, (*big.Int).Sub) }

func combine(a, b Value, op func(z, x, y *big.Int) *big.Int) (Value, error) {
	if a.kind != N || b.kind != N {
		return Value{}, invalid("An operand in the update expression has an incorrect data type")
	}
	x, y := decode(a.text), decode(b.text)
	// Both as whole multiples of the smaller last digit's power of ten: at most 38 + 255 digits.
	unit := min(x.exp-len(x.digits), y.exp-len(y.digits))
	sum := op(new(big.Int), x.multiple(unit), y.multiple(unit))
	digits := sum.String()
	d := decimal{negative: strings.HasPrefix(digits, "-")}
	digits = strings.TrimPrefix(digits, "-")
	d.exp = len(digits) + unit
	if sum.Sign() != 0 {
		d.digits = strings.TrimRight(digits, "0")
	}
	d, fault := d.checked()
	if fault == errDigits {
		fault = errOverflow
	}
	if fault != nil {
		return Value{}, fault
	}
	return Value{kind: N, text: d.encode()}, nil
}

// multiple is d divided by 10^unit, which must be a whole number.
func (d decimal) multiple(unit int) *big.Int {
	n := new(big.Int)
	if d.digits == "" {
		return n
	}
	n.SetString(d.digits+strings.Repeat("0", d.exp-len(d.digits)-unit), 10)
	if d.negative {
		n.Neg(n)
	}
	return n
}
