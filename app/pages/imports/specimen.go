package imports

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/shared/deeds/members"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Specimen is a list with a row of every sort, for the gallery.
type Specimen struct{ list *List }

const specimenList = "Vorname;Nachname;E-Mail;Position;Art\n" +
	"Katharina;Abel;k.abel@acme.example;Technikerin;\n" +
	"Ben;Berger;ben@acme.example;Meister;\n" +
	"Ute;Umlauf;ute@acme.example;;\n" +
	"Jörg;Bauer;joerg.bauer@acme;Monteur;\n" +
	"Rolf;Dietrich;rd@acme.example;;Admin\n"

// NewSpecimen reads and judges the list over an organisation of two.
func NewSpecimen() *Specimen {
	w := ledger.NewMemory("01J0000000000000000000TENT", func() time.Time { return time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC) })
	for id, m := range map[org.MemberID]org.Member{
		"01J00000000000000000000BEN": {GivenName: "Ben", Surname: "Berger", Email: "ben@acme.example", Role: org.User, Title: "Techniker"},
		"01J00000000000000000000VTE": {GivenName: "Ute", Surname: "Umlauf", Email: "ute@acme.example", Role: org.User},
	} {
		w.Set(ledger.Record{Ref: ledger.Ref{Kind: ledger.KindMember, ID: string(id)}, Value: m})
	}
	l, _ := Read("staff.csv", []byte(specimenList), "01J0000000000000000000J0B0") // it has its three columns and no fault in its form
	by := ledger.Actor{Member: "01J0000000000000000000ADMN", Role: org.Admin}
	_, _ = l.Step(func(rows []members.Row) ([]members.Verdict, error) { return members.Verdicts(w, by, rows) }, len(l.Lines))
	return &Specimen{l}
}

// Row is the n-th row: new, changed, unchanged, with an address that is no address, with a role.
func (s *Specimen) Row(n int, phone bool) app.UI {
	return app.Div().Class("vlist").Attr("role", "grid").Aria("label", "staff.csv").Body(
		app.Div().Attr("role", "row").Class("vlist-row imports-row specimen-row").Body(s.list.cells(n, phone)...))
}

// LeftOut is a row that was left out by hand.
func (s *Specimen) LeftOut() app.UI {
	s.list.Lines[0].Out = true
	return s.Row(0, false)
}

// Mended is a row right after its cell was mended.
func (s *Specimen) Mended() app.UI {
	line := &s.list.Lines[3]
	s.list.shown(3)
	line.Faults, line.Kind, line.Mended = nil, members.RowNew, true
	return s.Row(3, false)
}

// Take is the panel that says what taking over does: with something to take, on its way, without a connection, with nothing to take.
func (s *Specimen) Take(sending, offline, none bool) app.UI {
	w := will{Counts: Counts{New: 482, Changes: 31, Unchanged: 702, Refused: 4}, tags: true, offline: offline}
	if sending {
		w.sending, w.sent = 4<<20, 1<<20
	}
	if none {
		w.Counts = Counts{Unchanged: 702}
	}
	return w.UI()
}

// Steps are the three steps, with one at hand.
func (s *Specimen) Steps(at int) app.UI { return steps(at) }
