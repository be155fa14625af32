package template

import (
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"stellwerk/infra/local/schedule"
)

// Route is one route of the HTTP API.
type Route struct {
	Event   string        // name of the event in the template
	Method  string        // upper case, or "ANY"
	Path    string        // "$default", or a path such as /v1/{id} or /{proxy+}
	Timeout time.Duration // how long the gateway waits, at most 30 s
}

// Key is the route key as events carry it: "$default", or method and path.
func (r Route) Key() string {
	if r.Path == "$default" {
		return r.Path
	}
	return r.Method + " " + r.Path
}

// Stream is a table's stream that feeds a function. Zero limits are AWS's defaults: retry until the record is too old.
type Stream struct {
	Event          string
	Table          string // logical id of the table
	FromStart      bool   // TRIM_HORIZON; otherwise only what comes after the first start
	BatchSize      int    // 1 to 10,000
	Window         time.Duration
	Bisect         bool // a refused batch is halved
	Tries          int  // retries after the first try; -1: as long as the record lives
	MaximumAge     time.Duration
	ReportFailures bool   // the function answers which records it could not do
	DeadLetters    string // logical id of the queue, or ""
}

// Schedule is a clock that calls a function.
type Schedule struct {
	Event      string
	Expression string // rate(…) or cron(…)
	Zone       *time.Location
	Enabled    bool
	Scheduler  bool            // EventBridge Scheduler (ScheduleV2), not a rule: their default events differ
	Input      json.RawMessage // payload; nil: the service's own event
}

func (r *reader) events(f *Function, what string, n *yaml.Node) {
	r.pairs(n, "Events of "+what, func(key, value *yaml.Node) {
		name := "event " + key.Value + " of " + f.ID
		kind := ""
		properties := &yaml.Node{Kind: yaml.MappingNode, Line: key.Line}
		r.fields(value, name, map[string]field{
			"Type":       r.setText(&kind, "Type of "+name),
			"Properties": func(v *yaml.Node) { properties = v },
		})
		switch kind {
		case "HttpApi":
			r.route(f, key, name, properties)
		case "DynamoDB":
			r.stream(f, key, name, properties)
		case "Schedule":
			r.schedule(f, key, name, properties, false)
		case "ScheduleV2":
			r.schedule(f, key, name, properties, true)
		default:
			r.refuse(key, "%s has type %q; only HttpApi, DynamoDB, Schedule and ScheduleV2 have a local meaning", name, kind)
		}
	})
}

var (
	routePath   = regexp.MustCompile(`^(?:/|(?:/(?:[^{}/\s]+|\{[A-Za-z0-9._-]+\}))*(?:/\{[A-Za-z0-9._-]+\+\})?/?)$`)
	httpMethods = map[string]bool{"ANY": true, "GET": true, "HEAD": true, "POST": true, "PUT": true, "PATCH": true, "DELETE": true, "OPTIONS": true}
)

func (r *reader) route(f *Function, key *yaml.Node, what string, n *yaml.Node) {
	route := Route{Event: key.Value, Method: "ANY", Path: "$default"}
	milliseconds := 30000
	method := ""
	r.fields(n, what, map[string]field{
		"Path":                 r.setText(&route.Path, "Path of "+what),
		"Method":               r.setText(&method, "Method of "+what),
		"ApiId":                ignored,
		"PayloadFormatVersion": r.only("PayloadFormatVersion of "+what, "2.0"),
		"TimeoutInMillis":      r.setInt(&milliseconds, "TimeoutInMillis of "+what, 50, 30000),
		"RouteSettings":        ignored,
	})
	if method != "" {
		route.Method = strings.ToUpper(method)
	}
	if !httpMethods[route.Method] {
		r.refuse(key, "%s has method %q; write ANY or one of HTTP's", what, method)
	}
	if route.Path != "$default" && !routePath.MatchString(route.Path) {
		r.refuse(key, "%s has path %q; write parts like /a/{b}, a greedy {name+} only at the end", what, route.Path)
	}
	route.Timeout = time.Duration(milliseconds) * time.Millisecond
	for _, other := range r.out.Functions {
		for _, o := range other.Routes {
			if o.Key() == route.Key() {
				r.refuse(key, "%s: route %q belongs to event %s of %s already", what, route.Key(), o.Event, other.ID)
			}
		}
	}
	f.Routes = append(f.Routes, route)
}

func (r *reader) stream(f *Function, key *yaml.Node, what string, n *yaml.Node) {
	s := Stream{Event: key.Value, BatchSize: 100, Tries: -1}
	source, start, window, age := "", "", 0, -1
	r.fields(n, what, map[string]field{
		"Stream": r.setText(&source, "Stream of "+what),
		"StartingPosition": func(v *yaml.Node) {
			start = v.Value
			r.only("StartingPosition of "+what, "TRIM_HORIZON", "LATEST")(v)
		},
		"BatchSize":                      r.setInt(&s.BatchSize, "BatchSize of "+what, 1, 10000),
		"MaximumBatchingWindowInSeconds": r.setInt(&window, "MaximumBatchingWindowInSeconds of "+what, 0, 300),
		"BisectBatchOnFunctionError":     r.setBool(&s.Bisect, "BisectBatchOnFunctionError of "+what),
		"MaximumRetryAttempts":           r.setInt(&s.Tries, "MaximumRetryAttempts of "+what, -1, 10000),
		"MaximumRecordAgeInSeconds":      r.setInt(&age, "MaximumRecordAgeInSeconds of "+what, -1, 604800),
		"FunctionResponseTypes": func(v *yaml.Node) {
			for _, t := range r.list(v, "FunctionResponseTypes of "+what) {
				r.only("FunctionResponseTypes of "+what, "ReportBatchItemFailures")(t)
				s.ReportFailures = true
			}
		},
		"DestinationConfig": func(v *yaml.Node) { s.DeadLetters = r.deadLetters(v, what) },
		// One shard holds a local table, and records of one item stay in order however many workers AWS uses.
		"ParallelizationFactor": ignored,
	})
	if start == "" {
		r.refuse(key, "%s needs StartingPosition: TRIM_HORIZON or LATEST", what)
	}
	s.FromStart = start == "TRIM_HORIZON"
	s.Window = time.Duration(window) * time.Second
	if age > 0 {
		s.MaximumAge = time.Duration(age) * time.Second
	}
	for _, res := range r.resources {
		if res.kind == "AWS::DynamoDB::Table" && source == streamARN(r.arn("dynamodb", "table/"+r.name(res))) {
			s.Table = res.id
			if child(res.properties, "StreamSpecification") == nil {
				r.refuse(key, "%s reads the stream of %s, which has no StreamSpecification", what, res.id)
			}
		}
	}
	if s.Table == "" {
		r.refuse(key, "Stream of %s must be !GetAtt <a table of this template>.StreamArn", what)
	}
	f.Streams = append(f.Streams, s)
}

// deadLetters finds the queue that takes what was given up.
func (r *reader) deadLetters(n *yaml.Node, what string) (queue string) {
	r.fields(n, "DestinationConfig of "+what, map[string]field{
		"OnFailure": func(v *yaml.Node) {
			r.fields(v, "OnFailure of "+what, map[string]field{
				"Type": r.only("Type of OnFailure of "+what, "SQS"),
				"Destination": func(d *yaml.Node) {
					for _, res := range r.resources {
						if res.kind == "AWS::SQS::Queue" && d.Value == r.arn("sqs", r.name(res)) {
							queue = res.id
						}
					}
					if queue == "" {
						r.refuse(d, "Destination of %s must be !GetAtt <a queue of this template>.Arn", what)
					}
				},
			})
		},
	})
	return queue
}

func (r *reader) schedule(f *Function, key *yaml.Node, what string, n *yaml.Node, scheduler bool) {
	s := Schedule{Event: key.Value, Zone: time.UTC, Enabled: true, Scheduler: scheduler}
	expression := func(v *yaml.Node) {
		s.Expression = r.text(v, "the expression of "+what)
		if _, err := schedule.Parse(s.Expression); err != nil {
			r.refuse(v, "%s: %v", what, err)
		}
	}
	known := map[string]field{
		"Name": ignored, "Description": ignored,
		"Input": func(v *yaml.Node) {
			if !json.Valid([]byte(r.text(v, "Input of "+what))) {
				r.refuse(v, "Input of %s must be JSON", what)
			}
			s.Input = json.RawMessage(v.Value)
		},
		"State": func(v *yaml.Node) {
			r.only("State of "+what, "ENABLED", "DISABLED")(v)
			s.Enabled = v.Value == "ENABLED"
		},
		// A missed run happens once here, and a failed one is logged: the next comes soon enough.
		"RetryPolicy":      ignored,
		"DeadLetterConfig": ignored,
	}
	if scheduler {
		known["ScheduleExpression"] = expression
		known["ScheduleExpressionTimezone"] = func(v *yaml.Node) {
			zone, err := time.LoadLocation(v.Value)
			if err != nil || v.Value == "" {
				r.refuse(v, "%s: time zone %q is not known; write one like Europe/Berlin", what, v.Value)
				return
			}
			s.Zone = zone
		}
	} else {
		known["Schedule"] = expression
		known["Enabled"] = r.setBool(&s.Enabled, "Enabled of "+what)
	}
	r.fields(n, what, known)
	if s.Expression == "" {
		r.refuse(key, "%s has no expression; write rate(…) or cron(…)", what)
	}
	f.Schedules = append(f.Schedules, s)
}
