package story

import (
	"time"

	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Claimed is when an entry was asked for, by the clock of the device that asked, if that was long before it was carried out, or after
// it: then the device was without a connection, or its clock is wrong. Zero otherwise.
func Claimed(e ledger.Entry) time.Time {
	ms, ok := org.Millis(e.Command)
	at := time.UnixMilli(ms)
	if !ok || e.At.Sub(at).Abs() <= time.Minute {
		return time.Time{}
	}
	return at
}
