package route

import (
	"slices"
	"time"

	"stellwerk/shared/org"
)

// MaxDevices is how many browsers an account is pushed to at most.
const MaxDevices = 10

// SubscribeRequest is what a browser gives to be pushed to: a PushSubscription, with its keys in base64url without padding.
type SubscribeRequest struct {
	Endpoint string `json:"endpoint"`
	P256dh   string `json:"p256dh"`
	Auth     string `json:"auth"`
}

// PushReply is where an account is pushed to, and what a browser needs to be one of these.
type PushReply struct {
	Key     string   `json:"key"` // the public key to subscribe with, as base64url without padding
	Devices []PushTo `json:"devices"`
}

// PushTo is one browser.
type PushTo struct {
	ID   string     `json:"id"` // the SHA-256 of its endpoint, as base64url without padding: a browser knows itself by it
	On   org.Device `json:"on"`
	Made time.Time  `json:"made"`
	Here bool       `json:"here,omitempty"` // it belongs to the session that asks
}

// TopicRequest says how one wants to be told of a topic, in one organisation.
type TopicRequest struct {
	Topic string `json:"topic"`
	By    string `json:"by"` // mail, app, both or none; of conflicts app or none
}

// TopicsReply is what one is told of in an organisation: the topics that there are for one's role, in order.
type TopicsReply struct {
	Topics []TopicState `json:"topics"`
}

// TopicState is one topic.
type TopicState struct {
	Topic org.Topic `json:"topic"`
	By    org.Ways  `json:"by"`
}

// BirthdaysReply is whose birthday one is reminded of in an organisation.
type BirthdaysReply struct {
	By    org.Ways       `json:"by"`    // of the topic birthdays
	Muted []org.MemberID `json:"muted"` // of whose one is not, while there are ways
	Only  []org.MemberID `json:"only"`  // of whose alone one is, by mail, while there are none
}

// Reminds says whether one is reminded of a member's birthday.
func (r BirthdaysReply) Reminds(m org.MemberID) bool {
	if r.By == org.ByNone {
		return slices.Contains(r.Only, m)
	}
	return !slices.Contains(r.Muted, m)
}

// RemindRequest says whether one wants to be reminded of a member's birthday, by what holds for the topic now.
type RemindRequest struct {
	Member string `json:"member"`
	On     bool   `json:"on"`
}

// MaxReminds is how many members one can be reminded of apart from others, or left in peace of.
const MaxReminds = 500
