// Package route holds every HTTP address once, with what is asked and answered there. The tenant that a request acts in is in its
// path and nowhere else; a body that names one asks about the account's own part in it.
package route

import (
	"encoding/json"
	"time"

	"stellwerk/shared/deeds/groups"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Addresses of accounts. POST unless said otherwise.
const (
	SignUp         = "/v1/sign-up"               // SignUpRequest → 202, sets the sign-up's cookie
	SignUpState    = "/v1/sign-up/state"         // GET → SignUpStateReply, by the sign-up's cookie
	SignUpResend   = "/v1/sign-up/resend"        // → 202, by the sign-up's cookie
	SignUpConfirm  = "/v1/sign-up/confirm"       // ConfirmRequest → SessionReply, sets the session's cookie
	SignIn         = "/v1/sign-in"               // SignInRequest → SessionReply, sets the session's cookie
	SignOut        = "/v1/sign-out"              // → 204
	Invitation     = "/v1/invitations/open"      // InvitationRequest → InvitationReply; opening uses nothing up
	Accept         = "/v1/invitations/accept"    // AcceptRequest → SessionReply, sets the session's cookie
	OpenLink       = "/v1/links/open"            // LinkRequest → LinkReply; opening uses nothing up
	AskToJoin      = "/v1/links/ask"             // AskRequest → 202, whether the address is known or not
	Session        = "/v1/session"               // GET → SessionReply, or 204 when nobody is signed in
	Waiting        = "/v1/session/waiting"       // PUT WaitingRequest → 204
	ForgotPassword = "/v1/password/forgot"       // ForgotRequest → 202, whether there is such an account or not
	ResetPassword  = "/v1/password/reset"        // ResetRequest → 204, ends every session
	ChangePassword = "/v1/password/change"       // ChangePasswordRequest → 204, ends every other session
	Profile        = "/v1/profile"               // PATCH ProfileRequest → SessionReply
	Email          = "/v1/profile/email"         // POST EmailRequest → SessionReply: asks for another address; DELETE → SessionReply
	EmailOpen      = "/v1/profile/email/open"    // EmailTokenRequest → EmailReply; opening uses nothing up
	EmailConfirm   = "/v1/profile/email/confirm" // EmailTokenRequest → SessionReply, ends every other session
	LeaveAsk       = "/v1/leave/ask"             // AskLeaveRequest → 202: a mail leads on
	LeaveOpen      = "/v1/leave/open"            // LeaveTokenRequest → LeaveReply; opening uses nothing up
	LeaveConfirm   = "/v1/leave"                 // LeaveRequest → SessionReply, or 204 where the account has gone with it
	Tenants        = "/v1/tenants"               // FoundRequest → SessionReply: a further organisation
	Access         = "/v1/access"                // AccessRequest → AccessReply
	Push           = "/v1/push"                  // GET → PushReply; PUT SubscribeRequest → PushReply: this browser is pushed to
	PushDevice     = "/v1/push/{device}"         // DELETE → PushReply: a browser is not pushed to any more
	SystemStorage  = "/v1/systems/storage"       // PUT StorageRequest → StorageReply, by the key of a connected system
	Demo           = "/v1/local/demo"            // ?as=role → SessionReply; only on a developer's machine
)

// Addresses within a tenant: replace {tenant} by its id with In.
const (
	Commands      = "/v1/tenants/{tenant}/commands"                        // POST CommandsRequest → CommandsReply
	Preview       = "/v1/tenants/{tenant}/preview"                         // POST PreviewRequest → PreviewReply
	Snapshot      = "/v1/tenants/{tenant}/snapshot"                        // GET ?cursor → SnapshotReply
	Changes       = "/v1/tenants/{tenant}/changes"                         // GET ?cursor → ChangesReply
	Entries       = "/v1/tenants/{tenant}/entries"                         // GET ?before&after&limit&record&actor&deed&from&to → EntriesReply
	Jobs          = "/v1/tenants/{tenant}/jobs"                            // GET → JobsReply
	Job           = "/v1/tenants/{tenant}/jobs/{job}"                      // GET → JobReply
	JobStop       = "/v1/tenants/{tenant}/jobs/{job}/stop"                 // POST → JobReply
	JobResume     = "/v1/tenants/{tenant}/jobs/{job}/resume"               // POST → JobReply
	JobRefused    = "/v1/tenants/{tenant}/jobs/{job}/refused"              // GET ?after → RefusedReply
	Imports       = "/v1/tenants/{tenant}/imports"                         // POST ImportRequest → JobReply: an import to be filled
	ImportPart    = "/v1/tenants/{tenant}/imports/{job}/parts/{part}"      // PUT text/csv → 204: bytes of the file, parts from 0
	ImportPreview = "/v1/tenants/{tenant}/imports/{job}/preview"           // GET ?after&limit → ImportPreviewReply
	ImportApply   = "/v1/tenants/{tenant}/imports/{job}/apply"             // POST → JobReply
	MemberNew     = "/v1/tenants/{tenant}/members"                         // POST NewMemberRequest → NewMemberReply: a member with a temporary password
	MemberData    = "/v1/tenants/{tenant}/members/{member}/data"           // GET ?format=json|pdf → a file: all data of one person
	MemberPhoto   = "/v1/tenants/{tenant}/members/{member}/photos/{photo}" // GET → image/jpeg
	Logo          = "/v1/tenants/{tenant}/logos/{logo}"                    // GET → image/jpeg
	MemberErase   = "/v1/tenants/{tenant}/members/{member}/erase"          // POST EraseRequest → ErasureReply: erases all data of one person for good
	MemberErasure = "/v1/tenants/{tenant}/members/{member}/erasure"        // GET ?format=json|pdf → a file: the receipt
	Workbook      = "/v1/tenants/{tenant}/workbook"                        // POST an .xlsx, ?sheet → WorkbookReply: one of its sheets as a table
	Domain        = "/v1/tenants/{tenant}/domains/{domain}"                // GET → DomainReply
	DomainProve   = "/v1/tenants/{tenant}/domains/{domain}/prove"          // POST → 204
	Link          = "/v1/tenants/{tenant}/links/{link}"                    // GET → LinkTextReply
	Topics        = "/v1/tenants/{tenant}/topics"                          // GET → TopicsReply; PATCH TopicRequest → TopicsReply
	Birthdays     = "/v1/tenants/{tenant}/birthdays"                       // GET → BirthdaysReply; PATCH RemindRequest → BirthdaysReply
	Deed          = "/v1/tenants/{tenant}/deeds/{deed}"                    // POST the deed's arguments, ?preview=true&command=id → CommandReply
)

// AccountHeader may say for which account a request within a tenant is meant: where another one is signed in by now, it is refused as
// commands.otherAccount, and nothing of that one's goes to whoever asked. The app always says it.
const AccountHeader = "Stellwerk-Account"

// Every answer of the API says what time it is for the server, in TimeHeader, as TimeFormat in UTC. What comes from elsewhere, such as a
// proxy or a gateway, does not, and is no contact with the server.
const (
	TimeHeader = "Stellwerk-Time"
	TimeFormat = "2006-01-02T15:04:05.000Z" // RFC 3339, milliseconds
)

// Limits of requests.
const (
	MaxBody      = 4 << 20 // bytes of a JSON body
	MaxPart      = 4 << 20 // bytes of one part of a file
	MaxFile      = 20 << 20
	MaxWorkbook  = 4 << 20 // bytes of an Excel file
	MaxCommands  = 100     // in one request
	MaxWaiting   = 1_000_000
	SnapshotPage = 2000
	ChangesPage  = 100
	EntriesPage  = 100
)

// In returns an address with its tenant and, in order, what else stands in braces.
func In(address string, tenant org.TenantID, rest ...string) string {
	rest = append([]string{string(tenant)}, rest...)
	out := make([]byte, 0, len(address)+26)
	for i := 0; i < len(address); i++ {
		if address[i] != '{' || len(rest) == 0 {
			out = append(out, address[i])
			continue
		}
		for address[i] != '}' {
			i++
		}
		out, rest = append(out, rest[0]...), rest[1:]
	}
	return string(out)
}

// SignUpRequest asks for an organisation and its owner's account.
type SignUpRequest struct {
	Organisation string `json:"organisation"`
	GivenName    string `json:"givenName"`
	Surname      string `json:"surname"`
	Email        string `json:"email"`
	Password     string `json:"password"`
	Language     string `json:"language"`
}

// SignUpStateReply tells somebody who has signed up what is awaited.
type SignUpStateReply struct {
	Email        string `json:"email"`
	Organisation string `json:"organisation"`
}

// ConfirmRequest carries the token of the mail. Password is needed unless the browser is the one that signed up: it becomes
// the account's.
type ConfirmRequest struct {
	Token    string `json:"token"`
	Password string `json:"password,omitempty"`
}

// SignInRequest is an address and a password.
type SignInRequest struct {
	Email    string `json:"email"`
	Password string `json:"password"`
}

// ForgotRequest asks for a mail to set a new password.
type ForgotRequest struct {
	Email string `json:"email"`
}

// ResetRequest sets a new password by the token of a mail.
type ResetRequest struct {
	Token    string `json:"token"`
	Password string `json:"password"`
}

// ChangePasswordRequest sets a new password by the old one, which need not be said again where it is a temporary one.
type ChangePasswordRequest struct {
	Old string `json:"old"`
	New string `json:"new"`
}

// ProfileRequest changes what is the account's own. Empty fields stay.
type ProfileRequest struct {
	GivenName string `json:"givenName,omitempty"`
	Surname   string `json:"surname,omitempty"`
	Language  string `json:"language,omitempty"`
	Hints     *bool  `json:"hints,omitempty"` // whether the app explains unasked
}

// EmailRequest asks for another address to sign in by. A mail to it leads on, whether anybody has it or not.
type EmailRequest struct {
	Email    string `json:"email"`
	Password string `json:"password"` // of the account
}

// EmailTokenRequest carries the token of the mail.
type EmailTokenRequest struct {
	Token string `json:"token"`
}

// EmailReply is what the account is to sign in by.
type EmailReply struct {
	Email string `json:"email"`
}

// FoundRequest asks for a further organisation of a signed-in account.
type FoundRequest struct {
	Organisation string `json:"organisation"`
	Language     string `json:"language"`
}

// SessionReply is who is signed in, and where.
type SessionReply struct {
	Account     org.AccountID `json:"account"`
	Email       string        `json:"email"`
	GivenName   string        `json:"givenName"`
	Surname     string        `json:"surname"`
	Language    string        `json:"language"`
	Memberships []Membership  `json:"memberships"`
	// NewEmail is the address that the account is to sign in by once it is confirmed; "" if none is wanted.
	NewEmail string `json:"newEmail,omitempty"`
	// Temporary says that the password is a temporary one: nothing but choosing another is possible.
	Temporary bool `json:"temporary,omitempty"`
	// Unproved says that the account was made with a temporary password, and nobody has shown yet that its address is theirs.
	Unproved bool `json:"unproved,omitempty"`
	// HintsOff says that the app is to explain nothing unasked.
	HintsOff bool `json:"hintsOff,omitempty"`
	// Begins are the organisations that will be open from a day on.
	Begins []Begin `json:"begins,omitempty"`
}

// Begin is an organisation, and the first day, 2006-01-02, on which it is open to somebody.
type Begin struct {
	Name string `json:"name"`
	From string `json:"from"`
}

// Membership is one organisation that an account is a member of.
type Membership struct {
	Tenant org.TenantID `json:"tenant"`
	Name   string       `json:"name"`
	Member org.MemberID `json:"member"`
	Role   org.Role     `json:"role"`
	// Waiting is how many commands this browser has last said to hold back for the tenant, see WaitingRequest. A browser that finds none
	// has lost them.
	Waiting int `json:"waiting,omitempty"`
}

// WaitingRequest says how many commands wait in this browser to be sent to a tenant: 0 to MaxWaiting.
type WaitingRequest struct {
	Tenant  string `json:"tenant"`
	Waiting int    `json:"waiting"`
}

// CommandsRequest carries commands in order. Account is who made them: the server refuses those of others.
type CommandsRequest struct {
	Account  org.AccountID    `json:"account"`
	Commands []ledger.Command `json:"commands"`
}

// CommandState says what became of a command.
type CommandState string

// What can become of a command.
const (
	Applied   CommandState = "applied"   // now, or before by the same command
	Running   CommandState = "running"   // as a job
	Refused   CommandState = "refused"   // see faults; nothing was done
	Previewed CommandState = "previewed" // nothing was stored
)

// CommandReply is what became of one command.
type CommandReply struct {
	Command org.CommandID   `json:"command"`
	State   CommandState    `json:"state"`
	Again   bool            `json:"again,omitempty"`   // had been applied before
	Entry   *ledger.Entry   `json:"entry,omitempty"`   // as far as the actor may see it; none if nothing changed
	Hidden  bool            `json:"hidden,omitempty"`  // there is an entry, and the actor may see nothing of it
	Changes []ledger.Change `json:"changes,omitempty"` // of Previewed
	Job     *JobReply       `json:"job,omitempty"`     // of Running
	Faults  fault.List      `json:"faults,omitempty"`
}

// CommandsReply answers each command, in order.
type CommandsReply struct {
	Replies []CommandReply `json:"replies"`
}

// PreviewRequest is a deed to be run without storing anything.
type PreviewRequest struct {
	Deed string          `json:"deed"`
	Args json.RawMessage `json:"args"`
}

// PreviewReply is what would change, as far as the actor may see it.
type PreviewReply struct {
	Changes []ledger.Change `json:"changes"`
}

// SyncRecord is a record as it travels: Fields is null for one that was deleted.
type SyncRecord struct {
	Kind   ledger.Kind   `json:"kind"`
	ID     string        `json:"id"`
	Seq    uint64        `json:"seq"`
	Fields ledger.Fields `json:"fields"`
}

// SnapshotReply is one page of all records. Read on at Next until it is empty; then read changes from Cursor.
type SnapshotReply struct {
	Seq     uint64       `json:"seq"`
	Records []SyncRecord `json:"records"`
	Next    string       `json:"next,omitempty"`
	Cursor  string       `json:"cursor,omitempty"` // on the last page
	Total   int          `json:"total,omitempty"`  // members there are, about, on the first page
}

// ChangesReply is what came after a cursor. Restart means that the cursor leads nowhere any more: rights or history have
// changed; forget all and take a snapshot.
type ChangesReply struct {
	Entries []ledger.Entry `json:"entries"`
	Seq     uint64         `json:"seq"`  // the position that Cursor stands at
	Head    ledger.Head    `json:"head"` // Hash is zero for those who may not see it
	Cursor  string         `json:"cursor"`
	More    bool           `json:"more,omitempty"`
	Restart bool           `json:"restart,omitempty"`
}

// EntriesReply is a part of the audit trail, latest first.
type EntriesReply struct {
	Entries []ledger.Entry `json:"entries"`
	Before  uint64         `json:"before,omitempty"` // go on with this; 0 at the end
	Head    ledger.Head    `json:"head"`
}

// JobState is where a job stands.
type JobState string

// The states of a job.
const (
	JobFilling  JobState = "filling" // the file is being uploaded
	JobReady    JobState = "ready"
	JobRunning  JobState = "running"
	JobStopping JobState = "stopping"
	JobStopped  JobState = "stopped"
	JobDone     JobState = "done"
	JobFailed   JobState = "failed"
)

// JobReply is a job as its maker sees it.
type JobReply struct {
	ID        org.JobID    `json:"id"`
	Deed      string       `json:"deed"`
	State     JobState     `json:"state"`
	Title     string       `json:"title,omitempty"` // a file's name
	Total     int          `json:"total"`           // rows, members or entries
	Done      int          `json:"done"`
	Created   int          `json:"created"`
	Changed   int          `json:"changed"`
	Deleted   int          `json:"deleted"`
	Unchanged int          `json:"unchanged"`
	Refused   int          `json:"refused"`
	Groups    int          `json:"groups,omitempty"`  // made or changed by an import; the others count people
	Entries   []uint64     `json:"entries,omitempty"` // what it wrote, in order; undo takes them backwards
	Fault     *fault.Fault `json:"fault,omitempty"`   // of JobFailed
	Started   time.Time    `json:"started,omitzero"`
	Ended     time.Time    `json:"ended,omitzero"`
}

// JobsReply is the jobs of the last days that the actor started, latest first.
type JobsReply struct {
	Jobs []JobReply `json:"jobs"`
}

// RefusedReply is rows that a job could not take, in order.
type RefusedReply struct {
	Rows []members.Verdict `json:"rows"`
	Next int               `json:"next,omitempty"`
}

// ImportRequest begins the import of a file, or of two: units.csv, and a staff list behind it.
type ImportRequest struct {
	ID    org.JobID `json:"id"`    // made by the caller: the same id is the same import
	Name  string    `json:"name"`  // of the file
	Bytes int       `json:"bytes"` // of the file, at most MaxFile
	// Units is how many of the bytes, at the beginning, are those of units.csv, a list of groups; the rest is the staff list, if there is one.
	Units int `json:"units,omitempty"`
	// Invite asks the people who are new to join, when the list is taken over.
	Invite bool `json:"invite,omitempty"`
}

// ImportPreviewReply says of rows what importing them would do. Nothing is stored.
type ImportPreviewReply struct {
	Encoding  string                      `json:"encoding"`
	Separator string                      `json:"separator"`
	Columns   []ImportColumn              `json:"columns"`
	Counts    map[members.VerdictKind]int `json:"counts"`
	Total     int                         `json:"total"`
	Rows      []members.Verdict           `json:"rows"`
	Next      int                         `json:"next,omitempty"`   // go on after this row; 0 at the end
	Groups    []groups.Verdict            `json:"groups,omitempty"` // of the rows of units.csv, on the first page
}

// ImportColumn is a column of the file and the field it is read as, "" if it is left alone.
type ImportColumn struct {
	Header string `json:"header"`
	Field  string `json:"field"`
}

// EraseRequest confirms that a person's data is to be erased for good.
type EraseRequest struct {
	ID   string `json:"id"`   // a ULID, made by the caller: the same id is the same erasure
	Name string `json:"name"` // the person's, as it is or was last
}

// ErasureReply is how far an erasure has come.
type ErasureReply struct {
	Member  org.MemberID `json:"member"`
	By      org.MemberID `json:"by"`
	At      time.Time    `json:"at"`
	Entry   uint64       `json:"entry"`         // of the ledger, that says so
	Done    time.Time    `json:"done,omitzero"` // when all of it was gone; it takes a moment
	Entries int          `json:"entries"`       // of which values were erased so far
}

// WorkbookReply is one sheet of a workbook as a table, and which others there are.
type WorkbookReply struct {
	Sheets []WorkbookSheet `json:"sheets"`
	Sheet  string          `json:"sheet"` // that Table is of
	Table  string          `json:"table"` // CSV with commas; each line is a row, also an empty one
}

// WorkbookSheet is one sheet of a workbook.
type WorkbookSheet struct {
	Name  string `json:"name"`
	Empty bool   `json:"empty,omitempty"` // it holds nothing
}

// WorkbookType is the content type of an Excel file.
const WorkbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Problem is an error as application/problem+json (RFC 9457).
type Problem struct {
	Type   string     `json:"type"`  // "urn:stellwerk:" and the code
	Title  string     `json:"title"` // the text, in the language asked for
	Status int        `json:"status"`
	Code   string     `json:"code"`
	Faults fault.List `json:"faults"`
}
