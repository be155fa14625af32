package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"stellwerk/infra/local/runtimeapi"
	"stellwerk/infra/local/template"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// The budgets of the programs as they are deployed, of the API on a whole core: docs/decisions/aws.md.
const (
	maxStart    = 20 * time.Millisecond // from the start of the program to its first answer, the median of starts
	maxBinary   = 16e6
	maxResident = 30e6
	starts      = 20
)

// share holds programs to a part of a core, as Lambda does with those that have little memory: of each 20 ms they run one part. It also
// counts the time against them in which they wait, so what is measured is the most that it takes.
func share(part int, pids func() []int) (stop func()) {
	done, ended := make(chan struct{}), make(chan struct{})
	send := func(signal syscall.Signal) {
		for _, pid := range pids() {
			if pid > 0 { // 0 would mean ourselves
				_ = syscall.Kill(pid, signal) // it may have ended
			}
		}
	}
	const period = 20 * time.Millisecond
	go func() {
		defer close(ended)
		for {
			send(syscall.SIGCONT)
			select {
			case <-done:
				return
			case <-time.After(period / time.Duration(part)):
			}
			send(syscall.SIGSTOP)
			select {
			case <-done:
			case <-time.After(period - period/time.Duration(part)):
			}
		}
	}()
	return func() { close(done); <-ended }
}

// figures are what a process has used so far.
type figures struct {
	cpu      time.Duration
	resident int // bytes, the most there ever were
}

func used(tb testing.TB, pids []int) (all figures) {
	tb.Helper()
	for _, pid := range pids {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			tb.Fatal(err)
		}
		fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
		for _, ticks := range fields[11:13] { // user and system, in hundredths of a second
			n, _ := strconv.Atoi(ticks)
			all.cpu += time.Duration(n) * 10 * time.Millisecond
		}
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		if err != nil {
			tb.Fatal(err)
		}
		most := 0
		for line := range strings.Lines(string(status)) {
			name, value, _ := strings.Cut(line, ":")
			if name == "VmHWM" || name == "VmRSS" {
				if kb, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(value), " kB")); err == nil {
					most = max(most, kb<<10)
				}
			}
		}
		all.resident = max(all.resident, most)
	}
	return all
}

// programs lists the processes of a function of this test.
func programs(function string) (pids []int) {
	all, _ := filepath.Glob("/proc/[0-9]*/exe") // the pattern is sound
	for _, exe := range all {
		if target, err := os.Readlink(exe); err == nil && target == filepath.Join(built, function, "bootstrap") {
			pid, _ := strconv.Atoi(strings.Split(exe, "/")[2])
			pids = append(pids, pid)
		}
	}
	return pids
}

// sizes checks the very files that are deployed, for arm64.
func sizes(b *testing.B) {
	b.Helper()
	for _, function := range []string{"Api", "Stream", "Clock", "Workbooks"} {
		deployed := b.TempDir()
		if out, err := exec.Command("make", "-C", "../..", "build-"+function, "ARTIFACTS_DIR="+deployed).CombinedOutput(); err != nil {
			b.Fatalf("make build-%s: %v\n%s", function, err, out)
		}
		file, err := os.Stat(filepath.Join(deployed, "bootstrap"))
		if err != nil {
			b.Fatal(err)
		}
		b.Logf("%s: %.1f MB", function, float64(file.Size())/1e6)
		if file.Size() > maxBinary {
			b.Errorf("%s has %d bytes, more than %.0f", function, file.Size(), maxBinary)
		}
	}
}

// BenchmarkStart is how soon a program of nothing has answered the request with which every visit begins, DynamoDB asked once.
func BenchmarkStart(b *testing.B) {
	parsed, database := deployment(b)
	f, _ := parsed.Function("Api")
	artifact(b)
	sizes(b)
	for _, part := range []int{1, 8} {
		b.Run("core/"+strconv.Itoa(part), func(b *testing.B) {
			var took, cpu []time.Duration
			resident := 0
			for b.Loop() {
				for range starts {
					d, c, r := firstAnswer(b, f, database, part)
					took, cpu, resident = append(took, d), append(cpu, c), max(resident, r)
				}
			}
			slices.Sort(took)
			slices.Sort(cpu)
			median := took[len(took)/2]
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(median.Microseconds())/1000, "ms-median")
			b.ReportMetric(float64(took[len(took)*9/10].Microseconds())/1000, "ms-p90")
			b.ReportMetric(float64(cpu[len(cpu)/2].Microseconds())/1000, "cpu-ms-median")
			b.ReportMetric(float64(resident)/(1<<20), "MB-resident")
			if part == 1 && median > maxStart {
				b.Errorf("it takes %v to the first answer, %v of them of the processor, more than %v", median, cpu[len(cpu)/2], maxStart)
			}
			if resident > maxResident {
				b.Errorf("%d bytes are resident, more than %.0f", resident, maxResident)
			}
		})
	}
}

func firstAnswer(b *testing.B, f template.Function, database string, part int) (took, cpu time.Duration, resident int) {
	b.Helper()
	environment := map[string]string{"AWS_ENDPOINT_URL_DYNAMODB": database}
	for name, value := range f.Environment {
		environment[name] = value
	}
	event := whoAmI(b)
	began := time.Now()
	p, err := runtimeapi.Start(runtimeapi.Function{
		Bootstrap: filepath.Join(built, f.ID, "bootstrap"), Name: f.ID, ARN: "arn", Region: region, Timeout: time.Minute, Memory: f.Memory,
		Environment: environment, Output: io.Discard,
	})
	if err != nil {
		b.Fatal(err)
	}
	if part > 1 {
		defer share(part, func() []int { return []int{p.PID()} })()
	}
	answer, err := p.Invoke(b.Context(), event)
	took = time.Since(began)
	if err != nil || !strings.Contains(string(answer), `"statusCode":204`) {
		b.Fatalf("it answers %s: %v", answer, err)
	}
	resident = used(b, []int{p.PID()}).resident
	if err := p.Close(); err != nil {
		b.Fatal(err)
	}
	return took, p.Used(), resident
}

// BenchmarkDeeds and imports go over HTTP, through the deployed programs, in an organisation of 250.
func BenchmarkDeeds(b *testing.B) {
	for _, part := range []int{1, 8} {
		b.Run("core/"+strconv.Itoa(part), func(b *testing.B) {
			t, who := founded(b)
			const deeds = 100
			if part > 1 {
				defer share(part, func() []int { return programs("Api") })()
			}
			measure(b, "Api", "deed", deeds, func() {
				for range deeds {
					t.create(who)
				}
			})
		})
	}
}

// create makes a member, by one command.
func (b *browser) create(who route.SessionReply) {
	b.Helper()
	id := newID[org.MemberID]()
	args, err := json.Marshal(members.NewMember{Member: id, GivenName: "Ute", Surname: "Umlaut", Email: strings.ToLower(string(id)) + "@bench.example"})
	if err != nil {
		b.Fatal(err)
	}
	cmd := ledger.Command{ID: newID[org.CommandID](), Deed: members.Create.Name, Args: args}
	var out route.CommandsReply
	b.must(200, "POST", route.In(route.Commands, who.Memberships[0].Tenant), route.CommandsRequest{Account: who.Account, Commands: []ledger.Command{cmd}}, &out)
	if r := out.Replies[0]; r.State != route.Applied {
		b.Fatalf("a member was not made: %+v", r)
	}
}

// BenchmarkImport is a staff list of 1,000 rows, from the upload to the last row.
func BenchmarkImport(b *testing.B) {
	for _, part := range []int{1, 8} {
		b.Run("core/"+strconv.Itoa(part), func(b *testing.B) {
			t, who := founded(b)
			tenant := who.Memberships[0].Tenant
			if part > 1 {
				defer share(part, func() []int { return append(programs("Stream"), programs("Api")...) })()
			}
			measure(b, "Stream", "1000-rows", 1, func() {
				id := newID[org.JobID]()
				var rows strings.Builder
				rows.WriteString("Vorname;Nachname;E-Mail;Ort\r\n")
				for i := range 1000 {
					fmt.Fprintf(&rows, "Vorname %d;Nachname %d;%s.%d@bench.example;Köln\r\n", i, i, strings.ToLower(string(id)), i)
				}
				t.must(200, "POST", route.In(route.Imports, tenant), route.ImportRequest{ID: id, Name: "bench.csv", Bytes: rows.Len()}, nil)
				t.must(204, "PUT", route.In(route.ImportPart, tenant, string(id), "0"), []byte(rows.String()), nil)
				t.must(200, "POST", route.In(route.ImportApply, tenant, string(id)), nil, nil)
				for job := (route.JobReply{}); job.State != route.JobDone; {
					t.must(200, "GET", route.In(route.Job, tenant, string(id)), nil, &job)
					if job.State == route.JobFailed {
						b.Fatalf("the import ended as %+v", job)
					}
					time.Sleep(5 * time.Millisecond)
				}
			})
		})
	}
}

// founded is a browser in the demo of an installation whose functions are the deployed programs.
func founded(b *testing.B) (*browser, route.SessionReply) {
	b.Helper()
	p := run(b, b.TempDir(), "--artifact", artifact(b))
	t := p.browser()
	var who route.SessionReply
	t.must(200, "POST", route.Demo, nil, &who)
	t.must(200, "GET", route.Session, nil, &who)
	return t, who
}

// measure does work once and reports what n of a thing took, by the clock and of the processor, and the most memory of a function.
func measure(b *testing.B, function, what string, n int, work func()) {
	b.Helper()
	before := used(b, programs(function))
	began := time.Now()
	for range b.N {
		work()
	}
	took := time.Since(began)
	after := used(b, programs(function))
	times := float64(n * b.N)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(took.Seconds()*1000/times, "ms/"+what)
	b.ReportMetric((after.cpu-before.cpu).Seconds()*1000/times, "cpu-ms/"+what)
	b.ReportMetric(float64(after.resident)/(1<<20), "MB-resident")
}
