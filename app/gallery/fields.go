package gallery

// fields is the group of specimens of this name.
func fields() []Specimen { return nil }
