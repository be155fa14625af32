package streams

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"time"

	"stellwerk/infra/local/disk"
)

// CheckpointFile keeps the checkpoints of one consumer in a JSON file. Each save is on disk when it returns, unless Every says otherwise.
type CheckpointFile struct {
	path  string
	every time.Duration

	mu     sync.Mutex
	all    map[string]Checkpoint
	due    *time.Timer // writes what is not on disk yet; nil if nothing is
	failed error       // of that
}

// OpenCheckpoints opens or begins the file at path. Its folder must exist.
func OpenCheckpoints(path string) (*CheckpointFile, error) {
	f := &CheckpointFile{path: path, all: map[string]Checkpoint{}}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return f, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read checkpoints: %w", err)
	}
	if err := json.Unmarshal(data, &f.all); err != nil {
		return nil, fmt.Errorf("read checkpoints: %s is damaged (%w); move it away to work off the stream anew", path, err)
	}
	return f, nil
}

// Every lets saves wait so long to be written together. After a crash the records of that while are delivered again, which consumers have
// to bear in any case; and the disk, for which all writes of the database wait, too, is asked that much less. Call it before the first save.
func (f *CheckpointFile) Every(d time.Duration) *CheckpointFile {
	f.every = d
	return f
}

// Load implements Checkpoints.
func (f *CheckpointFile) Load(stream string) (Checkpoint, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := f.all[stream]
	c.Shards = maps.Clone(c.Shards)
	return c, nil
}

// Save implements Checkpoints. It returns the error of an earlier write that had waited.
func (f *CheckpointFile) Save(stream string, c Checkpoint) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	_, begun := f.all[stream]       // where it began is written down before anything else
	c.Shards = maps.Clone(c.Shards) // the consumer goes on with its own
	f.all[stream] = c
	if f.every == 0 || !begun || f.failed != nil {
		return errors.Join(f.failed, f.write())
	}
	if f.due == nil {
		f.due = time.AfterFunc(f.every, func() {
			f.mu.Lock()
			defer f.mu.Unlock()
			if f.due != nil {
				f.failed = f.write()
			}
		})
	}
	return nil
}

// Flush writes what still waits.
func (f *CheckpointFile) Flush() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.due == nil {
		return f.failed
	}
	f.due.Stop()
	return f.write()
}

func (f *CheckpointFile) write() error {
	f.due = nil
	data, err := json.Marshal(f.all)
	if err != nil {
		return err
	}
	return disk.Replace(f.path, data)
}

// LetterFile keeps dead letters as lines of JSON, oldest first.
type LetterFile struct {
	path string
	mu   sync.Mutex
}

// OpenLetters uses or begins the file at path. Its folder must exist.
func OpenLetters(path string) *LetterFile { return &LetterFile{path: path} }

// Add implements DeadLetters.
func (f *LetterFile) Add(letter DeadLetter) error {
	line, err := json.Marshal(letter)
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	file, err := os.OpenFile(f.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(append(line, '\n'))
	if err == nil {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = disk.SyncDir(filepath.Dir(f.path))
	}
	return err
}

// All reads every letter. A last line that a crash cut off is left out: its records are delivered again.
func (f *LetterFile) All() ([]DeadLetter, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	file, err := os.Open(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var all []DeadLetter
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var letter DeadLetter
		if json.Unmarshal(lines.Bytes(), &letter) == nil {
			all = append(all, letter)
		}
	}
	return all, lines.Err()
}
