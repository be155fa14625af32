package dynamo_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"stellwerk/infra/local/dynamo"
)

// Promises about an idle engine, measured in a process of its own with a database of about 10 MB.
const (
	maxStart = 100 * time.Millisecond // from Open to the first answer
	maxIdle  = 15 << 20               // bytes of resident memory over those before Open
)

// weight is what the child found.
type weight struct {
	Start time.Duration
	Idle  int64
}

// weigh opens the file, asks one question and rests.
func weigh(path string) error {
	debug.FreeOSMemory()
	before, err := resident()
	if err != nil {
		return err
	}
	began := time.Now()
	e, err := dynamo.Open(path)
	if err != nil {
		return err
	}
	_, err = client(e).GetItem(context.Background(), &dynamodb.GetItemInput{
		TableName: aws.String("things"), Key: item{"pk": str("5"), "sk": str("5")},
	})
	w := weight{Start: time.Since(began)}
	if err != nil {
		return err
	}
	debug.FreeOSMemory()
	after, err := resident()
	if err != nil {
		return err
	}
	w.Idle = after - before
	return json.NewEncoder(os.Stdout).Encode(w)
}

// resident is the memory of this process that is in RAM, in bytes, pages of the file included.
func resident() (int64, error) {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, err
	}
	pages, err := strconv.ParseInt(string(bytes.Fields(text)[1]), 10, 64)
	return pages * int64(os.Getpagesize()), err
}

func TestStartAndIdleWeight(t *testing.T) {
	if _, err := resident(); err != nil {
		t.Skipf("this system doesn't say how much memory is resident: %v", err)
	}
	path := filepath.Join(t.TempDir(), "weighed.db")
	e, err := dynamo.Open(path, dynamo.WithoutSync())
	if err != nil {
		t.Fatal(err)
	}
	db := client(e)
	table := things(t, db)
	for from := 0; from < 10_000; from += 25 {
		var batch []types.WriteRequest
		for i := from; i < from+25; i++ {
			it := person(int64(i))
			it["pk"], it["sk"] = str(strconv.Itoa(i%100)), str(strconv.Itoa(i))
			batch = append(batch, putRequest(it))
		}
		_, err := db.BatchWriteItem(context.Background(), &dynamodb.BatchWriteItemInput{
			RequestItems: map[string][]types.WriteRequest{table: batch},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	cmd, line := child(t, "weigh", path)
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	var w weight
	if err := json.Unmarshal([]byte(line), &w); err != nil {
		t.Fatal(err)
	}
	t.Logf("start to first answer %s, idle memory %.1f MB over the program", w.Start.Round(time.Millisecond), float64(w.Idle)/(1<<20))
	if w.Start > maxStart {
		t.Errorf("start to first answer took %s, the promise is %s", w.Start, maxStart)
	}
	if w.Idle > maxIdle {
		t.Errorf("idle memory is %d bytes over the program, the promise is %d", w.Idle, maxIdle)
	}
}
