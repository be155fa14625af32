package org

import "stellwerk/shared/fault"

// Topic is something that people want to be told of while they do not look.
type Topic string

// The topics.
const (
	TopicJobs      Topic = "jobs"      // an import or another long piece of one's own work has ended
	TopicConflicts Topic = "conflicts" // something that waited to be sent was refused; each browser tells this by itself
	TopicJoined    Topic = "joined"    // somebody has accepted an invitation
	TopicEndings   Topic = "endings"   // somebody's last day is near, or what was set for it could not be carried out; by mail as well
)

// Topics are all, in the order in which they are shown.
var Topics = []Topic{TopicJobs, TopicConflicts, TopicJoined, TopicEndings}

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
func (t Topic) Concerns(r Role) bool { return t == TopicConflicts || r.May(ManageMembers) }

// Usual is what holds for somebody who has said nothing: one is told of what became of one's own work.
func (t Topic) Usual() bool { return t != TopicJoined }
