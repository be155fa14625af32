package gallery

// search is the group of specimens of this name.
func search() []Specimen { return nil }
