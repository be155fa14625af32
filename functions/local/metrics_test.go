package main

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"stellwerk/shared/route"
)

// some are what anybody's own would look like among figures: ids, addresses, tokens.
var some = regexp.MustCompile(`[0-9A-HJKMNP-TV-Z]{26}|@|token|[A-Za-z0-9_-]{40}`)

// figures reads what Prometheus would, at the cockpit's address, after the story of a new organisation.
func (b *browser) figures() {
	b.Helper()
	var text string
	b.must(200, "GET", metricsPath, nil, &text)
	for _, want := range []string{
		`stellwerk_requests_total{route="POST ` + route.Commands + `",class="2xx"} `, `stellwerk_requests_seconds_bucket{route="GET ` + route.Session + `",le="+Inf"} `,
		`stellwerk_deeds_total{deed="members.deactivate",state="applied"} `, `stellwerk_effects_total{what="signup.confirm",outcome="carried"} 1`,
		`stellwerk_mails_total{what="signup.confirm"} 1`, `stellwerk_jobs_total{deed="members.import",state="done"} 1`,
		`stellwerk_read_units_total{function="Api"} `, `stellwerk_write_units_total{function="Stream"} `, "\nstellwerk_outbox_mails ", "\ngo_goroutines ", "\nprocess_cpu_seconds_total ",
	} {
		if !strings.Contains(text, want) {
			b.Errorf("there are no figures %s", want)
		}
	}
	for line := range strings.Lines(text) {
		if found := some.FindString(line); found != "" {
			b.Errorf("%q in %s", found, line)
		}
	}
}

// embedded finds, in what the deployed programs have logged, the figures that CloudWatch takes from there.
func embedded(t *testing.T, log string) {
	t.Helper()
	found := map[string]bool{}
	for line := range strings.Lines(log) {
		var said struct {
			Requests, Deeds, Effects, Mails, Jobs, Batches int
			Meta                                           struct {
				CloudWatchMetrics []struct {
					Namespace string
					Metrics   []struct{ Name string }
				}
			} `json:"_aws"`
		}
		if json.Unmarshal([]byte(line), &said) != nil || len(said.Meta.CloudWatchMetrics) == 0 {
			continue
		}
		if d := said.Meta.CloudWatchMetrics[0]; d.Namespace != "" && said.Requests+said.Deeds+said.Effects+said.Mails+said.Jobs+said.Batches == 1 {
			found[d.Metrics[0].Name] = true
		}
	}
	for _, want := range []string{"requests", "deeds", "effects", "mails", "jobs", "batches"} {
		if !found[want] {
			t.Errorf("the programs' logs hold no %s as CloudWatch reads them", want)
		}
	}
}

func TestFiguresHaveAPortOfTheirOwnIfAsked(t *testing.T) {
	p := run(t, t.TempDir(), "--production", "--origin", "https://stellwerk.example.org", "--metrics-addr", "127.0.0.1:0")
	at := regexp.MustCompile(`metrics=(\S+)`).FindStringSubmatch(p.logs.String())
	if at == nil {
		t.Fatal("the log does not say where figures are")
	}
	b := p.browser()
	b.must(204, "GET", route.Session, nil, nil)
	b.address = "http://" + at[1]
	var text string
	if b.must(200, "GET", metricsPath, nil, &text); !strings.Contains(text, `stellwerk_requests_total{route="GET /v1/session",class="2xx"} 1`) {
		t.Errorf("the figures are\n%s", text)
	}
	for _, other := range []string{"/", route.Session, outboxPath, "/healthz"} {
		if status := b.do("GET", other, nil, nil); status != 404 {
			t.Errorf("%s answers %d at the port of figures", other, status)
		}
	}
}
