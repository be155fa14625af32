package table

import (
	"fmt"
	"strconv"
	"strings"
)

// Ranges is a rising list of positions, kept as runs: a job writes most of its entries one after the other.
type Ranges [][2]uint64

// Add appends a position that is above all others.
func (r Ranges) Add(seq uint64) Ranges {
	out := append(Ranges{}, r...)
	if n := len(out); n > 0 && out[n-1][1]+1 == seq {
		out[n-1][1] = seq
		return out
	}
	return append(out, [2]uint64{seq, seq})
}

// All lists the positions.
func (r Ranges) All() []uint64 {
	var out []uint64
	for _, run := range r {
		for seq := run[0]; seq <= run[1]; seq++ {
			out = append(out, seq)
		}
	}
	return out
}

// String writes 4-7,9.
func (r Ranges) String() string {
	parts := make([]string, len(r))
	for i, run := range r {
		parts[i] = strconv.FormatUint(run[0], 10)
		if run[0] != run[1] {
			parts[i] += "-" + strconv.FormatUint(run[1], 10)
		}
	}
	return strings.Join(parts, ",")
}

func parseRanges(s string) (Ranges, error) {
	var out Ranges
	if s == "" {
		return nil, nil
	}
	for part := range strings.SplitSeq(s, ",") {
		first, last, isRun := strings.Cut(part, "-")
		if !isRun {
			last = first
		}
		a, errA := strconv.ParseUint(first, 10, 64)
		b, errB := strconv.ParseUint(last, 10, 64)
		if errA != nil || errB != nil || b < a {
			return nil, fmt.Errorf("table: no ranges: %q", s)
		}
		out = append(out, [2]uint64{a, b})
	}
	return out, nil
}

// parseNumber reads what number wrote.
func parseNumber(s string) int {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0
	}
	return int(n)
}
