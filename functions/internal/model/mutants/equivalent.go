package main

// Reasons that hold for several.
const (
	known    = "the record was read before by the same draft, which keeps it"
	grants   = "every role that may manage members may make and unmake admins: the right is asked for, and nobody lacks it"
	asked    = "every deed has asked for the right before, and undo's right goes with this one in every role"
	founded  = "the founding entry changes the owner too, and that is refused first: a tenant is never taken back"
	faulty   = "fields are parsed into faults and nothing else"
	parsed   = "what is put here has been parsed by this very deed, or before it became part of an entry"
	selfMade = "the value came out of JSON a moment ago and goes into it again"
)

// equivalent are the mutants that no command can tell from the original, each with its reason.
var equivalent = map[string]string{
	"shared/deeds/members/confirm.go Confirm: if err != nil #2":                                                                          known,
	"shared/deeds/members/members.go Put: if err != nil #2":                                                                              known,
	"shared/deeds/tenants/tenants.go Put: if err != nil #2":                                                                              known,
	"shared/deeds/members/edit.go Edit: if err != nil #3":                                                                                faulty,
	"shared/deeds/members/import.go rowBytes: if err != nil":                                                                             selfMade,
	"shared/deeds/members/members.go Put: if err != nil":                                                                                 asked,
	"shared/deeds/tenants/tenants.go Put: if err != nil":                                                                                 asked,
	"shared/deeds/members/members.go Put: case after == nil && !had":                                                                     "deeds look a member up before they take it out, and what is taken back was there: nobody comes here",
	"shared/deeds/members/members.go Put: case !had":                                                                                     "what mayChange says of somebody new is what mayCreate says",
	"shared/deeds/members/members.go mayCreate: case org.Admin":                                                                          grants,
	"shared/deeds/members/members.go mayChange: case before.Role != after.Role && (before.Role == org.Admin || after.Role == org.Admin)": grants,
	"shared/deeds/members/members.go mayChange: and before.Role != after.Role":                                                           grants,
	"shared/deeds/members/members.go mayChange: and (before.Role == org.Admin || after.Role == org.Admin)":                               grants,
	"shared/deeds/members/members.go mayChange: or before.Role == org.Admin":                                                             grants,
	"shared/deeds/members/members.go mayChange: or after.Role == org.Admin":                                                              grants,
	"shared/deeds/tenants/tenants.go change: if err != nil #4":                                                                           parsed,
	"shared/deeds/tenants/tenants.go Put: if err != nil #3":                                                                              parsed,
	"shared/deeds/undo/undo.go takeBack: if err != nil #3":                                                                               parsed,
	"shared/deeds/tenants/tenants.go Put: if after == nil || after.Founded != before.Founded":                                            founded,
	"shared/deeds/tenants/tenants.go Put: or after == nil":                                                                               founded,
	"shared/deeds/tenants/tenants.go Put: or after.Founded != before.Founded":                                                            founded,
	"shared/deeds/undo/undo.go put: if !there #2":                                                                                        founded,
}
