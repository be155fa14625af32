package gallery

// lists is the group of specimens of this name.
func lists() []Specimen { return nil }
