package client

import (
	"encoding/json"
	"net/url"
	"strconv"
	"time"

	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// Commands sends commands in order. An answer that does not speak of all of them is somebody else's: the page of a network that wants one
// to sign in, say.
func (c *Client) Commands(t org.TenantID, in route.CommandsRequest) (route.CommandsReply, error) {
	out, err := post[route.CommandsReply](c, route.In(route.Commands, t), in)
	if err == nil && len(out.Replies) != len(in.Commands) {
		err = garbled()
	}
	return out, err
}

// Preview runs a deed on the server without storing anything.
func (c *Client) Preview(t org.TenantID, in route.PreviewRequest) (route.PreviewReply, error) {
	return post[route.PreviewReply](c, route.In(route.Preview, t), in)
}

// Link asks for the address of a link to join.
func (c *Client) Link(t org.TenantID, id org.LinkID) (route.LinkTextReply, error) {
	return get[route.LinkTextReply](c, route.In(route.Link, t, string(id)))
}

// Domain asks for the record that proves a mail domain.
func (c *Client) Domain(t org.TenantID, domain string) (route.DomainReply, error) {
	return get[route.DomainReply](c, route.In(route.Domain, t, url.PathEscape(domain)))
}

// ProveDomain has the server look whether the record is there.
func (c *Client) ProveDomain(t org.TenantID, domain string) error {
	_, err := post[None](c, route.In(route.DomainProve, t, url.PathEscape(domain)), nil)
	return err
}

// Snapshot reads one page of all records, the first for an empty cursor. The page is returned as the bytes it came in: there may be
// tens of thousands of records, and the replica reads them faster than encoding/json does.
func (c *Client) Snapshot(t org.TenantID, cursor string) ([]byte, error) {
	return c.send(Request{Method: "GET", Path: with(route.In(route.Snapshot, t), "cursor", cursor)})
}

// Changes reads what came after a cursor. An answer that leads nowhere is somebody else's.
func (c *Client) Changes(t org.TenantID, cursor string) (route.ChangesReply, error) {
	out, err := get[route.ChangesReply](c, with(route.In(route.Changes, t), "cursor", cursor))
	if err == nil && out.Cursor == "" && !out.Restart {
		err = garbled()
	}
	return out, err
}

// EntriesQuery says which part of the audit trail is asked for. Zero values ask for all.
type EntriesQuery struct {
	Before, After uint64
	Limit         int
	Record        string // id of a record
	Kind          string // of that record; "" for a member or the organisation
	Actor         string // id of a member
	Deed          string
	From, To      time.Time
}

// Entries reads a part of the audit trail, latest first.
func (c *Client) Entries(t org.TenantID, q EntriesQuery) (route.EntriesReply, error) {
	number := func(n uint64) string {
		if n == 0 {
			return ""
		}
		return strconv.FormatUint(n, 10)
	}
	moment := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.UTC().Format(time.RFC3339)
	}
	return get[route.EntriesReply](c, with(route.In(route.Entries, t),
		"before", number(q.Before), "after", number(q.After), "limit", number(uint64(q.Limit)),
		"record", q.Record, "kind", q.Kind, "actor", q.Actor, "deed", q.Deed, "from", moment(q.From), "to", moment(q.To)))
}

// Jobs lists the jobs of the last days that this person started, latest first.
func (c *Client) Jobs(t org.TenantID) (route.JobsReply, error) {
	return get[route.JobsReply](c, route.In(route.Jobs, t))
}

// Job reads where a job stands.
func (c *Client) Job(t org.TenantID, job org.JobID) (route.JobReply, error) {
	return get[route.JobReply](c, route.In(route.Job, t, string(job)))
}

// StopJob asks a job to stop after its present step.
func (c *Client) StopJob(t org.TenantID, job org.JobID) (route.JobReply, error) {
	return post[route.JobReply](c, route.In(route.JobStop, t, string(job)), nil)
}

// ResumeJob lets a stopped job go on.
func (c *Client) ResumeJob(t org.TenantID, job org.JobID) (route.JobReply, error) {
	return post[route.JobReply](c, route.In(route.JobResume, t, string(job)), nil)
}

// Refused lists rows that a job could not take, those after a row.
func (c *Client) Refused(t org.TenantID, job org.JobID, after int) (route.RefusedReply, error) {
	return get[route.RefusedReply](c, with(route.In(route.JobRefused, t, string(job)), "after", positive(after)))
}

// BeginImport begins the import of a file; its parts follow.
func (c *Client) BeginImport(t org.TenantID, in route.ImportRequest) (route.JobReply, error) {
	return post[route.JobReply](c, route.In(route.Imports, t), in)
}

// PutPart sends a part of the file, at most route.MaxPart bytes; parts count from 0.
func (c *Client) PutPart(t org.TenantID, job org.JobID, part int, data []byte) error {
	path := route.In(route.ImportPart, t, string(job), strconv.Itoa(part))
	_, err := c.send(Request{Method: "PUT", Path: path, Type: "text/csv", Body: data})
	return err
}

// NewMember adds a member with a new account and a temporary password.
func (c *Client) NewMember(t org.TenantID, in route.NewMemberRequest) (route.NewMemberReply, error) {
	return post[route.NewMemberReply](c, route.In(route.MemberNew, t), in)
}

// MemberData is all data of one person as a file: json or pdf.
func (c *Client) MemberData(t org.TenantID, member org.MemberID, format string) ([]byte, error) {
	return c.send(Request{Method: "GET", Path: with(route.In(route.MemberData, t, string(member)), "format", format)})
}

// EraseMember has all data of one person erased for good.
func (c *Client) EraseMember(t org.TenantID, member org.MemberID, in route.EraseRequest) (route.ErasureReply, error) {
	return post[route.ErasureReply](c, route.In(route.MemberErase, t, string(member)), in)
}

// Erasure is the receipt of an erasure as a file: json or pdf.
func (c *Client) Erasure(t org.TenantID, member org.MemberID, format string) ([]byte, error) {
	return c.send(Request{Method: "GET", Path: with(route.In(route.MemberErasure, t, string(member)), "format", format)})
}

// Workbook has the server read one sheet of an Excel file, the first that holds anything for an empty name.
func (c *Client) Workbook(t org.TenantID, sheet string, data []byte) (out route.WorkbookReply, err error) {
	body, err := c.send(Request{Method: "POST", Path: with(route.In(route.Workbook, t), "sheet", sheet), Type: route.WorkbookType, Body: data})
	if err == nil && json.Unmarshal(body, &out) != nil {
		err = garbled()
	}
	return out, err
}

// ImportPreview says of up to limit rows after a row what importing them would do.
func (c *Client) ImportPreview(t org.TenantID, job org.JobID, after, limit int) (route.ImportPreviewReply, error) {
	return get[route.ImportPreviewReply](c, with(route.In(route.ImportPreview, t, string(job)), "after", positive(after), "limit", positive(limit)))
}

// ApplyImport begins to store what the preview showed.
func (c *Client) ApplyImport(t org.TenantID, job org.JobID) (route.JobReply, error) {
	return post[route.JobReply](c, route.In(route.ImportApply, t, string(job)), nil)
}

func positive(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// with adds the parameters that have a value: name, value, name, value, …
func with(path string, params ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(params); i += 2 {
		if params[i+1] != "" {
			q.Set(params[i], params[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// Birthdays asks whose birthday one is reminded of.
func (c *Client) Birthdays(t org.TenantID) (route.BirthdaysReply, error) {
	return get[route.BirthdaysReply](c, route.In(route.Birthdays, t))
}

// Remind says whether one wants to be reminded of somebody's birthday.
func (c *Client) Remind(t org.TenantID, in route.RemindRequest) (route.BirthdaysReply, error) {
	return call[route.BirthdaysReply](c, "PATCH", route.In(route.Birthdays, t), in)
}
