package schedule

import (
	"crypto/rand"
	"encoding/json"
	"time"
)

// Event is the payload of a schedule without an input of its own, as EventBridge (or its Scheduler, which writes detail
// as a text) would send it. The id differs each time.
func Event(arn, region, account string, due time.Time, scheduler bool) json.RawMessage {
	source, detail := "aws.events", any(map[string]any{})
	if scheduler {
		source, detail = "aws.scheduler", "{}"
	}
	event, err := json.Marshal(map[string]any{
		"version":     "0",
		"id":          rand.Text(),
		"detail-type": "Scheduled Event",
		"source":      source,
		"account":     account,
		"time":        due.UTC().Format(time.RFC3339),
		"region":      region,
		"resources":   []string{arn},
		"detail":      detail,
	})
	if err != nil {
		panic(err) // texts and maps of texts always encode
	}
	return event
}
