package runtimeapi

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
)

// Pool runs as many bootstraps of a function as are asked at once, up to a number, as Lambda does; more calls wait.
type Pool struct {
	function Function
	room     chan struct{} // holds a place for each call that is under way
	mu       sync.Mutex
	idle     []*Process // the one that was used last at the end: it is warm
	all      []*Process
	closed   bool
}

// NewPool makes a pool of at most most bootstraps and starts the first, so that one that can't start is known at once.
func NewPool(f Function, most int) (*Pool, error) {
	first, err := Start(f)
	if err != nil {
		return nil, err
	}
	return &Pool{function: f, room: make(chan struct{}, most), idle: []*Process{first}, all: []*Process{first}}, nil
}

// Invoke calls the function in a bootstrap that has nothing else to do.
func (p *Pool) Invoke(ctx context.Context, event json.RawMessage) (json.RawMessage, error) {
	select {
	case p.room <- struct{}{}:
		defer func() { <-p.room }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	one, err := p.take()
	if err != nil {
		return nil, err
	}
	defer p.give(one)
	return one.Invoke(ctx, event)
}

func (p *Pool) take() (*Process, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil, errors.New("function " + p.function.Name + " was stopped")
	}
	if n := len(p.idle); n > 0 {
		one := p.idle[n-1]
		p.idle = p.idle[:n-1]
		return one, nil
	}
	one, err := Start(p.function)
	if err == nil {
		p.all = append(p.all, one)
	}
	return one, err
}

func (p *Pool) give(one *Process) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.idle = append(p.idle, one)
}

// Close ends all bootstraps and waits for them.
func (p *Pool) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	var errs []error
	for _, one := range p.all {
		errs = append(errs, one.Close())
	}
	return errors.Join(errs...)
}
