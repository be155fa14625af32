package org_test

import (
	"testing"

	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

func TestTheWaysOfTopics(t *testing.T) {
	for _, c := range []struct {
		story string
		topic org.Topic
		said  string
		want  org.Ways
		code  string
	}{
		{"of one's own work by mail", org.TopicJobs, "mail", org.ByMail, ""},
		{"both ways", org.TopicEndings, "both", org.ByBoth, ""},
		{"not at all", org.TopicJoined, "none", org.ByNone, ""},
		{"refused changes are told by the browser alone", org.TopicConflicts, "mail", "", "ways.unknown"},
		{"or not at all", org.TopicConflicts, "none", org.ByNone, ""},
		{"nothing said", org.TopicJobs, "", "", "ways.unknown"},
		{"what there is not", org.TopicJobs, "Mail", "", "ways.unknown"},
	} {
		got, err := c.topic.ParseWays("by", c.said)
		f := fault.First(err)
		if got != c.want || (f == nil) != (c.code == "") || f != nil && (f.Code != c.code || f.Field != "by") {
			t.Errorf("%s: %q, %v; want %q, %s", c.story, got, err, c.want, c.code)
		}
	}
	for by, want := range map[org.Ways][2]bool{org.ByNone: {false, false}, org.ByApp: {true, false}, org.ByMail: {false, true}, org.ByBoth: {true, true}} {
		if got := [2]bool{by.App(), by.Mail()}; got != want || by.Unmailed().App() != want[0] || by.Unmailed().Mail() {
			t.Errorf("%s: in the app, by mail %v, want %v", by, got, want)
		}
	}
}
