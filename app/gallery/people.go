package gallery

// people is the group of specimens of this name.
func people() []Specimen { return nil }
