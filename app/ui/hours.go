package ui

// Hours writes a number of hours out, whole days as days: 8 Stunden, 30 Tage.
func Hours(n int) string {
	if n%24 == 0 {
		return N("span.days", n/24)
	}
	return N("span.hours", n)
}
