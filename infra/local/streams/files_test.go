package streams

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestCheckpointsAreWrittenTogether(t *testing.T) {
	path := filepath.Join(t.TempDir(), "checkpoints.json")
	synctest.Test(t, func(t *testing.T) {
		f, err := OpenCheckpoints(path)
		if err != nil {
			t.Fatal(err)
		}
		f.Every(time.Second)
		save := func(number string) {
			t.Helper()
			if err := f.Save("s", Checkpoint{Shards: map[string]string{"1": number}}); err != nil {
				t.Fatal(err)
			}
		}
		written := func(story, number string) {
			t.Helper()
			again, err := OpenCheckpoints(path)
			if err != nil {
				t.Fatal(err)
			}
			if c, err := again.Load("s"); err != nil || c.Shards["1"] != number {
				t.Errorf("%s: %v is on disk (%v), want %s", story, c.Shards, err, number)
			}
		}
		save("1")
		written("where it begins waits for nothing", "1")
		save("2")
		save("3")
		written("what follows waits", "1")
		if c, _ := f.Load("s"); c.Shards["1"] != "3" {
			t.Errorf("in memory it is %v, want 3", c.Shards)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		written("after a second the last is there", "3")
		save("4")
		if err := f.Flush(); err != nil {
			t.Error(err)
		}
		written("the end waits for nothing", "4")
		time.Sleep(2 * time.Second)
		synctest.Wait()

		if err := os.RemoveAll(filepath.Dir(path)); err != nil {
			t.Fatal(err)
		}
		save("5")
		time.Sleep(time.Second)
		synctest.Wait()
		if err := f.Save("s", Checkpoint{}); err == nil || !strings.Contains(err.Error(), path[:len(path)-len("checkpoints.json")]) {
			t.Errorf("what could not be written was kept quiet: %v", err)
		}
	})
}
