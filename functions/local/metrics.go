package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// metricsPath is where Prometheus reads figures.
const metricsPath = "/metrics"

// startedAt is when this process began.
var startedAt = time.Now()

// metricsOnly is the port that --metrics-addr opens: it has nothing else.
func (i *installation) metricsOnly() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+metricsPath, i.writeMetrics)
	return mux
}

// writeMetrics writes what was counted since the start, and how the process is.
func (i *installation) writeMetrics(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if err := i.figures.Write(w); err != nil {
		return // whoever asked has gone
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	gauge(w, "go_goroutines", float64(runtime.NumGoroutine()))
	gauge(w, "go_memstats_heap_inuse_bytes", float64(m.HeapInuse))
	gauge(w, "process_start_time_seconds", float64(startedAt.Unix()))
	if resident, ok := residentBytes(); ok {
		gauge(w, "process_resident_memory_bytes", resident)
	}
	if seconds, ok := processorSeconds(); ok {
		fmt.Fprintf(w, "# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total %s\n", strconv.FormatFloat(seconds, 'f', 2, 64))
	}
	gauge(w, "stellwerk_outbox_mails", float64(len(i.outbox.Mails())))
}

func gauge(w io.Writer, name string, value float64) {
	fmt.Fprintf(w, "# TYPE %s gauge\n%s %s\n", name, name, strconv.FormatFloat(value, 'f', -1, 64))
}

// processorSeconds is how long the process has kept processors busy; only Linux tells.
func processorSeconds() (float64, bool) {
	data, err := os.ReadFile("/proc/self/stat")
	_, after, found := strings.Cut(string(data), ") ") // the program's name may hold anything but this
	fields := strings.Fields(after)
	if err != nil || !found || len(fields) < 13 {
		return 0, false
	}
	user, err1 := strconv.ParseFloat(fields[11], 64)
	system, err2 := strconv.ParseFloat(fields[12], 64)
	return (user + system) / 100, err1 == nil && err2 == nil // in hundredths of a second on every Linux
}

// residentBytes is the memory that the process has, with the part of the database's file that is in it; only Linux tells.
func residentBytes() (float64, bool) {
	data, err := os.ReadFile("/proc/self/statm")
	if fields := strings.Fields(string(data)); err == nil && len(fields) > 1 {
		pages, err := strconv.ParseFloat(fields[1], 64)
		return pages * float64(os.Getpagesize()), err == nil
	}
	return 0, false
}
