package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"stellwerk/functions/local/site"
	"stellwerk/infra/local/files"
	"stellwerk/infra/local/template"
	"stellwerk/shared/route"
)

// cloud stands for AWS: a CloudFormation that knows one stack, S3, and what the stack would answer to people.
type cloud struct {
	*testing.T
	d       *deployer
	printed *bytes.Buffer
	now     time.Time
	there   bool   // the stack
	config  string // what sam was told
	edgeKey bool   // it was given one
	deleted int
	calls   []string // CloudFormation's actions
	bucket  *files.Store
	puts    map[string]webFile // as they were uploaded
	web     *httptest.Server
}

const programs = `#!/bin/sh
echo "$(basename "$0") $*" >>"$LOG"
for last; do :; done
case "$*" in deploy*) cat "$last" >"$LOG.config";; esac
`

func newCloud(t *testing.T) *cloud {
	c := &cloud{T: t, printed: &bytes.Buffer{}, puts: map[string]webFile{}, now: time.Unix(1_800_000_000, 0)}
	bin := t.TempDir()
	for _, name := range []string{"go", "sam"} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte(programs), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", bin+":/usr/bin:/bin")
	t.Setenv("LOG", filepath.Join(t.TempDir(), "log"))
	t.Chdir(t.TempDir())
	var err error
	if c.bucket, err = files.Open(t.TempDir(), []template.Bucket{{ID: "Web", Name: "web"}}, files.Options{Now: func() time.Time { return c.now }}); err != nil {
		t.Fatal(err)
	}
	s3Server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if key, ok := strings.CutPrefix(r.URL.Path, "/web/"); ok && r.Method == http.MethodPut {
			h := r.Header
			c.puts[key] = webFile{key: key, kind: h.Get("Content-Type"), cache: h.Get("Cache-Control"), encoding: strings.TrimPrefix(h.Get("Content-Encoding"), "aws-chunked,")}
		}
		c.bucket.ServeHTTP(w, r)
	}))
	t.Cleanup(s3Server.Close)
	stacks := httptest.NewServer(http.HandlerFunc(c.cloudFormation))
	t.Cleanup(stacks.Close)
	c.web = httptest.NewServer(http.HandlerFunc(c.people))
	t.Cleanup(c.web.Close)
	cfg := aws.Config{Region: "eu-central-1", Credentials: credentials.NewStaticCredentialsProvider("test", "test", "")}
	c.d = &deployer{
		environment: environment{Stack: "stellwerk", Region: "eu-central-1", Parameters: map[string]string{"Origin": "https://stellwerk.example.org", "MailFrom": "stellwerk@example.org"}},
		template:    "template.yaml", site: "site", in: strings.NewReader(""), out: c.printed, now: func() time.Time { return c.now }, wait: time.Millisecond,
		stacks: cloudformation.NewFromConfig(cfg, func(o *cloudformation.Options) { o.BaseEndpoint = &stacks.URL }),
		files:  s3.NewFromConfig(cfg, func(o *s3.Options) { o.BaseEndpoint = &s3Server.URL }), web: http.DefaultClient,
	}
	c.version("1")
	return c
}

// version builds an app whose hashed files have a digit in their names.
func (c *cloud) version(digit string) {
	c.Helper()
	if err := os.RemoveAll("site"); err != nil {
		c.Fatal(err)
	}
	hash := strings.Repeat(digit, 12)
	for _, name := range []string{"index.html", "app.html", "app-worker.js", "manifest.webmanifest", "web/app." + hash + ".wasm", "web/style." + hash + ".css", "web/icons/icon-192.png", ".made"} {
		forms := []string{"", ".br", ".gz"}
		if strings.HasSuffix(name, ".png") || name == ".made" {
			forms = forms[:1]
		}
		for _, form := range forms {
			file := filepath.Join("site", name+form)
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				c.Fatal(err)
			}
			if err := os.WriteFile(file, []byte("<!doctype html>"+name+form), 0o644); err != nil {
				c.Fatal(err)
			}
		}
	}
}

func (c *cloud) cloudFormation(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	action := r.Form.Get("Action")
	c.calls = append(c.calls, action)
	if action == "DeleteStack" {
		c.there = false
		c.deleted++
		fmt.Fprint(w, `<DeleteStackResponse/>`)
		return
	}
	if _, err := os.Stat(os.Getenv("LOG") + ".config"); err == nil && c.deleted == 0 {
		c.there = true // sam has deployed it
	}
	if !c.there {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id stellwerk does not exist</Message></Error></ErrorResponse>`)
		return
	}
	stars := ""
	if c.edgeKey {
		stars = "****"
	}
	fmt.Fprintf(w, `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>stellwerk</StackName><StackStatus>UPDATE_COMPLETE</StackStatus>
		<CreationTime>2026-01-01T00:00:00Z</CreationTime>
		<Parameters><member><ParameterKey>EdgeKey</ParameterKey><ParameterValue>%s</ParameterValue></member></Parameters>
		<Outputs>%s%s%s</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`, stars,
		output("WebBucket", "web"), output("WebAddress", c.web.URL), output("ApiAddress", c.web.URL+"/past"))
}

func output(name, value string) string {
	return "<member><OutputKey>" + name + "</OutputKey><OutputValue>" + value + "</OutputValue></member>"
}

// people answers as the whole would.
func (c *cloud) people(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case route.Session:
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(http.StatusNoContent)
	case "/past" + route.Session:
		w.WriteHeader(http.StatusForbidden)
	default:
		s, err := site.New("site", http.Header{"Content-Security-Policy": {"default-src 'none'"}, "Cross-Origin-Opener-Policy": {"same-origin"}})
		if err != nil {
			c.Error(err)
			return
		}
		s.ServeHTTP(w, r)
	}
}

// up deploys.
func (c *cloud) up() {
	c.Helper()
	c.printed.Reset()
	_ = os.Remove(os.Getenv("LOG"))
	if err := c.d.up(c.Context()); err != nil {
		c.Fatalf("%v\n%s", err, c.printed)
	}
	config, err := os.ReadFile(os.Getenv("LOG") + ".config")
	if err != nil {
		c.Fatal(err)
	}
	c.config, c.edgeKey = string(config), c.edgeKey || strings.Contains(string(config), "EdgeKey")
	if _, err := os.Stat(filepath.Join(samDir, "samconfig.toml")); err == nil {
		c.Error("the edge's key was left on the disk")
	}
}

// keys lists what is in the bucket, without the lists of versions.
func (c *cloud) keys() []string {
	c.Helper()
	there, err := c.d.list(c.Context(), "web")
	if err != nil {
		c.Fatal(err)
	}
	var all []string
	for key := range there {
		if !strings.HasPrefix(key, versions) {
			all = append(all, key)
		}
	}
	slices.Sort(all)
	return all
}

func TestUp(t *testing.T) {
	c := newCloud(t)
	c.up()
	said := c.printed.String()
	if !strings.Contains(c.config, `"EdgeKey=\"`) || !strings.Contains(c.config, `stack_name = "stellwerk"`) {
		t.Errorf("sam is told %s", c.config)
	}
	if strings.Contains(c.printed.String(), "EdgeKey=\"") {
		t.Error("the edge's key was printed")
	}
	c.up()
	if strings.Contains(c.config, "EdgeKey") {
		t.Error("the key was changed by a second deployment")
	}
	c.d.newKey = true
	c.up()
	if !strings.Contains(c.config, "EdgeKey") {
		t.Error("a new key was asked for and not made")
	}
	ran, err := os.ReadFile(os.Getenv("LOG"))
	if want := "go run ./infra/site -release -out site\nsam build --template-file template.yaml --build-dir build/sam\nsam deploy --config-file "; err != nil || !strings.HasPrefix(string(ran), want) {
		t.Errorf("it ran %s", ran)
	}
	for key, want := range map[string]webFile{
		"index.html":                   {kind: "text/html; charset=utf-8", cache: "no-cache"},
		"app.html.br":                  {kind: "text/html; charset=utf-8", cache: "no-cache", encoding: "br"},
		"app-worker.js.gz":             {kind: "text/javascript; charset=utf-8", cache: "no-cache", encoding: "gzip"},
		"web/app.111111111111.wasm.br": {kind: "application/wasm", cache: "public, max-age=31536000, immutable", encoding: "br"},
		"web/icons/icon-192.png":       {kind: "image/png", cache: "no-cache"},
	} {
		want.key = key
		got := c.puts[key]
		if got != want {
			t.Errorf("%s lies there as %+v, want %+v", key, got, want)
		}
	}
	order := []string{"/web/app.111111111111.wasm ", "/manifest.webmanifest ", "/index.html ", "/app-worker.js ", versions, c.web.URL + "/members"}
	for i := 1; i < len(order); i++ {
		if a, b := strings.Index(said, order[i-1]), strings.Index(said, order[i]); a < 0 || b < a {
			t.Errorf("%s comes before %s", order[i], order[i-1])
		}
	}
	if slices.Contains(c.keys(), ".made") {
		t.Error("a hidden file was uploaded")
	}
}

// TestTheVersionOfBeforeIsKeptForADay: pages that are open go on asking for its files.
func TestTheVersionOfBeforeIsKeptForADay(t *testing.T) {
	c := newCloud(t)
	c.up()
	old := "web/app.111111111111.wasm"
	for _, step := range []struct {
		story  string
		after  time.Duration
		digit  string
		hasOld bool
	}{
		{"a new version, weeks later", 30 * 24 * time.Hour, "2", true},
		{"another within the day", 20 * time.Hour, "3", true},
		{"another, more than a day after", 5 * time.Hour, "4", false},
	} {
		c.now = c.now.Add(step.after)
		c.version(step.digit)
		c.up()
		if got := slices.Contains(c.keys(), old); got != step.hasOld {
			t.Errorf("%s: the first version is there: %v, want %v", step.story, got, step.hasOld)
		}
		if hash := strings.Repeat(step.digit, 12); !slices.Contains(c.keys(), "web/app."+hash+".wasm.br") {
			t.Errorf("%s: the new version is not there", step.story)
		}
	}
	// What comes back after it had been there once is not taken for old.
	c.now = c.now.Add(48 * time.Hour)
	c.version("3")
	c.up()
	if !slices.Contains(c.keys(), "web/app.333333333333.wasm") || !slices.Contains(c.keys(), "web/app.444444444444.wasm") {
		t.Errorf("after going back there are %v", c.keys())
	}
}

func TestWhatDoesNotAnswerIsNotDeployed(t *testing.T) {
	for what, broken := range map[string]string{"the API past CloudFront": "/past" + route.Session, "the API": route.Session, "the first page": "/"} {
		c := newCloud(t)
		c.there = true
		whole := c.web.Config.Handler
		c.web.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == broken {
				return // 200 and nothing
			}
			whole.ServeHTTP(w, r)
		})
		if err := c.d.up(t.Context()); err == nil || !strings.Contains(err.Error(), what+": ") {
			t.Errorf("%s answers as it should not: %v", what, err)
		}
	}
}

func TestADryRunOnlySays(t *testing.T) {
	c := newCloud(t)
	c.d.dry = true
	if err := c.d.up(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := c.d.down(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(os.Getenv("LOG")); err == nil || len(c.calls) > 0 {
		t.Errorf("it called %v", c.calls)
	}
	for _, want := range []string{"run sam deploy", "EdgeKey=(made now)", "PutObject s3://<WebBucket>/index.html", "immutable, encoding br", "GET <WebAddress>/members wants 200", "DeleteStack stellwerk"} {
		if !strings.Contains(c.printed.String(), want) {
			t.Errorf("it does not say %s", want)
		}
	}
}

func TestDownAsks(t *testing.T) {
	c := newCloud(t)
	if err := c.d.down(t.Context()); err == nil {
		t.Error("a stack that is not there was deleted")
	}
	c.up()
	for _, answer := range []string{"", "y\n", "stellwerk-test\n"} {
		c.d.in = strings.NewReader(answer)
		if err := c.d.down(t.Context()); err == nil || c.deleted > 0 || len(c.keys()) == 0 {
			t.Errorf("%q deleted it", answer)
		}
	}
	c.d.in = strings.NewReader("stellwerk\n")
	if err := c.d.down(t.Context()); err != nil || c.deleted != 1 || len(c.keys()) > 0 {
		t.Errorf("%v, deleted %d times, %d files are left", err, c.deleted, len(c.keys()))
	}
}

func TestEnvironments(t *testing.T) {
	if _, err := readEnvironment("../environments", "example", "../../template.yaml"); err != nil {
		t.Errorf("the example: %v", err)
	}
	for story, text := range map[string]string{
		"another origin than the domain": `{"stack":"s","region":"eu-central-1","parameters":{"Origin":"https://a.example","Domain":"b.example","MailFrom":"a@b.example"}}`,
		"a key in a file":                `{"stack":"s","region":"eu-central-1","parameters":{"Origin":"https://a.example","MailFrom":"a@b.example","EdgeKey":"0123456789abcdef0123456789abcdef"}}`,
		"no https":                       `{"stack":"s","region":"eu-central-1","parameters":{"Origin":"http://localhost","MailFrom":"a@b.example"}}`,
		"a parameter nobody has":         `{"stack":"s","region":"eu-central-1","parameters":{"Origin":"https://a.example","MailFrom":"a@b.example","Mail":"x"}}`,
		"no sender":                      `{"stack":"s","region":"eu-central-1","parameters":{"Origin":"https://a.example"}}`,
		"a slip of the pen":              `{"stack":"s","regoin":"eu-central-1","parameters":{}}`,
		"no region":                      `{"stack":"s","parameters":{"Origin":"https://a.example","MailFrom":"a@b.example"}}`,
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "x.json"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := readEnvironment(dir, "x", "../../template.yaml"); err == nil {
			t.Errorf("%s was accepted", story)
		}
	}
	for _, name := range []string{"../x", "none"} {
		if _, err := readEnvironment(t.TempDir(), name, "../../template.yaml"); err == nil {
			t.Errorf("%q is an environment", name)
		}
	}
	if err := run(context.Background(), []string{"sideways", "example"}, nil, nil); err == nil {
		t.Error("sideways is a way")
	}
}
