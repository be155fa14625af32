package dynamo

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"

	"stellwerk/infra/local/dynamo/store"
	"stellwerk/infra/local/dynamo/wire"
)

// maxBody is the largest request in bytes; DynamoDB takes 16 MB.
const maxBody = 16 << 20

const (
	tablesTarget  = "DynamoDB_20120810."
	streamsTarget = "DynamoDBStreams_20120810."
	contentType   = "application/x-amz-json-1.0"
)

// operation reads one request and writes its answer. Nothing it wrote counts when it returns an error.
type operation func(e *Engine, in *request, out *wire.Encoder) error

// answer is what goes back to the client.
type answer struct {
	status int
	body   []byte
}

// Do answers a request without a socket, so that an Engine can be the HTTP client of an AWS SDK client. Signatures are not
// checked. It returns an error only for a fault on purpose, a context cancelled before it began, an unreadable body, or after Close.
func (e *Engine) Do(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	a, err := e.serve(r)
	if err != nil {
		return nil, err
	}
	h := http.Header{}
	a.describe(h)
	return &http.Response{
		Status: http.StatusText(a.status), StatusCode: a.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: h, Body: io.NopCloser(bytes.NewReader(a.body)), ContentLength: int64(len(a.body)), Request: r,
	}, nil
}

// ServeHTTP answers a request on a port. Whoever reaches the port may do everything, so listen on loopback. Requests that
// a browser made for a web page are refused: no page, whatever its host name resolves to, has business here. Sec-Fetch-Mode
// does not tell them: programs in Node.js send it too.
func (e *Engine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Origin") != "" || r.Header.Get("Sec-Fetch-Site") != "" {
		http.Error(w, "this port is not for browsers", http.StatusForbidden)
		return
	}
	if r.Method != http.MethodPost {
		w.Header().Set("Content-Type", "text/plain")
		_, _ = io.WriteString(w, "healthy: dynamodb."+e.region+"\n")
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	a, err := e.serve(r)
	if err != nil {
		// The client shall see a broken connection, not an answer.
		panic(http.ErrAbortHandler)
	}
	a.describe(w.Header())
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body)
}

func (a answer) describe(h http.Header) {
	h["Content-Type"] = []string{contentType}
	h["Content-Length"] = []string{strconv.Itoa(len(a.body))}
	h["X-Amzn-Requestid"] = []string{requestID()}
	h["X-Amz-Crc32"] = []string{strconv.FormatUint(uint64(crc32.ChecksumIEEE(a.body)), 10)}
}

const idAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

// requestID has 52 letters and digits, as DynamoDB's have.
func requestID() string {
	var id [52]byte
	_, _ = rand.Read(id[:]) // never fails
	for i, b := range id {
		id[i] = idAlphabet[b&31]
	}
	return string(id[:])
}

// serve carries out one request. An error means that the client shall get no answer.
func (e *Engine) serve(r *http.Request) (answer, error) {
	body, err := readBody(r)
	if err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) || errors.Is(err, errTooLarge) {
			return failure(refuse(unreadable, "Request is too large")), nil
		}
		return answer{}, err
	}
	run, name, err := find(r.Header.Get("X-Amz-Target"))
	if err != nil {
		return failure(err), nil
	}
	return e.run(run, name, body)
}

// run carries out an operation with the faults that are wanted around it.
func (e *Engine) run(op operation, name string, body []byte) (answer, error) {
	in := &request{Decoder: wire.Decode(body), body: body, fault: e.faults.on(name)}
	if f := in.fault.before(name); f != nil {
		return failure(f), nil
	}
	out := wire.Encoder{B: make([]byte, 0, 512)}
	if err := guarded(e, op, in, &out); err != nil {
		if errors.Is(err, store.ErrClosed) {
			return answer{}, err
		}
		return failure(err), nil
	}
	if in.fault == Lost {
		return answer{}, errLost
	}
	return answer{status: http.StatusOK, body: out.B}, nil
}

// guarded turns a panic into an answer: one bad request must not end the process.
func guarded(e *Engine, op operation, in *request, out *wire.Encoder) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return op(e, in, out)
}

func failure(err error) answer {
	f := asFault(err)
	var out wire.Encoder
	f.body(&out)
	return answer{status: f.status(), body: out.B}
}

var errTooLarge = errors.New("the request is too large")

func readBody(r *http.Request) ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	defer r.Body.Close()
	if n := r.ContentLength; n > maxBody {
		return nil, errTooLarge
	} else if n > 0 {
		body := make([]byte, n)
		_, err := io.ReadFull(r.Body, body)
		return body, err
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if len(body) > maxBody {
		return nil, errTooLarge
	}
	return body, err
}

// find looks up the operation of an X-Amz-Target header.
func find(target string) (operation, string, error) {
	if name, ours := strings.CutPrefix(target, streamsTarget); ours && streamOperations[name] != nil {
		return streamOperations[name], name, nil
	}
	name, ours := strings.CutPrefix(target, tablesTarget)
	switch {
	case ours && operations[name] != nil:
		return operations[name], name, nil
	case ours && leftOut[name]:
		return nil, name, refuse(unknownCall, "The operation %s is not supported by the embedded engine", name)
	}
	return nil, "", refuse(unknownCall, "")
}

var operations = map[string]operation{
	"CreateTable":        (*Engine).createTable,
	"DescribeTable":      (*Engine).describeTable,
	"ListTables":         (*Engine).listTables,
	"DeleteTable":        (*Engine).deleteTable,
	"UpdateTable":        (*Engine).updateTable,
	"UpdateTimeToLive":   (*Engine).updateTimeToLive,
	"DescribeTimeToLive": (*Engine).describeTimeToLive,
	"DescribeLimits":     (*Engine).describeLimits,
	"DescribeEndpoints":  (*Engine).describeEndpoints,
	"PutItem":            (*Engine).putItem,
	"GetItem":            (*Engine).getItem,
	"UpdateItem":         (*Engine).updateItem,
	"DeleteItem":         (*Engine).deleteItem,
	"Query":              (*Engine).query,
	"Scan":               (*Engine).scan,
	"BatchGetItem":       (*Engine).batchGetItem,
	"BatchWriteItem":     (*Engine).batchWriteItem,
	"TransactWriteItems": (*Engine).transactWriteItems,
	"TransactGetItems":   (*Engine).transactGetItems,
}

var streamOperations = map[string]operation{
	"ListStreams":      (*Engine).listStreams,
	"DescribeStream":   (*Engine).describeStream,
	"GetShardIterator": (*Engine).getShardIterator,
	"GetRecords":       (*Engine).getRecords,
}

// leftOut are DynamoDB's operations that are refused by name.
var leftOut = func() map[string]bool {
	out := map[string]bool{}
	for _, name := range strings.Fields(`BatchExecuteStatement CreateBackup CreateGlobalTable DeleteBackup
		DeleteResourcePolicy DescribeBackup DescribeContinuousBackups DescribeContributorInsights DescribeExport
		DescribeGlobalTable DescribeGlobalTableSettings DescribeImport DescribeKinesisStreamingDestination
		DescribeTableReplicaAutoScaling DisableKinesisStreamingDestination EnableKinesisStreamingDestination
		ExecuteStatement ExecuteTransaction ExportTableToPointInTime GetResourcePolicy ImportTable ListBackups
		ListContributorInsights ListExports ListGlobalTables ListImports ListTagsOfResource PutResourcePolicy
		RestoreTableFromBackup RestoreTableToPointInTime TagResource UntagResource UpdateContinuousBackups
		UpdateContributorInsights UpdateGlobalTable UpdateGlobalTableSettings UpdateKinesisStreamingDestination
		UpdateTableReplicaAutoScaling`) {
		out[name] = true
	}
	return out
}()
