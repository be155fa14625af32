package audit

import (
	"encoding/json"
	"strconv"
	"time"

	"stellwerk/app/pages/audit/story"
	"stellwerk/app/pages/audit/trail"
	"stellwerk/app/ui"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/sheet"
)

// CSV writes entries as a table, one row for each field that changed. Cells that a spreadsheet would run are neutralised.
func CSV(entries []ledger.Entry, names *story.Names) ([]byte, error) {
	w := sheet.NewWriter(sheet.Options{})
	w.Row(
		ui.T("audit.column.entry"), ui.T("audit.column.time"), ui.T("audit.column.who"), ui.T("audit.column.device"), ui.T("audit.column.deed"),
		ui.T("audit.column.whom"), ui.T("audit.column.op"), ui.T("audit.column.field"), ui.T("audit.column.before"), ui.T("audit.column.after"),
		ui.T("audit.export.told"), ui.T("audit.hash"),
	)
	for _, e := range entries {
		told := story.Text(story.Tell(story.Item{Entries: []ledger.Entry{e}}, names, ""))
		head := []string{strconv.FormatUint(e.Seq, 10), moment(e.At), e.Actor.Name, story.Device(e.Device), e.Deed}
		tail := []string{told, digest(e.Hash)}
		for _, c := range e.Changes {
			for _, l := range story.Lines(c) {
				row := append(append([]string{}, head...), story.NameIn(c, names), trail.OpText(c.Op), l.Label, l.Before, l.After)
				w.Row(append(row, tail...)...)
			}
		}
	}
	return w.Bytes()
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04:05")
}

func digest(d ledger.Digest) string {
	text, _ := d.MarshalText() // never fails
	return string(text)
}

// JSON writes entries as they are, hashes, salts and all, so that they can be checked elsewhere.
func JSON(tenant org.TenantID, name string, entries []ledger.Entry) ([]byte, error) {
	return json.MarshalIndent(struct {
		Tenant  org.TenantID   `json:"tenant"`
		Name    string         `json:"name"`
		Entries []ledger.Entry `json:"entries"`
	}{tenant, name, entries}, "", " ")
}
