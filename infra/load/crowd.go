package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
)

// crowd are all clients of an installation.
type crowd struct {
	house   *house
	clients []*client
	tally   *tally
	settled *tally // of what was before the load
	killed  bool   // answers may get lost
	taken   atomic.Int64
	took    time.Duration
}

// How a client spends its time: every few seconds it asks for changes, as the app does, and of so many turns it does one of these.
const (
	think    = 4 * time.Second // on average, between turns
	oneDeed  = 5
	oneRead  = 10
	oneLoad  = 40
	oneLogin = 120
	// atOnce is how many sign up or in at once before the load: each wants a core for a while.
	atOnce = 4
)

// settle founds the organisations and signs all clients in. Everybody of an organisation is its owner, on another device.
func settle(ctx context.Context, h *house, p plan) (*crowd, error) {
	c := &crowd{house: h, tally: newTally(), killed: p.kill > 0 || p.kills > 0}
	for i := range p.clients {
		tenant := strconv.Itoa(i % p.tenants)
		c.clients = append(c.clients, &client{
			crowd: c, network: fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255), email: "owner" + tenant + "@load.example",
			word: "vier leise Lokomotiven " + tenant, chance: mathrand.New(mathrand.NewPCG(uint64(i), 1)), acks: map[org.CommandID]uint64{},
		})
	}
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i, one := range c.clients[:p.tenants] {
		group.Go(func() error { return one.found(within, "Organisation "+strconv.Itoa(i)) })
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	group, within = errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for _, one := range c.clients {
		group.Go(func() error {
			if err := one.signIn(within); err != nil {
				return err
			}
			return one.load(within)
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	c.settled, c.tally = c.tally, newTally()
	return c, nil
}

// work lets all clients take turns, and kills the installation meanwhile if that is planned.
func (c *crowd) work(ctx context.Context, p plan) error {
	began := time.Now()
	ctx, giveUp := context.WithCancel(ctx)
	defer giveUp()
	sampling, stop := context.WithCancel(ctx)
	var beside sync.WaitGroup
	beside.Go(func() { c.house.sample(sampling) })
	over := make(chan struct{})
	killing := make(chan error, 1)
	go func() {
		err := c.kill(ctx, p, over)
		if err != nil {
			giveUp() // there is nobody left to answer
		}
		killing <- err
	}()
	var all errgroup.Group
	for _, one := range c.clients {
		all.Go(func() error { return one.turns(ctx, p, began) })
	}
	err := all.Wait()
	c.took = time.Since(began)
	close(over)
	err = errors.Join(err, <-killing)
	stop()
	beside.Wait()
	return err
}

// kill kills the installation as often as planned, until the work is over.
func (c *crowd) kill(ctx context.Context, p plan, over <-chan struct{}) error {
	next := func(n int) bool { // waits for the next kill
		step := p.kill
		if p.turns > 0 {
			step = 5 * time.Millisecond
		} else if step == 0 {
			return false
		}
		for {
			select {
			case <-over:
				return false
			case <-ctx.Done():
				return false
			case <-time.After(step):
			}
			if p.turns == 0 || n < p.kills && c.taken.Load() >= int64((n+1)*p.turns*len(c.clients)/(p.kills+1)) {
				return true
			}
		}
	}
	for n := 0; next(n); n++ {
		if err := c.house.kill(ctx); err != nil {
			return err
		}
	}
	return nil
}

// turns takes turns until the time is over, or as many as there are to be. What goes wrong is counted, and the next turn comes.
func (c *client) turns(ctx context.Context, p plan, began time.Time) error {
	for n := 0; ; n++ {
		if p.turns > 0 && n == p.turns {
			return nil
		}
		if p.turns == 0 {
			wait := time.Duration(c.chance.Float64() * 2 * float64(think))
			if time.Since(began)+wait > p.period {
				return nil
			}
			if err := pause(ctx, wait); err != nil {
				return err
			}
		}
		if err := c.turn(ctx); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			c.crowd.tally.fail(err)
		}
		c.crowd.taken.Add(1)
	}
}

// turn does what somebody does who looks at the organisation, works now and then, and is signed out sometimes.
func (c *client) turn(ctx context.Context) error {
	if err := c.untilAnswered(ctx, func() error { return c.follow(ctx) }); err != nil {
		return err
	}
	one := func(of int) bool { return c.chance.IntN(of) == 0 }
	switch {
	case one(oneDeed):
		return c.work(ctx)
	case one(oneRead):
		return c.untilAnswered(ctx, func() error { return c.look(ctx) })
	case one(oneLoad):
		return c.untilAnswered(ctx, func() error { return c.load(ctx) })
	case one(oneLogin):
		return c.untilAnswered(ctx, func() error { return c.signInAnew(ctx) })
	}
	return nil
}

// work does a deed: mostly somebody new, else something with somebody who is there.
func (c *client) work(ctx context.Context) error {
	somebody := []org.MemberID{c.held.members[c.chance.IntN(len(c.held.members))]}
	switch n := c.chance.IntN(10); {
	case n < 5 || len(c.held.members) < 5:
		id := newID[org.MemberID]()
		return c.do(ctx, members.Create.Name, members.NewMember{Member: id, GivenName: "Grete", Surname: "Zahl " + strconv.Itoa(c.chance.IntN(1000)), Email: string(id) + "@load.example"})
	case n < 8:
		return c.do(ctx, members.Tag.Name, members.TagArgs{Members: somebody, Add: []string{"Schicht " + strconv.Itoa(c.chance.IntN(10_000))}})
	case n < 9:
		return c.do(ctx, members.Deactivate.Name, members.List{Members: somebody})
	default:
		return c.do(ctx, members.Reactivate.Name, members.List{Members: somebody})
	}
}

func newID[T org.ID]() T {
	var chance [10]byte
	_, _ = rand.Read(chance[:]) // never fails
	return org.NewID[T](time.Now().UnixMilli(), chance)
}
