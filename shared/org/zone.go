package org

import (
	"strings"

	"stellwerk/shared/fault"
)

// DefaultZone is the time zone of an organisation that has chosen none.
const DefaultZone = "Europe/Berlin"

// maxZone is how many characters the name of a time zone has at most; the longest there are have 32.
const maxZone = 64

// ParseZone accepts what has the form of a time zone's name, Europe/Berlin, or nothing for the default one. Whether there is such a zone says a
// world. Fault: zone.unknown.
func ParseZone(field, s string) (string, error) {
	s = strings.TrimSpace(s)
	if len(s) > maxZone || s == "Local" {
		return "", fault.On(field, "zone.unknown")
	}
	for part := range strings.SplitSeq(s, "/") {
		if s != "" && part == "" || strings.Trim(part, zoneLetters) != "" {
			return "", fault.On(field, "zone.unknown")
		}
	}
	return s, nil
}

const zoneLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-"

// TimeZone is where the organisation's days begin and end.
func (t Tenant) TimeZone() string {
	if t.Zone == "" {
		return DefaultZone
	}
	return t.Zone
}
