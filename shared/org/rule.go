package org

import (
	"slices"
	"strings"

	"stellwerk/shared/fault"
)

// Rule says who belongs to a smart group: everybody who is in service and meets all of its conditions, each "what=value" on a line of its own, in the order of
// RuleParts. "" is no rule: of a group whose members are chosen. It is one text, so that a group stays comparable.
type Rule string

// What a condition can be about. A tag is met in any case; title and location as they are written; within is the id of a group, whose members and those of
// its subgroups meet it.
const (
	RuleTag      = "tag"
	RuleTitle    = "title"
	RuleLocation = "location"
	RuleKind     = "kind"
	RuleWithin   = "within"
)

// RuleParts are what conditions can be about, in their order.
var RuleParts = []string{RuleTag, RuleTitle, RuleLocation, RuleKind, RuleWithin}

// RuleOf makes a rule of conditions; those that say nothing are left out.
func RuleOf(parts map[string]string) Rule {
	var lines []string
	for _, p := range RuleParts {
		if v := parts[p]; v != "" {
			lines = append(lines, p+"="+v)
		}
	}
	return Rule(strings.Join(lines, "\n"))
}

// Parts are its conditions.
func (r Rule) Parts() map[string]string {
	out := map[string]string{}
	for line := range strings.SplitSeq(string(r), "\n") {
		if what, value, ok := strings.Cut(line, "="); ok {
			out[what] = value
		}
	}
	return out
}

// Within is the group that it asks for; "" for none.
func (r Rule) Within() GroupID { return GroupID(r.Parts()[RuleWithin]) }

// Test makes a function that says who meets the rule; in says whether a membership is in the group that it asks for, or below it.
func (r Rule) Test(in func(GroupID) bool) func(*Member) bool {
	p := r.Parts()
	tag, title, location, kind, within := p[RuleTag], p[RuleTitle], p[RuleLocation], p[RuleKind], p[RuleWithin] // once, not for each member
	return func(m *Member) bool {
		return len(p) > 0 && !m.Deactivated &&
			(tag == "" || HasTag(m.Tags, tag)) &&
			(title == "" || m.Title == title) &&
			(location == "" || m.Location == location) &&
			(kind == "" || string(m.Kind()) == kind) &&
			(within == "" || slices.ContainsFunc(m.Groups, func(g Membership) bool { return in(g.Group) }))
	}
}

// ParseRule accepts a rule, each of whose conditions is as the field of a member is. Faults: rule.malformed, and those of the fields.
func ParseRule(field, s string) (string, error) {
	p := Rule(s).Parts()
	if RuleOf(p) != Rule(s) {
		return "", fault.On(field, "rule.malformed")
	}
	for what, parse := range map[string]func(string, string) (string, error){
		RuleTag: func(f, s string) (string, error) {
			tags, err := ParseTags(f, []string{s})
			return strings.Join(tags, ""), err
		},
		RuleTitle:    ParseTitle,
		RuleLocation: ParseTitle,
		RuleKind: func(f, s string) (string, error) {
			k, err := ParseKind(f, s)
			return string(k), err
		},
		RuleWithin: func(f, s string) (string, error) {
			id, err := ParseID[GroupID](f, s)
			return string(id), err
		},
	} {
		if v := p[what]; v != "" {
			got, err := parse(field, v)
			if err == nil && got != v {
				err = fault.On(field, "rule.malformed")
			}
			if err != nil {
				return "", err
			}
		}
	}
	return s, nil
}
