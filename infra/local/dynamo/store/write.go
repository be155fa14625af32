package store

import (
	"errors"
	"fmt"
	"runtime/debug"
)

// maxBatch bounds how many requests share one commit.
const maxBatch = 256

// job is one waiting request of the writer.
type job struct {
	run   func(*Tx) error
	alone bool         // nothing else may share its commit
	apart func() error // runs instead of run, outside any transaction
	err   error
	done  chan struct{}
}

// Update runs fn in the one writer, together with other waiting requests, and returns when its writes are on disk.
// fn must look first and write after: if it returns an error before its first write, only this request is refused. An
// error (or panic) after a write costs the others a second run, so fn may be called more than once.
func (s *Store) Update(fn func(*Tx) error) error { return s.submit(&job{run: fn}) }

// Alone is Update with a commit of its own: the next request sees what fn and its OnCommit functions did.
func (s *Store) Alone(fn func(*Tx) error) error { return s.submit(&job{run: fn, alone: true}) }

func (s *Store) alone(fn func() error) error { return s.submit(&job{apart: fn, alone: true}) }

func (s *Store) submit(j *job) error {
	j.done = make(chan struct{})
	select {
	case <-s.closing:
		return ErrClosed
	default:
	}
	select {
	case s.jobs <- j:
	case <-s.closing:
		return ErrClosed
	}
	select {
	case <-j.done:
		return j.err
	case <-s.stopped:
		// The writer's last round may have taken the job just before it stopped.
		select {
		case <-j.done:
			return j.err
		default:
			return ErrClosed
		}
	}
}

// write is the one writer: it takes what is waiting, up to maxBatch requests, and commits it at once.
func (s *Store) write() {
	defer close(s.stopped)
	batch := make([]*job, 0, maxBatch)
	var held *job // an exclusive request that ended the batch before it
	for {
		batch = batch[:0]
		if held == nil {
			select {
			case held = <-s.jobs:
			case <-s.closing:
				select {
				case held = <-s.jobs:
				default:
					return
				}
			}
		}
		batch, held = append(batch, held), nil
		for !batch[0].alone && held == nil && len(batch) < maxBatch {
			select {
			case j := <-s.jobs:
				if j.alone {
					held = j
				} else {
					batch = append(batch, j)
				}
				continue
			default:
			}
			break
		}
		s.commit(batch)
		for i, j := range batch {
			close(j.done)
			batch[i] = nil
		}
	}
}

// commit runs a batch in one transaction and sets each request's error.
func (s *Store) commit(batch []*job) {
	if batch[0].apart != nil {
		batch[0].err = batch[0].apart()
		return
	}
	for {
		again, err := s.try(batch)
		for _, j := range batch {
			broken := torn{}
			switch {
			case errors.As(j.err, &broken):
				if !again {
					j.err = broken.error
				}
			case again:
				j.err = nil
			case j.err == nil:
				j.err = err
			}
		}
		if !again {
			return
		}
	}
}

// torn marks a request that failed in the middle of its writes; it is left out of the next try.
type torn struct{ error }

func (t torn) Unwrap() error { return t.error }

// try runs the batch once. again says that a request failed half-way, so that everything was rolled back.
func (s *Store) try(batch []*job) (again bool, err error) {
	boltTx, err := s.db.Begin(true)
	if err != nil {
		return false, fmt.Errorf("begin writing: %w", err)
	}
	defer boltTx.Rollback() // after Commit there is nothing to roll back
	tx := &Tx{tx: boltTx}
	for _, j := range batch {
		if j.err != nil {
			continue
		}
		tx.dirty = false
		if j.err = guarded(j.run, tx); j.err != nil && tx.dirty {
			j.err = torn{j.err}
			return true, nil
		}
	}
	if !tx.wrote {
		return false, nil
	}
	if err := boltTx.Commit(); err != nil {
		return false, fmt.Errorf("commit: %w", err)
	}
	for _, fn := range tx.after {
		fn()
	}
	return false, nil
}

func guarded(fn func(*Tx) error, tx *Tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			tx.dirty = true
			err = fmt.Errorf("panic in a write: %v\n%s", p, debug.Stack())
		}
	}()
	return fn(tx)
}
