package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// house is the installation under load: a process of its own over a directory of its own, on a port of this machine.
type house struct {
	program string
	dir     string
	addr    string
	log     *os.File
	http    *http.Client

	mu    sync.Mutex
	cmd   *exec.Cmd
	ended chan struct{} // closed when the process is gone
	kills int
	away  time.Duration // the longest that it did not answer after a kill

	heap     []float64 // bytes in use, second by second
	resident float64
	busy     []float64 // seconds of processors used so far, second by second, since it was last started
}

// startTime is how long an installation may take until it answers.
const startTime = 30 * time.Second

func open(ctx context.Context, program string) (*house, error) {
	dir, err := os.MkdirTemp("", "stellwerk-load-")
	if err != nil {
		return nil, err
	}
	h := &house{program: program, dir: dir, http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 8192}, Timeout: time.Minute}}
	if err := h.prepare(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	if err := h.start(ctx); err != nil {
		h.close()
		return nil, err
	}
	return h, nil
}

// prepare makes a web app of two empty pages and finds a port.
func (h *house) prepare() (err error) {
	site := filepath.Join(h.dir, "site")
	if err := os.Mkdir(site, 0o700); err != nil {
		return err
	}
	for _, page := range []string{"index.html", "app.html"} {
		if err := os.WriteFile(filepath.Join(site, page), []byte("<!doctype html>"), 0o600); err != nil {
			return err
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	h.addr = l.Addr().String()
	h.log, err = os.Create(filepath.Join(h.dir, "log"))
	return errors.Join(err, l.Close())
}

// start starts the process and waits until it answers.
func (h *house) start(ctx context.Context) error {
	// Clients say in X-Forwarded-For where they are, so that each has a network of its own.
	cmd := exec.Command(h.program, "--addr", h.addr, "--data", filepath.Join(h.dir, "data"), "--site", filepath.Join(h.dir, "site"), "--trust-proxy")
	cmd.Stdout, cmd.Stderr = h.log, h.log
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("%w; build it first: make build/stellwerk", err)
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() // the log says why
		close(ended)
	}()
	h.mu.Lock()
	h.cmd, h.ended = cmd, ended
	h.mu.Unlock()
	late := time.After(startTime)
	for {
		res, err := h.http.Get("http://" + h.addr + "/readyz")
		if err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ended:
			return fmt.Errorf("the installation ended; its log: %s", h.lastWords())
		case <-late:
			return fmt.Errorf("the installation does not answer within %v; its log: %s", startTime, h.lastWords())
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// kill ends it as a power cut would and starts it again.
func (h *house) kill(ctx context.Context) error {
	h.mu.Lock()
	cmd, ended := h.cmd, h.ended
	h.mu.Unlock()
	began := time.Now()
	if err := cmd.Process.Kill(); err != nil {
		return err
	}
	<-ended // until then it holds the data
	h.http.CloseIdleConnections()
	if err := h.start(ctx); err != nil {
		return err
	}
	h.kills++
	h.away = max(h.away, time.Since(began))
	return nil
}

func (h *house) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.cmd != nil && h.cmd.Process != nil {
		_ = h.cmd.Process.Kill() // it may have ended
		<-h.ended
	}
	_ = h.log.Close()
	_ = os.RemoveAll(h.dir)
}

// lastWords are the last lines of the log.
func (h *house) lastWords() string {
	data, _ := os.ReadFile(h.log.Name())
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	return strings.Join(lines[max(0, len(lines)-5):], "\n")
}

// sample notes what is in use, until ctx is done.
func (h *house) sample(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if now, err := h.figures(); err == nil {
				h.heap, h.resident = append(h.heap, now["go_memstats_heap_inuse_bytes"]), max(h.resident, now["process_resident_memory_bytes"])
				h.busy = append(h.busy, now["process_cpu_seconds_total"])
			}
		}
	}
}

// figures reads what the installation has for Prometheus and needs no labels.
func (h *house) figures() (map[string]float64, error) {
	res, err := h.http.Get("http://" + h.addr + "/metrics")
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	all := map[string]float64{}
	lines := bufio.NewScanner(res.Body)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), " ")
		if n, err := strconv.ParseFloat(value, 64); err == nil {
			all[name] = n
		}
	}
	return all, lines.Err()
}

func (h *house) print(out io.Writer) {
	if len(h.heap) > 0 {
		first, last := thirds(h.heap)
		fmt.Fprintf(out, "heap %.0f MB in the first third of the time, %.0f MB in the last; resident at most %.0f MB, what of the database's file is in memory with it\n",
			first/(1<<20), last/(1<<20), h.resident/(1<<20))
	}
	if n := len(h.busy); n > 1 && h.kills == 0 {
		fmt.Fprintf(out, "%.0f %% of one processor\n", 100*(h.busy[n-1]-h.busy[0])/float64(n-1))
	}
	if h.kills > 0 {
		fmt.Fprintf(out, "killed %d times, back within at most %v\n", h.kills, h.away.Round(time.Millisecond))
	}
}
