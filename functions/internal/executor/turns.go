package executor

import (
	"context"
	"sync"
	"time"

	"stellwerk/shared/org"
)

// patience is how long a command waits for its turn. It then goes ahead without: what keeps a tenant's changes in line is the condition on
// the head, and never this.
const patience = time.Second

// turns let the commands of one tenant that meet in this process go one after the other. Without it all but one of them would find the head
// moved, wait, and do everything again, the more often the more of them there are. In a function, which has one request at a time, there is
// nothing to wait for.
type turns struct {
	mu  sync.Mutex
	all map[org.TenantID]*turn
}

type turn struct {
	free chan struct{} // holds one value while it is nobody's turn
	used int           // by whoever has it or waits
}

// take waits for a tenant's turn and returns what ends it.
func (t *turns) take(ctx context.Context, tenant org.TenantID) (end func()) {
	t.mu.Lock()
	mine := t.all[tenant]
	if mine == nil {
		mine = &turn{free: make(chan struct{}, 1)}
		mine.free <- struct{}{}
		t.all[tenant] = mine
	}
	mine.used++
	t.mu.Unlock()
	had := mine.wait(ctx)
	return func() {
		if had {
			mine.free <- struct{}{}
		}
		t.mu.Lock()
		defer t.mu.Unlock()
		if mine.used--; mine.used == 0 {
			delete(t.all, tenant)
		}
	}
}

func (t *turn) wait(ctx context.Context) bool {
	select {
	case <-t.free:
		return true
	default:
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-t.free:
		return true
	case <-timer.C:
	case <-ctx.Done():
	}
	return false
}
