package metrics

import "log/slog"

// embedded writes figures in CloudWatch's embedded metric format: the line says of itself which of its members are figures, and
// CloudWatch takes them as it takes the line.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
type embedded struct {
	space string // the namespace
	all   bool   // tell apart by all labels, too
}

type directive struct {
	Namespace  string
	Dimensions [][]string
	Metrics    []metric
}

type metric struct{ Name, Unit string }

func (m embedded) write(e event) []slog.Attr {
	told := [][]string{e.few}
	if m.all && len(e.line.labels) > len(e.few) {
		told = append(told, e.line.labels)
	}
	counted := directive{m.space, told, []metric{{e.figure, "Count"}}}
	if e.times {
		counted.Metrics = append(counted.Metrics, metric{timeKey, "Milliseconds"})
	}
	directives := []directive{counted}
	if e.units {
		directives = append(directives, directive{m.space, [][]string{{functionKey}}, []metric{{readsKey, "Count"}, {writesKey, "Count"}}})
	}
	return []slog.Attr{slog.Int(e.figure, 1), slog.Any("_aws", struct {
		Timestamp         int64
		CloudWatchMetrics []directive
	}{e.at.Time.UnixMilli(), directives})}
}
