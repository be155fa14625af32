package testworld

import (
	"fmt"
	"strconv"
	"time"

	"stellwerk/shared/org"
)

// Canary makes the n-th value, as it may stand in a field, and the token in it by which it is known wherever it turns up. Days are as many as
// there are between 1900 and 1998.
func Canary(n uint64, field string) (token, value string) {
	token = fmt.Sprintf("zq%09s", strconv.FormatUint(n, 32))
	switch field {
	case "phone":
		token = fmt.Sprintf("+999%09d", n%1e9)
	case "startDate":
		token = time.Date(1900, 1, int(n%36000), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	case "email":
		return token, token + "@people.example"
	case "notes":
		return token, "first line <b>&\n" + token
	}
	return token, token
}

// Turns are how somebody's rights change. Between the first role and the last some are only passed through; "" is no access.
var Turns = [][]org.Role{
	{org.User, org.Guest},
	{org.Guest, org.User},
	{org.User, org.Admin},
	{org.Admin, org.User},
	{org.Admin, org.User, org.Guest},
	{org.Guest, org.Admin},
	{org.User, org.Guest, org.User},
	{org.Admin, org.User, org.Admin},
	{org.User, ""},
	{org.Admin, "", org.Admin},
	{org.Admin, "", org.Guest},
}
