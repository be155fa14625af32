package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// replica is what a client holds: all records as of a position, and where to read on.
type replica struct {
	records map[ledger.Ref]held
	members []org.MemberID // that there ever were, to choose from
	seq     uint64
	cursor  string
}

// held is a record; one without fields was deleted.
type held struct {
	fields ledger.Fields
	seq    uint64
}

// load reads everything.
func (c *client) load(ctx context.Context) error {
	fresh := replica{records: map[ledger.Ref]held{}}
	for cursor := ""; ; {
		var page route.SnapshotReply
		if err := c.ask(ctx, "snapshot", "GET", route.In(route.Snapshot, c.tenant)+"?cursor="+url.QueryEscape(cursor), nil, &page); err != nil {
			return err
		}
		for _, r := range page.Records {
			fresh.put(ledger.Ref{Kind: r.Kind, ID: r.ID}, held{r.Fields, r.Seq})
		}
		fresh.seq = page.Seq
		if cursor = page.Next; cursor == "" {
			fresh.cursor = page.Cursor
			c.held = fresh
			return nil
		}
	}
}

// follow reads what has happened since.
func (c *client) follow(ctx context.Context) error {
	for {
		var reply route.ChangesReply
		err := c.ask(ctx, "changes", "GET", route.In(route.Changes, c.tenant)+"?cursor="+url.QueryEscape(c.held.cursor), nil, &reply)
		var no refused
		if reply.Restart || errors.As(err, &no) && len(no.faults) > 0 && no.faults[0].Code == "cursor.restart" {
			return c.load(ctx)
		}
		if err != nil {
			return err
		}
		for _, e := range reply.Entries {
			if err := c.held.apply(e); err != nil {
				return fmt.Errorf("entry %d of %s does not follow from what was there: %w", e.Seq, c.tenant, err)
			}
		}
		c.held.seq, c.held.cursor = reply.Seq, reply.Cursor
		if !reply.More {
			return nil
		}
	}
}

// apply brings the records to an entry's state. Pages of a snapshot may be ahead of the position that it belongs to.
func (r *replica) apply(e ledger.Entry) error {
	for _, change := range e.Changes {
		before := r.records[change.Ref()]
		if before.seq >= e.Seq {
			continue
		}
		after, err := change.Apply(before.fields)
		if err != nil {
			return err
		}
		r.put(change.Ref(), held{after, e.Seq})
	}
	return nil
}

func (r *replica) put(ref ledger.Ref, h held) {
	if _, known := r.records[ref]; !known && ref.Kind == ledger.KindMember {
		r.members = append(r.members, org.MemberID(ref.ID))
	}
	r.records[ref] = h
}

// differs says where two hold something else, nil if they don't.
func (r *replica) differs(from *replica) error {
	if r.seq != from.seq {
		return fmt.Errorf("one stands at %d, the other at %d", r.seq, from.seq)
	}
	for _, pair := range [][2]*replica{{r, from}, {from, r}} {
		for ref, a := range pair[0].records {
			if b := pair[1].records[ref]; (a.fields == nil) != (b.fields == nil) || a.fields != nil && !a.fields.Same(b.fields) {
				return fmt.Errorf("%s %s is not the same", ref.Kind, ref.ID)
			}
		}
	}
	return nil
}
