// Package store keeps named buckets of ordered keys in one file. Reads run side by side, each on a consistent picture of
// the last commit. Writes go through one goroutine that commits many waiting requests at once: an answer from Update
// means that its writes are on disk.
package store

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// ErrClosed is returned by every call after Close.
var ErrClosed = errors.New("the database is closed")

// lockPatience is how long Open waits for another process to let go of the file.
const lockPatience = 2 * time.Second

// mapped is the address space reserved at start, in bytes: a file below it never needs to be mapped again, which would
// make the writer wait for readers. It costs no memory, but Windows would make the file that long, and small address
// spaces have no room.
func mapped() int {
	if runtime.GOOS == "windows" || strconv.IntSize < 64 {
		return 0
	}
	return 1 << 30
}

// Store is one open file. Its methods may be called by many goroutines.
type Store struct {
	swap      sync.RWMutex // held for writing only while Compact exchanges the file
	db        *bbolt.DB
	path      string
	temporary bool
	sync      bool

	jobs    chan *job
	closing chan struct{}
	stopped chan struct{}
	once    sync.Once
}

// Open opens or creates the file at path. With an empty path it makes a temporary file that Close removes; nothing of it
// is promised to survive. With durable false commits don't wait for the disk: for tests only.
// It fails when another process holds the file.
func Open(path string, durable bool) (*Store, error) {
	s := &Store{path: path, sync: durable, jobs: make(chan *job, maxBatch),
		closing: make(chan struct{}), stopped: make(chan struct{})}
	if path == "" {
		f, err := os.CreateTemp("", "dynamo-*.db")
		if err != nil {
			return nil, fmt.Errorf("make a temporary database: %w", err)
		}
		s.path, s.temporary, s.sync = f.Name(), true, false
		if err := f.Close(); err != nil {
			return nil, fmt.Errorf("make a temporary database: %w", err)
		}
	}
	db, err := open(s.path, s.sync)
	if err != nil {
		return nil, err
	}
	s.db = db
	go s.write()
	return s, nil
}

func open(path string, durable bool) (*bbolt.DB, error) {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{
		Timeout: lockPatience, FreelistType: bbolt.FreelistMapType, NoSync: !durable,
		InitialMmapSize: mapped(), NoStatistics: true,
	})
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, fmt.Errorf("open %s: another process has it open; stop that one first", path)
	}
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return db, nil
}

// Close finishes the writes that are waiting, then lets go of the file. A second call does nothing.
func (s *Store) Close() error {
	var err error
	s.once.Do(func() {
		close(s.closing)
		<-s.stopped
		s.swap.Lock()
		defer s.swap.Unlock()
		err = s.db.Close()
		if s.temporary {
			err = errors.Join(err, os.Remove(s.path))
		}
	})
	return err
}

// View calls fn with the state of the last commit. Bytes read in fn are gone when it returns.
func (s *Store) View(fn func(*Tx) error) error {
	s.swap.RLock()
	defer s.swap.RUnlock()
	tx, err := s.db.Begin(false)
	if errors.Is(err, bolterrors.ErrDatabaseNotOpen) {
		return ErrClosed
	}
	if err != nil {
		return fmt.Errorf("begin reading: %w", err)
	}
	defer tx.Rollback() // a read transaction has nothing to lose
	return fn(&Tx{tx: tx})
}

// WriteTo writes a consistent copy of the whole file while work goes on, and returns the bytes written.
func (s *Store) WriteTo(w io.Writer) (n int64, err error) {
	err = s.View(func(tx *Tx) error {
		n, err = tx.tx.WriteTo(w)
		return err
	})
	return n, err
}

// Size is the length of the file in bytes.
func (s *Store) Size() (size int64, err error) {
	err = s.View(func(tx *Tx) error {
		size = tx.tx.Size()
		return nil
	})
	return size, err
}

// compactBatch is the number of bytes that Compact copies in one transaction.
const compactBatch = 16 << 20

// Compact rewrites the file without the space that deleted data left behind; the file never shrinks otherwise.
// Reads and writes wait meanwhile. If it fails, the old file stays in use.
func (s *Store) Compact() error {
	return s.alone(func() error {
		s.swap.Lock()
		defer s.swap.Unlock()
		return s.compact()
	})
}

func (s *Store) compact() error {
	next := filepath.Join(filepath.Dir(s.path), filepath.Base(s.path)+".compact")
	if err := os.Remove(next); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("compact %s: %w", s.path, err)
	}
	dst, err := open(next, s.sync)
	if err != nil {
		return err
	}
	if err := errors.Join(bbolt.Compact(dst, s.db, compactBatch), dst.Sync(), dst.Close()); err != nil {
		return errors.Join(fmt.Errorf("compact %s: %w", s.path, err), os.Remove(next))
	}
	if err := s.db.Close(); err != nil {
		return fmt.Errorf("compact %s: %w", s.path, err)
	}
	renamed := os.Rename(next, s.path)
	if renamed == nil {
		renamed = syncDir(filepath.Dir(s.path))
	}
	db, err := open(s.path, s.sync)
	if err != nil {
		return errors.Join(renamed, err)
	}
	s.db = db
	return renamed
}

// syncDir makes a rename in dir durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
