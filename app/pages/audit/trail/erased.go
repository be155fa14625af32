package trail

// Erased says whether values of what is here have been erased for good.
func (t *Trail) Erased() bool {
	for _, e := range t.Entries {
		if e.Erased() {
			return true
		}
	}
	return false
}
