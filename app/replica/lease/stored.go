package lease

import (
	"encoding/json"
	"errors"
	"time"
)

// form is the version of what is stored.
const form = 1

var errForm = errors.New("lease: stored in a form that is not known")

// MarshalJSON writes a list of numbers: the form's version, then the fields in order, in milliseconds (times since 1970, 0 for none).
func (l Lease) MarshalJSON() ([]byte, error) {
	return json.Marshal([7]int64{
		form, stored(l.Contact), stored(l.Told), stored(l.Device), stored(l.Highest), l.Ran.Milliseconds(), l.Policy.Milliseconds(),
	})
}

// UnmarshalJSON reads what MarshalJSON wrote. What is anything else is an error and leaves the zero Lease, which is locked.
func (l *Lease) UnmarshalJSON(data []byte) error {
	*l = Lease{}
	var n []int64
	if err := json.Unmarshal(data, &n); err != nil {
		return err
	}
	if len(n) != 7 || n[0] != form {
		return errForm
	}
	for _, v := range n {
		if v < 0 || v > limit {
			return errForm
		}
	}
	*l = Lease{
		Contact: at(n[1]), Told: at(n[2]), Device: at(n[3]), Highest: at(n[4]),
		Ran: time.Duration(n[5]) * time.Millisecond, Policy: time.Duration(n[6]) * time.Millisecond,
	}
	return nil
}

// limit is a number of milliseconds that is more than any that is meant, and still a time.Duration.
const limit = int64(1<<63-1) / int64(time.Millisecond)

func stored(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func at(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
