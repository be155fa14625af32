package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"golang.org/x/sync/errgroup"

	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// check holds what clients were told, and what they hold, against what a fresh client gets. Its own requests are no part of the load.
func (c *crowd) check(ctx context.Context) error {
	kept := c.tally
	c.tally = newTally()
	defer func() { c.tally = kept }()
	byTenant := map[org.TenantID][]*client{}
	for _, one := range c.clients {
		byTenant[one.tenant] = append(byTenant[one.tenant], one)
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for tenant, all := range byTenant {
		group.Go(func() error {
			if err := checkTenant(ctx, all); err != nil {
				return fmt.Errorf("organisation %s: %w", tenant, err)
			}
			return nil
		})
	}
	return group.Wait()
}

// acknowledged is how many deeds clients were told to be done.
func (c *crowd) acknowledged() (n int) {
	for _, one := range c.clients {
		n += len(one.acks)
	}
	return n
}

func checkTenant(ctx context.Context, all []*client) error {
	fresh := *all[0]
	if err := fresh.load(ctx); err != nil {
		return err
	}
	entries, head, err := fresh.trail(ctx)
	if err != nil {
		return err
	}
	if err := chained(fresh.tenant, entries, head); err != nil {
		return err
	}
	for _, one := range all {
		if err := missing(one.acks, entries); err != nil {
			return err
		}
		if err := one.follow(ctx); err != nil {
			return err
		}
		if err := one.held.differs(&fresh.held); err != nil {
			return fmt.Errorf("a client does not hold what a fresh one gets: %w", err)
		}
	}
	return nil
}

// trail reads the whole audit trail, oldest first.
func (c *client) trail(ctx context.Context) (all []ledger.Entry, head ledger.Head, err error) {
	for before := ""; ; {
		var page route.EntriesReply
		if err := c.ask(ctx, "trail", "GET", route.In(route.Entries, c.tenant)+before, nil, &page); err != nil {
			return nil, head, err
		}
		all, head = append(all, page.Entries...), page.Head
		if page.Before == 0 {
			slices.Reverse(all)
			return all, head, nil
		}
		before = "?before=" + strconv.FormatUint(page.Before, 10)
	}
}

// chained says whether entries, oldest first, lead to the head, each following from the one before.
func chained(tenant org.TenantID, entries []ledger.Entry, head ledger.Head) error {
	var prev ledger.Digest
	for i, e := range entries {
		if e.Seq != uint64(i+1) {
			return fmt.Errorf("entry %d stands where %d should", e.Seq, i+1)
		}
		if err := ledger.Verify(tenant, e, prev); err != nil {
			return fmt.Errorf("entry %d: %w", e.Seq, err)
		}
		prev = e.Hash
	}
	if prev != head.Hash || uint64(len(entries)) != head.Seq {
		return errors.New("the entries do not lead to the head")
	}
	return nil
}

// missing says which acknowledged command has no entry where it was said to be, or more than one.
func missing(acks map[org.CommandID]uint64, entries []ledger.Entry) error {
	found := map[org.CommandID]int{}
	for _, e := range entries {
		found[e.Command]++
	}
	for id, seq := range acks {
		if seq == 0 || seq > uint64(len(entries)) || entries[seq-1].Command != id {
			return fmt.Errorf("command %s was acknowledged as entry %d, which is another or not there", id, seq)
		}
		if found[id] != 1 {
			return fmt.Errorf("command %s was done %d times", id, found[id])
		}
	}
	return nil
}
