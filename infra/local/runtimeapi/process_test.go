package runtimeapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// folder holds the built bootstrap.
var folder string

func TestMain(m *testing.M) {
	var err error
	if folder, err = os.MkdirTemp("", "bootstrap"); err != nil {
		panic(err)
	}
	code := m.Run()
	_ = os.RemoveAll(folder)
	os.Exit(code)
}

// bootstrap builds the function of testdata as it would be deployed, but for this machine.
var bootstrap = sync.OnceValues(func() (string, error) {
	path := filepath.Join(folder, "bootstrap")
	cmd := exec.Command("go", "build", "-trimpath", "-tags", "lambda.norpc", "-ldflags", "-s -w", "-o", path, "./testdata/echo")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", errors.New(string(out))
	}
	return path, nil
})

func start(t testing.TB, limit time.Duration) *Process {
	t.Helper()
	path, err := bootstrap()
	if err != nil {
		t.Fatalf("build the bootstrap: %v", err)
	}
	p, err := Start(Function{
		Bootstrap: path, Name: "echo", ARN: "arn:aws:lambda:eu-central-1:000000000000:function:echo", Region: "eu-central-1", Timeout: limit,
		Memory: 128, Environment: map[string]string{"TABLE_NAME": "people"}, Output: io.Discard,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	return p
}

type answer struct {
	Text, ID, ARN, Table string
	Deadline             bool
	Variables            []string
}

func call(t testing.TB, p *Process, event string) (a answer, err error) {
	t.Helper()
	out, err := p.Invoke(context.Background(), json.RawMessage(event))
	if err == nil {
		if err := json.Unmarshal(out, &a); err != nil {
			t.Fatalf("answer %s: %v", out, err)
		}
	}
	return a, err
}

func TestARealBootstrapAnswers(t *testing.T) {
	t.Setenv("SECRET_OF_THE_PARENT", "x")
	p := start(t, time.Minute)
	first, err := call(t, p, `{"text":"grüezi"}`)
	if err != nil {
		t.Fatal(err)
	}
	if first.Text != "grüezi" || first.ARN != "arn:aws:lambda:eu-central-1:000000000000:function:echo" || first.Table != "people" || !first.Deadline {
		t.Errorf("it answered %+v", first)
	}
	if slices.ContainsFunc(first.Variables, func(v string) bool { return strings.HasPrefix(v, "SECRET_") }) {
		t.Error("the bootstrap sees its parent's environment")
	}
	if !slices.Contains(first.Variables, "AWS_EC2_METADATA_DISABLED=true") {
		t.Error("the bootstrap may ask the machine's metadata service")
	}
	if second, err := call(t, p, `{}`); err != nil || second.ID == first.ID {
		t.Errorf("the second call has id %q after %q (%v)", second.ID, first.ID, err)
	}
}

func TestAFunctionsErrorComesBack(t *testing.T) {
	p := start(t, time.Minute)
	_, err := call(t, p, `{"do":"fail","text":"no such member"}`)
	var reported *FunctionError
	if !errors.As(err, &reported) || reported.Message != "no such member" || reported.Type != "errorString" {
		t.Errorf("got %v", err)
	}
	if a, err := call(t, p, `{"text":"on"}`); err != nil || a.Text != "on" {
		t.Errorf("after an error it says %q (%v)", a.Text, err)
	}
}

func TestABootstrapThatIsLostIsStartedAgain(t *testing.T) {
	p := start(t, time.Minute)
	for _, event := range []string{`{"do":"panic","text":"oh"}`, `{"do":"leave"}`} {
		if _, err := call(t, p, event); err == nil {
			t.Errorf("%s gives no error", event)
		}
		// A bootstrap that reported its panic is about to end: a call may still meet its end, the next one doesn't.
		if _, err := call(t, p, `{}`); err != nil {
			if _, err := call(t, p, `{}`); err != nil {
				t.Errorf("after %s: %v", event, err)
			}
		}
	}
}

func TestAFunctionOutOfTimeIsKilled(t *testing.T) {
	p := start(t, 3*time.Second)
	if _, err := call(t, p, `{"do":"hang"}`); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if a, err := call(t, p, `{"text":"on"}`); err != nil || a.Text != "on" {
		t.Errorf("after that it says %q (%v)", a.Text, err)
	}
}

func TestAnAnswerOverTheLimitIsAnError(t *testing.T) {
	p := start(t, time.Minute)
	var reported *FunctionError
	if _, err := call(t, p, `{"do":"large"}`); !errors.As(err, &reported) || reported.Type != "Function.ResponseSizeTooLarge" {
		t.Errorf("got %v", err)
	}
	if _, err := p.Invoke(t.Context(), bytes.Repeat([]byte("1"), maxPayload+1)); err == nil {
		t.Error("an event over the limit was taken")
	}
}

func TestCallsWaitForEachOther(t *testing.T) {
	p := start(t, time.Minute)
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			if _, err := call(t, p, `{}`); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
}

func TestAClosedFunctionAnswersNoMore(t *testing.T) {
	p := start(t, time.Minute)
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := call(t, p, `{}`); err == nil {
		t.Error("a stopped function was called")
	}
}

func TestTheServerKeepsToTheProtocol(t *testing.T) {
	s := NewServer("arn:x", time.Minute)
	post := func(path, body string) int {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest("POST", "/2018-06-01/runtime/"+path, strings.NewReader(body)))
		return w.Code
	}
	if code := post("invocation/nobody/response", `{}`); code != http.StatusBadRequest {
		t.Errorf("an answer to nothing gives %d", code)
	}
	done := make(chan error, 1)
	go func() { _, err := s.Invoke(t.Context(), json.RawMessage(`{"a":1}`)); done <- err }()
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest("GET", "/2018-06-01/runtime/invocation/next", nil))
	id := w.Header().Get("Lambda-Runtime-Aws-Request-Id")
	if w.Body.String() != `{"a":1}` || len(id) != 36 || w.Header().Get("Lambda-Runtime-Invoked-Function-Arn") != "arn:x" || w.Header().Get("Lambda-Runtime-Deadline-Ms") == "" {
		t.Errorf("next gives %q with %v", w.Body, w.Header())
	}
	if code := post("invocation/"+id+"/error", `{"errorType":"T","errorMessage":"m"}`); code != http.StatusAccepted {
		t.Errorf("an error is answered with %d", code)
	}
	if err := <-done; err == nil || err.Error() != "function failed: T: m" {
		t.Errorf("the caller gets %v", err)
	}
	if code := post("invocation/"+id+"/response", `{}`); code != http.StatusBadRequest {
		t.Errorf("a second answer gives %d", code)
	}
	if code := post("init/error", `{"errorType":"Extension.X","errorMessage":"no table"}`); code != http.StatusAccepted {
		t.Errorf("a failed start is answered with %d", code)
	}
	if _, err := s.Invoke(t.Context(), nil); err == nil || !strings.Contains(err.Error(), "no table") {
		t.Errorf("after a failed start the caller gets %v", err)
	}
}

func BenchmarkWarmInvoke(b *testing.B) {
	p := start(b, time.Minute)
	for b.Loop() {
		if _, err := call(b, p, `{}`); err != nil {
			b.Fatal(err)
		}
	}
}
