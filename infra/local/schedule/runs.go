package schedule

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"time"

	"stellwerk/infra/local/disk"
)

// RunsFile keeps last runs in one JSON file, written anew and renamed so that it is never half there.
type RunsFile struct {
	path string
	mu   sync.Mutex
	last map[string]time.Time
}

// OpenRuns opens or begins the file at path. Its folder must exist.
func OpenRuns(path string) (*RunsFile, error) {
	f := &RunsFile{path: path, last: map[string]time.Time{}}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return f, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read last runs: %w", err)
	}
	if err := json.Unmarshal(data, &f.last); err != nil {
		return nil, fmt.Errorf("read last runs: %s is damaged (%w); move it away to begin anew", path, err)
	}
	return f, nil
}

// Last implements Runs.
func (f *RunsFile) Last(name string) (time.Time, bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	at, ok := f.last[name]
	return at, ok, nil
}

// Ran implements Runs.
func (f *RunsFile) Ran(name string, at time.Time) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.last[name] = at.UTC().Round(0)
	data, err := json.MarshalIndent(f.last, "", "  ")
	if err != nil {
		return err
	}
	return disk.Replace(f.path, data)
}
