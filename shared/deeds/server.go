//go:build !js

package deeds

import (
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/ledger"
)

// serverOnly are deeds that no device runs.
var serverOnly = []ledger.Deed{members.ReportStorage}
