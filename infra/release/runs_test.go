package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"stellwerk/shared/route"
)

// operator has the program of this machine and nothing else: no source, no Go, no settings but those that are given.
type operator struct {
	*testing.T
	dir string
}

func (o operator) command(env []string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(context.WithoutCancel(o.Context()), filepath.Join(o.dir, "stellwerk"), args...)
	cmd.Dir, cmd.Env = o.dir, append([]string{"PATH="}, env...) // never none: that would be the test's
	return cmd
}

// says runs a command that ends, and returns what it prints.
func (o operator) says(args ...string) string {
	o.Helper()
	said, err := o.command(nil, args...).CombinedOutput()
	if err != nil {
		o.Fatalf("stellwerk %s: %v\n%s", strings.Join(args, " "), err, said)
	}
	return string(said)
}

// running is a program that listens.
type running struct {
	operator
	address string
	cookies map[string]string
	stop    func()
}

var listens = regexp.MustCompile(`msg=listening addr=(\S+) .*version=(\S+)`)

// serves starts stellwerk serve and waits until it listens.
func (o operator) serves(env []string, args ...string) running {
	o.Helper()
	cmd := o.command(env, append([]string{"serve"}, args...)...)
	log, err := cmd.StderrPipe()
	if err != nil {
		o.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		o.Fatal(err)
	}
	kill := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
	var said []byte
	for piece := make([]byte, 4096); !listens.Match(said); {
		n, err := log.Read(piece)
		if said = append(said, piece[:n]...); err != nil {
			o.Fatalf("it does not listen:\n%s", said)
		}
	}
	rest := make(chan error, 1)
	go func() { _, err := io.Copy(io.Discard, log); rest <- err }()
	found := listens.FindSubmatch(said)
	if string(found[2]) != "1.2.3" {
		o.Errorf("it logs the version %s", found[2])
	}
	ended := false
	stop := func() {
		if ended {
			return
		}
		ended = true
		_ = cmd.Process.Signal(syscall.SIGTERM)
		<-rest
		if err := cmd.Wait(); err != nil {
			o.Errorf("told to stop it ends with %v", err)
		}
		kill.Stop()
	}
	o.Cleanup(stop)
	return running{o, "http://" + string(found[1]), map[string]string{}, stop}
}

// ask sends a request and reads JSON from the answer where that is wanted.
func (r running) ask(want int, method, path string, body, out any) http.Header {
	r.Helper()
	var sent bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&sent).Encode(body); err != nil {
			r.Fatal(err)
		}
	}
	q, err := http.NewRequestWithContext(r.Context(), method, r.address+path, &sent)
	if err != nil {
		r.Fatal(err)
	}
	q.Header.Set("Content-Type", "application/json")
	for name, value := range r.cookies {
		q.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	res, err := http.DefaultClient.Do(q)
	if err != nil {
		r.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != want {
		r.Fatalf("%s %s answers %d, want %d: %s %v", method, path, res.StatusCode, want, text, err)
	}
	for _, c := range res.Cookies() {
		r.cookies[c.Name] = c.Value
	}
	switch out := out.(type) {
	case nil:
	case *string:
		*out = string(text)
	default:
		if err := json.Unmarshal(text, out); err != nil {
			r.Fatalf("%s %s answers %s: %v", method, path, text, err)
		}
	}
	return res.Header
}

// link waits for the first mail and returns the token in it.
func (r running) link() string {
	r.Helper()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for late := time.After(20 * time.Second); ; {
		var mails string
		r.ask(200, "GET", "/local/outbox.json", nil, &mails)
		if found := regexp.MustCompile(`/confirm\?token=([\w-]+)`).FindStringSubmatch(mails); found != nil {
			return found[1]
		}
		select {
		case <-late:
			r.Fatalf("no mail came: %s", mails)
		case <-again.C:
		}
	}
}

// theProgramRuns does what the handbook says of one machine, with the program alone in a directory.
func theProgramRuns(t *testing.T, program []byte) {
	o := operator{t, t.TempDir()}
	if err := os.WriteFile(filepath.Join(o.dir, "stellwerk"), program, 0o755); err != nil {
		t.Fatal(err)
	}
	if said := o.says("version"); said != "stellwerk 1.2.3 linux/"+runtime.GOARCH+" "+runtime.Version()+"\n" {
		t.Errorf("it says of itself %q", said)
	}
	r := o.serves([]string{"STELLWERK_ADDR=127.0.0.1:0", "STELLWERK_METRICS_ADDR=127.0.0.1:0"})
	for path, want := range map[string]string{"/": "<!doctype html>", "/members/01JMEMBER00000000000000000?tab=groups": "<!doctype html><p>", "/healthz": "ok\n", "/readyz": "ok\n"} {
		var text string
		head := r.ask(200, "GET", path, nil, &text)
		if page := strings.HasPrefix(want, "<"); text != want || page && (head.Get("Cache-Control") != "no-cache" || !strings.Contains(head.Get("Content-Security-Policy"), "default-src 'none'") ||
			head.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(head.Get("Content-Type"), "text/html")) {
			t.Errorf("%s answers %q with %v", path, text, head)
		}
	}
	const email, password = "olive@acme.example", "ein Fahrrad im Regen"
	r.ask(202, "POST", route.SignUp, route.SignUpRequest{Organisation: "Acme", GivenName: "Olive", Surname: "Öhler", Email: email, Password: password, Language: "de"}, nil)
	var who, still route.SessionReply
	r.ask(200, "POST", route.SignUpConfirm, route.ConfirmRequest{Token: r.link()}, &who)
	if said := o.says("export", "--archive", "copy"); !strings.HasPrefix(said, "export: ") {
		t.Errorf("while it runs, export says %q", said)
	}
	r.stop()

	again := o.serves(nil, "--addr", "127.0.0.1:0")
	again.cookies = r.cookies
	if again.ask(200, "GET", route.Session, nil, &still); still.Account != who.Account || len(still.Memberships) != 1 {
		t.Errorf("after a stop and a start %+v is signed in", still)
	}
	again.stop()

	o.says("import", "--archive", "copy", "--data", "moved")
	o.says("export", "--archive", "second", "--data", "moved")
	var manifests [2][]byte
	for i, name := range []string{"copy", "second"} {
		var err error
		if manifests[i], err = os.ReadFile(filepath.Join(o.dir, name, "manifest.json")); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(manifests[0], manifests[1]) {
		t.Error("what was imported is not what was exported")
	}
	o.says("restore", "--archive", "copy", "--data", "older")
	// Behind a proxy of one's own: nothing is open that is only for one's own machine.
	older := o.serves([]string{"STELLWERK_ORIGIN=https://stellwerk.example.org", "STELLWERK_TRUST_PROXY=true"}, "--addr", "127.0.0.1:0", "--data", "older")
	older.cookies = r.cookies
	older.ask(204, "GET", route.Session, nil, nil)
	older.ask(200, "POST", route.SignIn, route.SignInRequest{Email: email, Password: password}, &still)
	if still.Account != who.Account {
		t.Errorf("after restoring %+v is signed in", still)
	}
	for _, closed := range []string{"/local/outbox", "/local/outbox.json", "/metrics"} {
		older.ask(404, "GET", closed, nil, nil)
	}
	if head := older.ask(200, "GET", "/members", nil, nil); head.Get("Strict-Transport-Security") == "" {
		t.Error("browsers are not told to come by https only")
	}
}
