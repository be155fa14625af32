package gallery

// records is the group of specimens of this name.
func records() []Specimen { return nil }
