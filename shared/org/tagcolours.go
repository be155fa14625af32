package org

import (
	"strconv"
	"strings"

	"stellwerk/shared/fault"
)

// Limits of the colours of tags.
const (
	TagColoursMost = 200 // tags that have one
	TagHues        = 8   // colours that there are, from 1
)

// TagColours is which colours an organisation has given its tags: the tag in lower case and the number of the colour.
type TagColours pairs

// Of is a tag's colour, 1 to TagHues; 0 for none.
func (c TagColours) Of(tag string) (colour int) {
	if c == "" {
		return 0
	}
	name := strings.ToLower(tag)
	c.Each(func(n string, hue int) {
		if n == name {
			colour = hue
		}
	})
	return colour
}

// Each calls do for each tag that has a colour, in lower case.
func (c TagColours) Each(do func(tag string, colour int)) {
	pairs(c).each(func(n, v string) {
		hue, _ := strconv.Atoi(v) // what is none is 0, and was not let in
		do(n, hue)
	})
}

// With is c where a tag has a colour, none for 0.
func (c TagColours) With(tag string, colour int) TagColours {
	value := ""
	if colour > 0 {
		value = strconv.Itoa(colour)
	}
	return TagColours(pairs(c).with(strings.ToLower(tag), value))
}

// ParseTagColours accepts what With makes. Faults: tagColours.malformed, tagColours.tooMany, tag.colour.
func ParseTagColours(field, s string) (TagColours, error) {
	if s == "" {
		return "", nil
	}
	n, ok := pairs(s).count()
	switch {
	case !ok:
		return "", fault.On(field, "tagColours.malformed")
	case n > TagColoursMost:
		return "", fault.On(field, "tagColours.tooMany", "max", strconv.Itoa(TagColoursMost))
	}
	var wrong error
	TagColours(s).Each(func(tag string, colour int) {
		if t, err := ParseTags(field, []string{tag}); wrong == nil && (err != nil || t[0] != tag || strings.ToLower(tag) != tag) {
			wrong = fault.On(field, "tagColours.malformed")
		}
		if _, err := ParseTagColour(field, colour); wrong == nil && (err != nil || colour == 0) {
			wrong = fault.On(field, "tag.colour", "max", strconv.Itoa(TagHues))
		}
		if pairs(s).with(tag, strconv.Itoa(colour)) != pairs(s) { // 07 is no way to write 7
			wrong = fault.On(field, "tagColours.malformed")
		}
	})
	if wrong != nil {
		return "", wrong
	}
	return TagColours(s), nil
}

// ParseTagColour accepts a colour of tags, 1 to 8, or 0 for none. Fault: tag.colour.
func ParseTagColour(field string, colour int) (int, error) {
	if colour < 0 || colour > TagHues {
		return 0, fault.On(field, "tag.colour", "max", strconv.Itoa(TagHues))
	}
	return colour, nil
}
