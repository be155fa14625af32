package accounts_test

import (
	"strings"

	"stellwerk/functions/internal/table"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// code names what err refuses: the codes of its faults with their fields, "" if there is no error.
func code(err error) string {
	if err == nil {
		return ""
	}
	all := fault.All(err)
	if all == nil {
		return "error: " + err.Error()
	}
	parts := make([]string, len(all))
	for i, f := range all {
		parts[i] = f.Code
		if f.Field != "" {
			parts[i] = f.Field + " " + f.Code
		}
	}
	return strings.Join(parts, ", ")
}

func question(id org.MemberID) table.Question {
	return table.Question{Reads: ledger.Reads{Records: []ledger.Ref{{Kind: ledger.KindMember, ID: string(id)}}}}
}
