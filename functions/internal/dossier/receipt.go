package dossier

import (
	"time"

	"stellwerk/shared/org"
	"stellwerk/shared/text"
)

// Receipt says that somebody's data was erased, without saying whose it was but for an id that leads nowhere any more.
type Receipt struct {
	Organisation string       `json:"organisation"`
	Member       org.MemberID `json:"member"`
	By           org.MemberID `json:"by"`
	ByName       string       `json:"byName,omitempty"`
	At           time.Time    `json:"at"`
	Entry        uint64       `json:"entry"` // of the ledger, that says so
	Done         time.Time    `json:"done,omitzero"`
	Entries      int          `json:"entries"` // of which values were erased
	Refused      int          `json:"refused"` // lists of refused rows that were removed
}

// PDF is the receipt for people.
func (r Receipt) PDF(lang org.Language) ([]byte, error) {
	p := newPage(lang, text.Say(lang, "receipt.title"), r.Organisation, r.At)
	p.words(p.say("receipt.text", "organisation", r.Organisation))
	p.Ln(3)
	p.pair(p.say("receipt.member"), string(r.Member))
	p.pair(p.say("receipt.at"), p.moment(r.At))
	p.pair(p.say("receipt.by"), r.ByName+" ("+string(r.By)+")")
	p.pair(p.say("receipt.entry"), itoa(int(r.Entry)))
	done := p.say("receipt.running")
	if !r.Done.IsZero() {
		done = p.moment(r.Done)
	}
	p.pair(p.say("receipt.done"), done)
	p.heading(p.say("receipt.what"))
	p.words(p.say("receipt.record"))
	p.words(text.Count(lang, "receipt.entries", r.Entries))
	p.words(text.Count(lang, "receipt.refused", r.Refused))
	p.words(p.say("receipt.rest"))
	p.heading(p.say("receipt.stays"))
	p.words(p.say("receipt.staysText"))
	return p.bytes()
}
