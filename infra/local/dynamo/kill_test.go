package dynamo_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"stellwerk/infra/local/dynamo"
)

const (
	killRounds  = 20
	killWriters = 16
	killItems   = 4 // per transaction
)

// killed is what the writers know: the transactions that were acknowledged, by writer and number. Others may or may not be done.
type killed struct {
	table string
	next  [killWriters]int          // number of the next transaction
	sure  [killWriters]map[int]bool // acknowledged
	seen  map[string]bool           // items found in earlier rounds, which must stay
}

// A server is killed in the middle of its work, again and again. What it acknowledged is there afterwards, no transaction is
// there in part, and the index agrees with the table.
func TestKillUnderLoad(t *testing.T) {
	path := filepath.Join(t.TempDir(), "killed.db")
	e, err := dynamo.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	k := &killed{table: things(t, client(e)), seen: map[string]bool{}}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	for i := range k.sure {
		k.sure[i] = map[int]bool{}
	}
	random := rand.New(rand.NewPCG(1, 2))
	total := 0
	for round := range killRounds {
		n := k.work(t, path, 50+random.IntN(250))
		total += n
		e, err := dynamo.Open(path)
		if err != nil {
			t.Fatalf("round %d: open after the kill: %v", round, err)
		}
		k.verify(t, client(e), round)
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		if t.Failed() {
			t.FailNow()
		}
	}
	t.Logf("%d kills, %d acknowledged transactions, %d items: none lost, none torn", killRounds, total, len(k.seen))
}

// work lets the writers write to a child process and kills it after so many acknowledged transactions.
func (k *killed) work(t *testing.T, path string, enough int) int {
	t.Helper()
	cmd, address := child(t, "serve", path)
	db := over(address)
	var acknowledged atomic.Int64
	kill := sync.OnceFunc(func() {
		if err := cmd.Process.Kill(); err != nil {
			t.Errorf("kill: %v", err)
		}
	})
	var wg sync.WaitGroup
	for w := range killWriters {
		wg.Go(func() {
			for {
				n := k.next[w]
				k.next[w]++
				_, err := db.TransactWriteItems(context.Background(), k.transaction(w, n), func(o *dynamodb.Options) { o.Retryer = aws.NopRetryer{} })
				if err != nil {
					if acknowledged.Load() < int64(enough) {
						t.Errorf("before the kill: %v", err)
						kill()
					}
					return
				}
				k.sure[w][n] = true
				if acknowledged.Add(1) >= int64(enough) {
					kill()
				}
			}
		})
	}
	wg.Wait()
	_ = cmd.Wait() // it was killed
	return int(acknowledged.Load())
}

// transaction puts killItems items, one of which moves in the index as the writer goes on.
func (k *killed) transaction(w, n int) *dynamodb.TransactWriteItemsInput {
	in := &dynamodb.TransactWriteItemsInput{}
	for i := range killItems - 1 {
		in.TransactItems = append(in.TransactItems, putAction(k.table, item{
			"pk": str(fmt.Sprintf("w%02d", w)), "sk": str(fmt.Sprintf("%06d#%d", n, i)), "g": str(fmt.Sprintf("g%d", n%7)),
			"text": str(strings.Repeat("x", 50*i)),
		}, "attribute_not_exists(pk)"))
	}
	in.TransactItems = append(in.TransactItems, types.TransactWriteItem{Update: &types.Update{
		TableName: &k.table, Key: item{"pk": str(fmt.Sprintf("w%02d", w)), "sk": str("head")},
		UpdateExpression:          aws.String("SET g = :g, n = :n"),
		ExpressionAttributeValues: item{":g": str(fmt.Sprintf("head%d", n)), ":n": num(fmt.Sprint(n))},
	}})
	return in
}

func (k *killed) verify(t *testing.T, db *dynamodb.Client, round int) {
	t.Helper()
	table, index := k.scan(t, db, ""), k.scan(t, db, "byG")
	if len(table) != len(index) {
		t.Errorf("round %d: the table has %d items, the index %d", round, len(table), len(index))
	}
	for key, g := range table {
		if index[key] != g {
			t.Errorf("round %d: item %s is in the index under %q, should be %q", round, key, index[key], g)
		}
	}
	about := describe(t, db, k.table)
	if n := int64(len(table)); *about.ItemCount != n || *about.GlobalSecondaryIndexes[0].ItemCount != n {
		t.Errorf("round %d: the counts say %d items and %d in the index, there are %d", round, *about.ItemCount,
			*about.GlobalSecondaryIndexes[0].ItemCount, n)
	}
	for key := range k.seen {
		if _, ok := table[key]; !ok {
			t.Errorf("round %d: item %s of an earlier round is gone", round, key)
		}
	}
	for w := range killWriters {
		last := -1
		for n := range k.next[w] {
			there := 0
			for i := range killItems - 1 {
				key := fmt.Sprintf("w%02d/%06d#%d", w, n, i)
				if _, ok := table[key]; ok {
					there++
					k.seen[key] = true
				}
			}
			switch {
			case there == killItems-1:
				last = n
			case there > 0:
				t.Errorf("round %d: transaction %d of writer %d is torn: %d items", round, n, w, there)
			case k.sure[w][n]:
				t.Errorf("round %d: transaction %d of writer %d was acknowledged and is lost", round, n, w)
			}
		}
		if head := table[fmt.Sprintf("w%02d/head", w)]; last >= 0 && head != fmt.Sprintf("head%d", last) {
			t.Errorf("round %d: writer %d: the head is %s, the last transaction %d", round, w, head, last)
		}
	}
}

// scan reads the whole table or index: the attribute g by key.
func (k *killed) scan(t *testing.T, db *dynamodb.Client, index string) map[string]string {
	t.Helper()
	in := &dynamodb.ScanInput{TableName: &k.table, ProjectionExpression: aws.String("pk, sk, g")}
	if index != "" {
		in.IndexName = &index
	}
	found := map[string]string{}
	for {
		out, err := db.Scan(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		sk, g := texts(out.Items, "sk"), texts(out.Items, "g")
		for i, pk := range texts(out.Items, "pk") {
			found[pk+"/"+sk[i]] = g[i]
		}
		if in.ExclusiveStartKey = out.LastEvaluatedKey; in.ExclusiveStartKey == nil {
			return found
		}
	}
}
