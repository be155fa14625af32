package gallery

// charts is the group of specimens of this name.
func charts() []Specimen { return nil }
