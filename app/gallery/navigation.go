package gallery

// navigation is the group of specimens of this name.
func navigation() []Specimen { return nil }
