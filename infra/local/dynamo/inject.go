package dynamo

import (
	"math/rand/v2"
	"sync"
)

// Fault is something that goes wrong on purpose, so that tests can see how callers take it.
type Fault uint8

const (
	// NoFault lets the request through.
	NoFault Fault = iota
	// Conflict refuses a write as if another transaction held the item: TransactionConflictException, or
	// TransactionCanceledException with the reason TransactionConflict for the first action of a transaction.
	Conflict
	// Throughput refuses with ProvisionedThroughputExceededException.
	Throughput
	// Throttle refuses with ThrottlingException.
	Throttle
	// Partial carries out the first half of a batch and gives the rest back as unprocessed. Others are let through.
	Partial
	// Lost carries the request out and loses the answer: Do returns a time-out, a port breaks the connection.
	Lost
)

// Faults says what goes wrong. The zero value: nothing.
type Faults struct {
	// On is asked for each request, by the name of its operation. It may be called by many goroutines.
	On func(operation string) Fault
	// Twice makes GetRecords deliver the last records of the answer before again, as after a consumer's restart.
	Twice bool
	// Shuffle puts the stream records of one transaction in random order; DynamoDB promises order per item only.
	Shuffle bool
}

func (f Faults) on(operation string) Fault {
	if f.On == nil {
		return NoFault
	}
	return f.On(operation)
}

// Sometimes makes a function for Faults.On: each fault comes with its probability (their sum is at most 1), the same
// sequence for the same seed.
func Sometimes(seed uint64, chances map[Fault]float64) func(string) Fault {
	var mu sync.Mutex
	random := rand.New(rand.NewPCG(seed, seed))
	return func(string) Fault {
		mu.Lock()
		x := random.Float64()
		mu.Unlock()
		for f := Conflict; f <= Lost; f++ {
			if x -= chances[f]; x < 0 {
				return f
			}
		}
		return NoFault
	}
}

// before is the refusal that comes instead of the work; nil lets it go on.
func (f Fault) before(operation string) *fault {
	switch f {
	case Conflict:
		switch operation {
		case "PutItem", "UpdateItem", "DeleteItem":
			return refuse(conflicting, "%s", conflictReason.message)
		}
	case Throughput:
		return refuse(overThroughput, "The level of configured provisioned throughput for the table was exceeded. "+
			"Consider increasing your provisioning level with the UpdateTable API.")
	case Throttle:
		return refuse(throttled, "Rate of requests exceeds the allowed throughput.")
	}
	return nil
}

// lostAnswer is the error of a request whose answer never comes; the SDK takes it for a time-out of the connection.
type lostAnswer struct{}

func (lostAnswer) Error() string   { return "the answer was lost on purpose" }
func (lostAnswer) Timeout() bool   { return true }
func (lostAnswer) Temporary() bool { return true }

var errLost error = lostAnswer{}
