// Command load lets many simulated clients work with one installation on this machine, which it starts itself in a directory of its own and
// ends again: they sign in, follow the changes, read and do deeds. It prints how much was done how fast, and what went wrong; at the end
// nothing that was acknowledged may be missing, every chain has to verify, and what each client holds has to be what a fresh one gets. With
// -kill the installation is killed again and again meanwhile, as by a power cut. It talks with nothing but what it has started, and its work
// is bounded by the time or by the number of turns.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// Budgets of a run of 1,000 clients over 50 tenants on two cores.
const maxDeed = 250 * time.Millisecond // the 99th percentile

// plan is what a run is to be.
type plan struct {
	server  string        // the program
	tenants int           // organisations
	clients int           // over all of them
	period  time.Duration // how long they work, if turns is 0
	turns   int           // how many turns each client takes, without pauses
	kill    time.Duration // how often the installation is killed, if it works for a time; 0 never
	kills   int           // how often it is killed in all, if it works for turns
	judged  bool          // budgets of time and memory hold
}

func (p plan) check() error {
	switch {
	case p.tenants < 1 || p.tenants > 200 || p.clients < p.tenants || p.clients > 5000:
		return errors.New("want 1 to 200 tenants, and at least as many clients, at most 5,000")
	case p.turns < 0 || p.turns > 1000 || p.turns == 0 && (p.period <= 0 || p.period > 10*time.Minute):
		return errors.New("want a time of at most 10 minutes, or 1 to 1,000 turns")
	case p.kill < 0 || p.kill > 0 && p.kill < time.Second || p.kills < 0 || p.kills > 20:
		return errors.New("want at least a second between kills, at most 20 of them in a number of turns")
	}
	return nil
}

func main() {
	var p plan
	flag.StringVar(&p.server, "server", "build/stellwerk", "the program of the installation")
	flag.IntVar(&p.tenants, "tenants", 50, "organisations")
	flag.IntVar(&p.clients, "clients", 1000, "clients over all organisations")
	flag.DurationVar(&p.period, "for", time.Minute, "how long they work")
	flag.IntVar(&p.turns, "turns", 0, "instead of a time: how many turns each client takes, without pauses")
	flag.DurationVar(&p.kill, "kill", 0, "kill the installation this often and start it again")
	flag.IntVar(&p.kills, "kills", 0, "with -turns: how often it is killed in all")
	flag.BoolVar(&p.judged, "judge", true, "fail where deeds are too slow or memory grows")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, p, os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

// run carries out a plan. The error tells all that does not hold.
func run(ctx context.Context, p plan, out io.Writer) error {
	if err := p.check(); err != nil {
		return err
	}
	house, err := open(ctx, p.server)
	if err != nil {
		return err
	}
	defer house.close()
	began := time.Now()
	crowd, err := settle(ctx, house, p)
	if err != nil {
		return fmt.Errorf("before the load: %w", err)
	}
	fmt.Fprintf(out, "%d organisations founded and %d clients signed in within %v, %d at once: p50 %.0f ms, p99 %.0f ms\n", p.tenants, p.clients, time.Since(began).Round(time.Second),
		atOnce, ms(crowd.settled.percentile("sign-in", .5)), ms(crowd.settled.percentile("sign-in", .99)))
	if err := crowd.work(ctx, p); err != nil {
		return err
	}
	crowd.tally.print(out, crowd.took)
	house.print(out)
	checked := time.Now()
	if err := crowd.check(ctx); err != nil {
		return err
	}
	fmt.Fprintf(out, "%d acknowledged deeds are there, each once; %d chains verify; %d clients hold what a fresh one gets (%v)\n",
		crowd.acknowledged(), p.tenants, p.clients, time.Since(checked).Round(time.Second))
	return crowd.verdict(p)
}

// verdict says what of the budgets does not hold.
func (c *crowd) verdict(p plan) error {
	var wrong []error
	if first := c.tally.failure(); first != nil {
		wrong = append(wrong, fmt.Errorf("%d requests failed, the first: %w", c.tally.failures(), first))
	}
	if p.judged && !c.killed { // where it is killed, times are those of waiting for it
		if got := c.tally.percentile("deed", 0.99); got > maxDeed {
			wrong = append(wrong, fmt.Errorf("the 99th percentile of deeds is %v, more than %v", got.Round(time.Millisecond), maxDeed))
		}
		wrong = append(wrong, flat(c.house.heap))
	}
	return errors.Join(wrong...)
}
