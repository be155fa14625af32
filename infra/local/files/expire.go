package files

import (
	"context"
	"errors"
	"strings"
	"time"
)

// Expire removes every file whose time is over by its bucket's lifecycle and tells how many there were.
func (s *Store) Expire() (removed int, err error) {
	now := s.now()
	for _, own := range s.buckets {
		over := func(o object) bool {
			for _, rule := range own.Expire {
				if strings.HasPrefix(o.Key, rule.Prefix) && !now.Before(o.Modified.Add(rule.After)) {
					return true
				}
			}
			return false
		}
		for _, key := range s.matching(own, over) {
			if failed := s.remove(own, key, over); failed != nil {
				err = errors.Join(err, failed)
				continue
			}
			removed++
		}
	}
	return removed, err
}

func (s *Store) matching(own *bucket, wanted func(object) bool) (keys []string) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for key, o := range own.objects {
		if wanted(o) {
			keys = append(keys, key)
		}
	}
	return keys
}

// Run expires files now and then every so often, until ctx is done.
func (s *Store) Run(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if removed, err := s.Expire(); err != nil {
			s.log.Error("expired files could not be removed", "removed", removed, "err", err)
		} else if removed > 0 {
			s.log.Info("expired files removed", "removed", removed)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
