// Package metrics makes figures of what functions log, so that whatever is counted is also said, once. A line of the log whose message stands
// in lines is counted by some of its attributes: on one machine in a Registry, which Prometheus reads; on AWS in the line itself, in
// CloudWatch's embedded metric format, which needs no call and no right.
package metrics

import (
	"context"
	"io"
	"log/slog"
	"slices"
	"strconv"
)

// line is a message that is counted.
type line struct {
	figure string // what is counted
	// labels are the attributes by which it is told apart. Their values are few and known to the program: names of routes, deeds and
	// outcomes, never an id and never what somebody wrote. few are those by which CloudWatch tells apart: it bills each combination.
	labels, few []string
	times       bool // the attribute ms is how long it took
	units       bool // the attributes rcu and wcu are what it asked of the table
}

// lines are all figures, by the message of the log.
var lines = map[string]line{
	"request": {figure: "requests", labels: []string{"route", "class"}, few: []string{"class"}, times: true, units: true},
	"command": {figure: "deeds", labels: []string{"deed", "state"}, few: []string{"state"}},
	"effect":  {figure: "effects", labels: []string{"what", "outcome"}, few: []string{"outcome"}},
	"mail":    {figure: "mails", labels: []string{"what"}, few: []string{"what"}},
	"job":     {figure: "jobs", labels: []string{"deed", "state"}, few: []string{"state"}},
	"records": {figure: "batches", labels: []string{functionKey}, few: []string{functionKey}, times: true, units: true},
}

// What lines have beside their labels.
const (
	functionKey = "function"
	timeKey     = "ms"
	readsKey    = "rcu"
	writesKey   = "wcu"
)

// ClassOf is the class of an HTTP status: 2xx and the like.
func ClassOf(status int) string { return strconv.Itoa(status/100) + "xx" }

// FunctionLog is the log of a function in AWS: JSON, a line for each event, and figures in CloudWatch's format where METRICS_NAMESPACE says
// under which name they go. METRICS=all tells them apart by routes and deeds, too.
func FunctionLog(out io.Writer, getenv func(string) string, function string) *slog.Logger {
	h := slog.Handler(slog.NewJSONHandler(out, nil))
	if space := getenv("METRICS_NAMESPACE"); space != "" {
		h = handler{Handler: h, write: embedded{space, getenv("METRICS") == "all"}.write}
	}
	return slog.New(h).With(functionKey, function)
}

// Counted is a log whose figures are counted in a registry.
func Counted(h slog.Handler, r *Registry) *slog.Logger {
	return slog.New(handler{Handler: h, write: r.count})
}

// event is a line that is counted, with what it says.
type event struct {
	line
	at     slog.Record
	labels []string // values of line.labels
	values map[string]slog.Value
}

func (e event) text(key string) string {
	if v, ok := e.values[key]; ok && v.String() != "" {
		return v.String()
	}
	return "none"
}

func (e event) number(key string) float64 {
	switch v := e.values[key]; v.Kind() {
	case slog.KindInt64:
		return float64(v.Int64())
	case slog.KindFloat64:
		return v.Float64()
	}
	return 0
}

// handler passes lines on, those that are counted with what write adds to them.
type handler struct {
	slog.Handler
	with  []slog.Attr // of the logger
	write func(event) []slog.Attr
}

func (h handler) Handle(ctx context.Context, r slog.Record) error {
	if counted, ok := lines[r.Message]; ok {
		e := event{line: counted, at: r, values: map[string]slog.Value{}}
		take := func(a slog.Attr) bool { e.values[a.Key] = a.Value.Resolve(); return true }
		for _, a := range h.with {
			take(a)
		}
		r.Attrs(take)
		for _, key := range counted.labels {
			e.labels = append(e.labels, e.text(key))
		}
		r = r.Clone()
		r.AddAttrs(h.write(e)...)
	}
	return h.Handler.Handle(ctx, r)
}

func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	h.Handler, h.with = h.Handler.WithAttrs(attrs), slices.Concat(h.with, attrs)
	return h
}

func (h handler) WithGroup(name string) slog.Handler {
	h.Handler = h.Handler.WithGroup(name)
	return h
}
