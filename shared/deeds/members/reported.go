package members

import (
	"encoding/json"

	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// StorageReported is the name of the deed by which connected systems report, which runs on the server and is not in the browser's program: each deed weighs there.
const StorageReported = "members.reportStorage"

// Used is how many bytes of storage one person uses. The person is named by id or by address.
type Used struct {
	Member org.MemberID `json:"member,omitempty"`
	Email  string       `json:"email,omitempty"`
	Bytes  *int64       `json:"bytes"`
}

// MaxUsed is how many people one report is about at most: it is one entry.
const MaxUsed = ledger.MaxWrites

// ReportArgs is what a connected system says.
type ReportArgs struct {
	System org.SystemID `json:"system"`
	Used   []Used       `json:"used"`
}

// ReportedOver is the position at which a member's record stood before an entry that only reports; 0 for other entries.
func ReportedOver(e ledger.Entry, member ledger.Ref) uint64 {
	var u org.StorageUse
	for i := range e.Changes {
		if c := &e.Changes[i]; e.Deed == StorageReported && c.Ref() == member {
			_ = json.Unmarshal(c.After["storage"], &u) // what is not to be seen says nothing
		}
	}
	return u.Over
}
