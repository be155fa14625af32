package lease

import (
	"strings"

	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// tenants begins every address within a tenant.
var tenants, _, _ = strings.Cut(route.Changes, "{tenant}")

// Proves says whether an answer of the server's own, to a request for path, shows that this session opens the tenant now: only then does
// it prolong the lease. A refusal is contact with the server and no access; somebody whose sign-in has ended could ask for one every day.
// (A session that lists the tenant among its memberships shows the same.)
func Proves(t org.TenantID, path string, status int) bool {
	within, ok := strings.CutPrefix(path, tenants+string(t)+"/")
	return ok && t != "" && within != "" && status >= 200 && status < 300
}
