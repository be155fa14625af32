package metrics

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/slogtest"
)

// say logs one line of each kind, as the parts of the program do.
func say(log *slog.Logger) {
	log.Info("request", "request", "r1", "route", "GET /v1/session", "status", 200, "class", ClassOf(200), "ms", 1.5, "rcu", 2.5, "wcu", 0.0)
	log.Info("request", "request", "r2", "route", "GET /v1/session", "status", 200, "class", ClassOf(204), "ms", 60.0, "rcu", 1.0, "wcu", 0.0)
	log.Info("request", "request", "r3", "route", "none", "status", 404, "class", ClassOf(404), "ms", 20000, "rcu", 0.0, "wcu", 0.0)
	log.Info("command", "deed", "members.tag", "state", "applied", "command", "01KKNTQ1T8ZF7WBKR7X2AW0MBP")
	log.Warn("effect", "what", "signup.confirm", "outcome", "put off", "err", errors.New("x"))
	log.Info("mail", "what", `a "quoted\" name`)
	log.Info("job", "deed", "members.import", "state", "done")
	log.Info("records", "tasks", 2, "ms", 3.0, "rcu", 4.0, "wcu", 5.0)
	log.Info("something else", "route", "GET /", "ms", 9.0)
}

func TestFiguresForPrometheus(t *testing.T) {
	r := NewRegistry()
	say(Counted(slog.NewTextHandler(io.Discard, nil), r).With("function", "Api"))
	var out strings.Builder
	if err := r.Write(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"# TYPE stellwerk_requests_total counter\n",
		`stellwerk_requests_total{route="GET /v1/session",class="2xx"} 2` + "\n",
		`stellwerk_requests_total{route="none",class="4xx"} 1` + "\n",
		"# TYPE stellwerk_requests_seconds histogram\n",
		`stellwerk_requests_seconds_bucket{route="GET /v1/session",le="0.001"} 0` + "\n",
		`stellwerk_requests_seconds_bucket{route="GET /v1/session",le="0.0025"} 1` + "\n",
		`stellwerk_requests_seconds_bucket{route="GET /v1/session",le="0.05"} 1` + "\n",
		`stellwerk_requests_seconds_bucket{route="GET /v1/session",le="0.1"} 2` + "\n",
		`stellwerk_requests_seconds_bucket{route="GET /v1/session",le="+Inf"} 2` + "\n",
		`stellwerk_requests_seconds_sum{route="GET /v1/session"} 0.0615` + "\n",
		`stellwerk_requests_seconds_count{route="GET /v1/session"} 2` + "\n",
		`stellwerk_requests_seconds_bucket{route="none",le="10"} 0` + "\n",
		`stellwerk_requests_seconds_bucket{route="none",le="+Inf"} 1` + "\n",
		`stellwerk_read_units_total{function="Api"} 7.5` + "\n",
		`stellwerk_write_units_total{function="Api"} 5` + "\n",
		`stellwerk_deeds_total{deed="members.tag",state="applied"} 1` + "\n",
		`stellwerk_effects_total{what="signup.confirm",outcome="put off"} 1` + "\n",
		`stellwerk_mails_total{what="a \"quoted\\\" name"} 1` + "\n",
		`stellwerk_jobs_total{deed="members.import",state="done"} 1` + "\n",
		`stellwerk_batches_total{function="Api"} 1` + "\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("there is no %s", want)
		}
	}
	if strings.Contains(out.String(), "01KKNTQ1T8ZF7WBKR7X2AW0MBP") || strings.Contains(out.String(), "r1") || strings.Count(out.String(), "# TYPE") != 10 {
		t.Errorf("ids, or what was not asked for, are among the figures:\n%s", out.String())
	}
}

// members finds what a line holds on its top level, and refuses one that stands there twice: readers differ in which they take.
func members(t *testing.T, line []byte) map[string]any {
	t.Helper()
	all := map[string]any{}
	d := json.NewDecoder(bytes.NewReader(line))
	if _, err := d.Token(); err != nil {
		t.Fatal(err)
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		var v any
		if err := d.Decode(&v); err != nil {
			t.Fatal(err)
		}
		if _, twice := all[key.(string)]; twice {
			t.Errorf("%v stands twice in %s", key, line)
		}
		all[key.(string)] = v
	}
	return all
}

// TestFiguresForCloudWatch: infra/policy counts on these names. It holds each line against the specification: what a directive names is a member of the line, a dimension a
// text that is not empty, a metric a number.
func TestFiguresForCloudWatch(t *testing.T) {
	for _, c := range []struct {
		detail string
		want   []string // dimensions of the figures
	}{
		{"", []string{"batches function", "batches_units function", "deeds state", "effects outcome", "jobs state", "mails what", "requests class", "requests_units function"}},
		{"all", []string{"batches function", "batches_units function", "deeds deed,state", "deeds state", "effects outcome", "effects what,outcome", "jobs deed,state", "jobs state",
			"mails what", "requests class", "requests route,class", "requests_units function"}},
	} {
		var out bytes.Buffer
		say(FunctionLog(&out, func(name string) string {
			return map[string]string{"METRICS_NAMESPACE": "there", "METRICS": c.detail}[name]
		}, "Stream"))
		var got []string
		for line := range bytes.Lines(out.Bytes()) {
			root := members(t, line)
			meta, told := root["_aws"].(map[string]any)
			if told != (root["msg"] != "something else") {
				t.Errorf("figures of %s: %v", line, told)
			}
			if !told {
				continue
			}
			if meta["Timestamp"].(float64) < 1.7e12 {
				t.Errorf("at %v", meta["Timestamp"])
			}
			for i, d := range meta["CloudWatchMetrics"].([]any) {
				directive := d.(map[string]any)
				first := ""
				for _, m := range directive["Metrics"].([]any) {
					name := m.(map[string]any)["Name"].(string)
					if _, number := root[name].(float64); !number {
						t.Errorf("%s is %v in %s", name, root[name], line)
					}
					if first == "" && i == 0 {
						first = name
					}
				}
				if first == "" {
					first = lines[root["msg"].(string)].figure + "_units"
				}
				for _, set := range directive["Dimensions"].([]any) {
					var names []string
					for _, key := range set.([]any) {
						names = append(names, key.(string))
						if s, _ := root[key.(string)].(string); s == "" {
							t.Errorf("dimension %v is %v in %s", key, root[key.(string)], line)
						}
					}
					got = append(got, first+" "+strings.Join(names, ","))
				}
				if directive["Namespace"] != "there" {
					t.Errorf("namespace %v", directive["Namespace"])
				}
			}
		}
		slices.Sort(got)
		if got = slices.Compact(got); !slices.Equal(got, c.want) {
			t.Errorf("METRICS=%s: %q, want %q", c.detail, got, c.want)
		}
	}
}

func TestWithoutANamespaceNothingIsAdded(t *testing.T) {
	var out bytes.Buffer
	say(FunctionLog(&out, func(string) string { return "" }, "Api"))
	if strings.Contains(out.String(), "_aws") || !strings.Contains(out.String(), `"function":"Api"`) {
		t.Error(out.String())
	}
}

// TestTheLogStaysALog: the handler passes on what it is given.
func TestTheLogStaysALog(t *testing.T) {
	var out bytes.Buffer
	h := Counted(slog.NewJSONHandler(&out, nil), NewRegistry()).Handler()
	if err := slogtest.TestHandler(h, func() (all []map[string]any) {
		for line := range bytes.Lines(out.Bytes()) {
			all = append(all, members(t, line))
		}
		return all
	}); err != nil {
		t.Error(err)
	}
}
