package gallery

// choices is the group of specimens of this name.
func choices() []Specimen { return nil }
