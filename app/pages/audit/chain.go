package audit

import (
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Check goes through the chain from the latest entry to the first. Each entry is checked as soon as the one before it is here, as its
// hash is what the entry carries.
type Check struct {
	tenant org.TenantID
	Head   ledger.Head // up to where the chain is checked
	Done   int         // entries found good
	Broken uint64      // the entry that breaks the chain; 0 for none
	Over   bool

	began bool
	held  ledger.Entry // waits for the one before it
}

// NewCheck begins a check.
func NewCheck(tenant org.TenantID) *Check { return &Check{tenant: tenant} }

// Begin says where the chain ends: at the head as of the first answer.
func (c *Check) Begin(head ledger.Head) {
	if !c.began {
		c.began, c.Head = true, head
		c.Over = head.Seq == 0
	}
}

// Add checks one more entry, the next older one. It returns false when there is nothing more to check.
func (c *Check) Add(e ledger.Entry) bool {
	if c.Over {
		return false
	}
	if e.Seq > c.Head.Seq {
		return true // newer than the check
	}
	if c.held.Seq == 0 {
		if e.Seq != c.Head.Seq || e.Hash != c.Head.Hash {
			return c.breaks(c.Head.Seq)
		}
		c.held = e
		return true
	}
	if e.Seq != c.held.Seq-1 || ledger.Verify(c.tenant, c.held, e.Hash) != nil {
		return c.breaks(c.held.Seq)
	}
	c.Done++
	c.held = e
	return true
}

// End checks the first entry, which has none before it.
func (c *Check) End() {
	if c.Over {
		return
	}
	c.Over = true
	switch {
	case c.held.Seq != 1:
		c.breaks(max(1, c.held.Seq))
	case ledger.Verify(c.tenant, c.held, ledger.Digest{}) != nil:
		c.breaks(1)
	default:
		c.Done++
	}
}

func (c *Check) breaks(seq uint64) bool {
	c.Broken, c.Over = seq, true
	return false
}
