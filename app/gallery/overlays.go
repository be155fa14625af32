package gallery

// overlays is the group of specimens of this name.
func overlays() []Specimen { return nil }
