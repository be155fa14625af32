package dossier

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/text"
)

// page is a document on its way.
type page struct {
	*fpdf.Fpdf
	lang org.Language
}

// newPage begins a document with its title, and a line at the end of each page.
func newPage(lang org.Language, title, below string, made time.Time) page {
	p := page{fpdf.New("P", "mm", "A4", ""), lang}
	p.AddUTF8FontFromBytes("go", "", goregular.TTF)
	p.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	p.SetTitle(title, true)
	p.SetLang(string(lang))
	p.SetCreationDate(made)
	p.SetModificationDate(made)
	p.SetMargins(20, 18, 20)
	p.SetAutoPageBreak(true, 20)
	p.AliasNbPages("{pages}")
	p.SetFooterFunc(func() {
		p.SetY(-14)
		p.SetFont("go", "", 8)
		p.SetTextColor(90, 90, 90)
		p.CellFormat(120, 5, below, "", 0, "L", false, 0, "")
		p.CellFormat(0, 5, p.say("dossier.page", "page", itoa(p.PageNo()), "pages", "{pages}"), "", 0, "R", false, 0, "")
		p.SetTextColor(0, 0, 0)
	})
	p.AddPage()
	p.SetFont("go", "B", 18)
	p.MultiCell(0, 8, shown(title), "", "L", false)
	p.Ln(2)
	return p
}

func itoa(n int) string { return strconv.Itoa(n) }

func (p page) say(key string, values ...string) string { return text.Say(p.lang, key, values...) }

func (p page) heading(s string) {
	p.Ln(5)
	p.SetFont("go", "B", 12)
	p.MultiCell(0, 6, shown(s), "", "L", false)
	p.Ln(1)
}

func (p page) words(s string) {
	p.SetFont("go", "", 10)
	p.MultiCell(0, 5, shown(s), "", "L", false)
}

// pair is a label and what it stands for, beside each other.
func (p page) pair(label, value string) {
	if value == "" {
		return
	}
	const column = 48
	p.SetFont("go", "", 10)
	lines := max(len(p.SplitText(shown(value), 122)), len(p.SplitText(shown(label), column-2)))
	if _, height := p.GetPageSize(); p.GetY()+float64(min(lines, 3))*5 > height-20 {
		p.AddPage()
	}
	y := p.GetY()
	p.SetTextColor(90, 90, 90)
	p.MultiCell(column, 5, shown(label), "", "L", false)
	below := p.GetY()
	p.SetTextColor(0, 0, 0)
	p.SetXY(20+column, y)
	left, _, _, _ := p.GetMargins()
	p.SetLeftMargin(20 + column)
	p.MultiCell(0, 5, shown(value), "", "L", false)
	p.SetLeftMargin(left)
	p.SetXY(left, max(below, p.GetY()))
}

func (p page) bytes() ([]byte, error) {
	var out bytes.Buffer
	err := p.Output(&out)
	return out.Bytes(), err
}

// shown is a text without what the library takes for a line of its own, and without characters that no font of ours has.
func shown(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r < ' ' || r > 0xFFFF: // the library reads no further
			return '\uFFFD'
		}
		return r
	}, s)
}

// PDF is the dossier for people.
func (d Dossier) PDF(lang org.Language) ([]byte, error) {
	p := newPage(lang, text.Say(lang, "dossier.title", "name", d.Name), d.Organisation, d.Made)
	p.words(p.say("dossier.about", "organisation", d.Organisation, "at", p.moment(d.Made), "id", string(d.Member)))
	if d.Own {
		p.words(p.say("dossier.own"))
	}
	if d.Deleted {
		p.words(p.say("dossier.deleted"))
	}
	if len(d.Record) > 0 {
		p.heading(p.say("dossier.record"))
		for _, name := range ledger.Names(d.Record, nil) {
			if name != "groups" {
				p.pair(p.say("field."+name), p.value(name, d.Record[name]))
			}
		}
	}
	if len(d.Groups) > 0 {
		p.heading(p.say("field.groups"))
		for _, g := range d.Groups {
			part := g.Part
			if part == org.PartMember {
				part = "member"
			}
			p.pair(g.Name, p.say("part."+string(part)))
		}
	}
	p.heading(p.say("dossier.history"))
	if d.CutOff {
		p.words(p.say("dossier.cutOff"))
	}
	for _, e := range d.History {
		p.event(e)
	}
	p.account(d.Account)
	return p.bytes()
}

// event is one entry.
func (p page) event(e Event) {
	title := p.say("dossier.entry", "entry", itoa(int(e.Seq)))
	if e.Deed != "" {
		title += " · " + p.say("deed."+e.Deed)
	}
	if !e.At.IsZero() {
		title += " · " + p.moment(e.At)
	}
	if e.By != "" {
		title += " · " + e.By
	}
	if _, height := p.GetPageSize(); p.GetY() > height-40 {
		p.AddPage() // a title stands with what it is of
	}
	p.Ln(2)
	p.SetFont("go", "B", 10)
	p.MultiCell(0, 5, shown(title), "", "L", false)
	for _, name := range ledger.Names(e.Before, e.After) {
		before, after := p.value(name, e.Before[name]), p.value(name, e.After[name])
		switch {
		case before == "":
			p.pair(p.say("field."+name), after)
		case after == "":
			p.pair(p.say("field."+name), p.say("dossier.was", "value", before))
		default:
			p.pair(p.say("field."+name), p.say("dossier.change", "before", before, "after", after))
		}
	}
}

func (p page) account(a *Account) {
	p.heading(p.say("dossier.account"))
	if a == nil {
		p.words(p.say("dossier.account.not"))
		return
	}
	p.pair(p.say("field.email"), a.Email)
	if a.Wanted != "" {
		p.pair(p.say("dossier.wanted"), a.Wanted)
	}
	if a.Former != "" {
		p.pair(p.say("dossier.former"), a.Former)
	}
	p.pair(p.say("field.givenName"), a.GivenName)
	p.pair(p.say("field.surname"), a.Surname)
	for _, b := range a.Browsers {
		p.pair(p.say("dossier.browser"), strings.TrimSpace(b.On.Browser+" "+b.On.System)+" · "+p.moment(b.Made))
	}
	for _, e := range a.Log {
		p.pair(p.moment(e.At), strings.TrimSuffix(p.say("security."+string(e.What))+" · "+e.From, " · "))
	}
}

// moment is a time as people of the language write it, in UTC.
func (p page) moment(t time.Time) string {
	if p.lang == org.German {
		return t.UTC().Format("02.01.2006 15:04") + " UTC"
	}
	return t.UTC().Format("2 Jan 2006 15:04") + " UTC"
}

// value is a field's value in words.
func (p page) value(name string, raw json.RawMessage) string {
	var v any
	if len(raw) == 0 || json.Unmarshal(raw, &v) != nil {
		return ""
	}
	switch {
	case name == "confirmed":
		return p.say("audit.email.confirmed")
	case name == "deactivated":
		return p.say("audit.access.ended")
	}
	if s, ok := v.(string); ok {
		switch name {
		case "role":
			return p.say("role." + s)
		case "sex":
			return p.say("sex." + s)
		}
	}
	return p.plain(v)
}

// plain writes any JSON so that people can read it.
func (p page) plain(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case bool:
		if v {
			return p.say("dossier.yes")
		}
		return p.say("dossier.no")
	case []any:
		parts := make([]string, len(v))
		for i, x := range v {
			parts[i] = p.plain(x)
		}
		return strings.Join(parts, "\n")
	case map[string]any:
		if group, ok := v["group"].(string); ok {
			return group
		}
		if label, ok := v["label"].(string); ok {
			return label + ": " + p.plain(v["value"])
		}
		if at, ok := v["at"].(string); ok && v["text"] != nil { // a greeting
			return strings.Replace(at, "T", " ", 1) + ": " + p.plain(v["text"])
		}
	}
	data, _ := json.Marshal(v) // it was JSON
	return string(data)
}
