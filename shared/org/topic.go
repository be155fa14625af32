package org

import (
	"slices"

	"stellwerk/shared/fault"
)

// Topic is something that people want to be told of while they do not look.
type Topic string

// The topics.
const (
	TopicJobs      Topic = "jobs"      // an import or another long piece of one's own work has ended
	TopicConflicts Topic = "conflicts" // something that waited to be sent was refused; each browser tells this by itself
	TopicJoined    Topic = "joined"    // somebody has accepted an invitation
	TopicEndings   Topic = "endings"   // somebody's last day is near, or what was set for it could not be carried out
	TopicBirthdays Topic = "birthdays" // whose birthday it is, in the morning
	TopicGreetings Topic = "greetings" // somebody congratulates on one's own birthday
)

// Topics are all, in the order in which they are shown.
var Topics = []Topic{TopicJobs, TopicConflicts, TopicJoined, TopicEndings, TopicBirthdays, TopicGreetings}

// ParseTopic accepts a topic. Fault: topic.unknown on field.
func ParseTopic(field, s string) (Topic, error) {
	for _, t := range Topics {
		if string(t) == s {
			return t, nil
		}
	}
	return "", fault.On(field, "topic.unknown")
}

// Concerns says whether a role is told of the topic at all.
func (t Topic) Concerns(r Role) bool {
	return t == TopicConflicts || t == TopicGreetings || r.May(ManageMembers)
}

// Ways are how somebody is told of a topic.
type Ways string

// The ways. In the app is in the browsers where one has asked for it.
const (
	ByNone Ways = "none"
	ByApp  Ways = "app"
	ByMail Ways = "mail"
	ByBoth Ways = "both"
)

// App says whether browsers are told.
func (w Ways) App() bool { return w == ByApp || w == ByBoth }

// Mail says whether a mail is written.
func (w Ways) Mail() bool { return w == ByMail || w == ByBoth }

// Unmailed are the ways but for the mail.
func (w Ways) Unmailed() Ways {
	if w.App() {
		return ByApp
	}
	return ByNone
}

// Ways are those that there are for a topic, in the order in which they are shown. Of refused changes the server learns nothing, so that
// there is nobody to write a mail.
func (t Topic) Ways() []Ways {
	if t == TopicConflicts {
		return []Ways{ByApp, ByNone}
	}
	return []Ways{ByMail, ByApp, ByBoth, ByNone}
}

// ParseWays accepts one of a topic's ways. Fault: ways.unknown on field.
func (t Topic) ParseWays(field, s string) (Ways, error) {
	if w := Ways(s); slices.Contains(t.Ways(), w) {
		return w, nil
	}
	return "", fault.On(field, "ways.unknown")
}

// Meant are the ways that a yes or no stood for while there was nothing else to say: of last days a mail was always written as well. A greeting comes
// both ways, too: whoever gets one may have no browser here.
func (t Topic) Meant(on bool) Ways {
	switch {
	case !on:
		return ByNone
	case t == TopicEndings, t == TopicGreetings:
		return ByBoth
	}
	return ByApp
}

// Usual is what holds for somebody who has said nothing: one is told of what became of one's own work.
func (t Topic) Usual() Ways { return t.Meant(t != TopicJoined && t != TopicBirthdays) }
