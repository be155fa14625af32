package org

import (
	"strconv"
	"strings"

	"stellwerk/shared/fault"
)

// quotaUnits are the units of storage, each 1,024 times the one before.
var quotaUnits = []string{"B", "KB", "MB", "GB", "TB"}

// MaxQuota is how many TB of storage a member may have at most.
const MaxQuota = 1024

// ParseQuota accepts an amount of storage such as 500 MB, 1,5 TB or 1048576, which are bytes, or nothing for none. It comes back as a number with a dot, a space and B, KB, MB,
// GB or TB. Fault: quota.malformed.
func ParseQuota(field, s string) (string, error) {
	s = strings.ToUpper(strings.Join(strings.Fields(s), ""))
	if s == "" {
		return "", nil
	}
	number := strings.TrimRight(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	unit := strings.Replace(s[len(number):], "IB", "B", 1) // GiB is what is meant
	switch unit {
	case "", "BYTE", "BYTES":
		unit = "B"
	case "K", "M", "G", "T":
		unit += "B"
	}
	number = strings.Replace(number, ",", ".", 1)
	whole, part, dotted := strings.Cut(number, ".")
	malformed := fault.On(field, "quota.malformed", "tb", strconv.Itoa(MaxQuota))
	bytes := QuotaBytes(number + " " + unit)
	if strings.Trim(whole+part, "0123456789") != "" || whole == "" || dotted && part == "" || len(number) > 16 || bytes == 0 || bytes > MaxQuota<<40 || unit == "B" && dotted {
		return "", malformed
	}
	if dotted {
		number = strings.TrimSuffix(strings.TrimRight(number, "0"), ".")
	}
	if number = strings.TrimLeft(number, "0"); number == "" || number[0] == '.' {
		number = "0" + number
	}
	return number + " " + unit, nil
}

// QuotaOf is a number of bytes as ParseQuota gives it, to one decimal.
func QuotaOf(bytes int64) string {
	n, unit := float64(bytes), 0
	for n >= 1023.95 && unit < len(quotaUnits)-1 {
		n, unit = n/1024, unit+1
	}
	return strings.TrimSuffix(strconv.FormatFloat(n, 'f', 1, 64), ".0") + " " + quotaUnits[unit]
}

// QuotaBytes is how many bytes an amount of storage is, as ParseQuota gives it; 0 for none.
func QuotaBytes(quota string) uint64 {
	number, unit, _ := strings.Cut(quota, " ")
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || n < 0 || n > 1<<50 {
		return 0
	}
	for _, u := range quotaUnits {
		if u == unit {
			return uint64(n)
		}
		n *= 1024
	}
	return 0
}
