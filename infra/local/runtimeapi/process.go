package runtimeapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"time"
)

// Function is a deployable function: a bootstrap and how Lambda would run it.
type Function struct {
	Bootstrap   string // path of the executable
	Name        string
	ARN         string
	Region      string
	Timeout     time.Duration
	Memory      int               // MB; only told, not enforced
	Environment map[string]string // of the template, and where to find AWS: AWS_ENDPOINT_URL_DYNAMODB and the like
	Output      io.Writer         // of the bootstrap; nil is the standard error output
	Log         *slog.Logger      // nil is slog.Default()
}

// Process keeps one bootstrap running. Lambda runs one invocation at a time in it, so calls wait for each other; for more
// at once start more.
type Process struct {
	function Function
	ctx      context.Context
	stop     context.CancelFunc
	mu       sync.Mutex
	current  *environment
	stopped  bool
}

// environment is one life of a bootstrap.
type environment struct {
	server *Server
	http   *http.Server
	cmd    *exec.Cmd
	ended  chan struct{}
}

// Start checks the function and starts its bootstrap; a bootstrap that ends later is started again at the next call.
func Start(f Function) (*Process, error) {
	if f.Timeout <= 0 {
		return nil, fmt.Errorf("function %s needs a time limit", f.Name)
	}
	path, err := filepath.Abs(f.Bootstrap)
	if err != nil {
		return nil, fmt.Errorf("bootstrap of %s: %w", f.Name, err)
	}
	f.Bootstrap = path
	if f.Output == nil {
		f.Output = os.Stderr
	}
	if f.Log == nil {
		f.Log = slog.Default()
	}
	p := &Process{function: f}
	p.ctx, p.stop = context.WithCancel(context.Background())
	if _, err := p.environment(); err != nil {
		p.stop()
		return nil, err
	}
	return p, nil
}

// Invoke calls the function. A bootstrap that is out of time is killed, as Lambda does, and the next call starts anew.
func (p *Process) Invoke(ctx context.Context, event json.RawMessage) (json.RawMessage, error) {
	e, err := p.environment()
	if err != nil {
		return nil, err
	}
	answer, err := e.server.Invoke(ctx, event)
	if errors.Is(err, context.DeadlineExceeded) {
		e.kill(err)
	}
	return answer, err
}

// PID is the number of the bootstrap's process, 0 if it has ended.
func (p *Process) PID() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.current == nil {
		return 0
	}
	select {
	case <-p.current.ended:
		return 0
	default:
		return p.current.cmd.Process.Pid
	}
}

// Used is how much of the processor the bootstrap has had that ended last: of one that runs nothing is known.
func (p *Process) Used() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.current == nil || p.current.cmd.ProcessState == nil {
		return 0
	}
	return p.current.cmd.ProcessState.UserTime() + p.current.cmd.ProcessState.SystemTime()
}

// Close ends the bootstrap and waits for it.
func (p *Process) Close() error {
	p.stop()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stopped = true
	if p.current != nil {
		p.current.kill(errors.New("the function was stopped"))
		<-p.current.ended
	}
	return nil
}

func (p *Process) environment() (*environment, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stopped {
		return nil, fmt.Errorf("function %s was stopped", p.function.Name)
	}
	if p.current != nil {
		select {
		case <-p.current.server.gone:
		default:
			return p.current, nil
		}
	}
	e, err := p.begin()
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", p.function.Name, err)
	}
	p.current = e
	return e, nil
}

func (p *Process) begin() (*environment, error) {
	f := p.function
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	e := &environment{server: NewServer(f.ARN, f.Timeout), ended: make(chan struct{})}
	e.http = &http.Server{Handler: e.server, ReadHeaderTimeout: 10 * time.Second}
	e.cmd = exec.CommandContext(p.ctx, f.Bootstrap)
	e.cmd.Dir = filepath.Dir(f.Bootstrap)
	e.cmd.Env = f.environ(listener.Addr().String())
	e.cmd.Stdout, e.cmd.Stderr = f.Output, f.Output
	if err := e.cmd.Start(); err != nil {
		_ = listener.Close()
		return nil, err
	}
	go func() { _ = e.http.Serve(listener) }() // ends with Close below
	go func() {
		err := e.cmd.Wait()
		e.server.Lose(fmt.Errorf("bootstrap of %s ended: %w", f.Name, orEnded(err)))
		_ = e.http.Close()
		close(e.ended)
	}()
	return e, nil
}

var errEnded = errors.New("it left without an error")

func orEnded(err error) error {
	if err == nil {
		return errEnded
	}
	return err
}

func (e *environment) kill(why error) {
	e.server.Lose(why)
	_ = e.cmd.Process.Kill() // it may have ended by itself
}

// environ is all that the bootstrap gets: nothing of ours, no credentials that open anything, no metadata service.
func (f Function) environ(api string) []string {
	all := map[string]string{
		"AWS_LAMBDA_RUNTIME_API":          api,
		"AWS_LAMBDA_FUNCTION_NAME":        f.Name,
		"AWS_LAMBDA_FUNCTION_VERSION":     "$LATEST",
		"AWS_LAMBDA_FUNCTION_MEMORY_SIZE": strconv.Itoa(f.Memory),
		"AWS_REGION":                      f.Region,
		"AWS_DEFAULT_REGION":              f.Region,
		"AWS_ACCESS_KEY_ID":               "local",
		"AWS_SECRET_ACCESS_KEY":           "local",
		"AWS_EC2_METADATA_DISABLED":       "true",
		"LAMBDA_TASK_ROOT":                filepath.Dir(f.Bootstrap),
		"_HANDLER":                        "bootstrap",
		"TZ":                              ":UTC",
		"HOME":                            os.TempDir(),
		"TMPDIR":                          os.TempDir(),
	}
	for name, value := range f.Environment {
		all[name] = value
	}
	out := make([]string, 0, len(all))
	for name, value := range all {
		out = append(out, name+"="+value)
	}
	return out
}
