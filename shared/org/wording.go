package org

import (
	"slices"

	"stellwerk/shared/fault"
)

// Wording is what an organisation calls its members.
type Wording string

// The wordings.
const (
	Members    Wording = "" // unless something else is chosen
	Employees  Wording = "employee"
	Students   Wording = "student"
	Colleagues Wording = "colleague"
)

// Wordings are what may be chosen.
var Wordings = []Wording{Members, Employees, Students, Colleagues}

// ParseWording accepts one of Wordings. Fault: wording.unknown.
func ParseWording(field, s string) (string, error) {
	if !slices.Contains(Wordings, Wording(s)) {
		return "", fault.On(field, "wording.unknown")
	}
	return s, nil
}
