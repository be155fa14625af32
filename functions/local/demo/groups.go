package demo

import (
	"strings"

	"stellwerk/functions/internal/executor"
	"stellwerk/shared/deeds/groups"
	"stellwerk/shared/org"
)

// team is a group to be: how many levels below the outermost it is, and whom of one place it takes in, by what their titles have in them.
type team struct {
	level               int
	name, sort, purpose string
	place, titles       string // titles apart by |; "" for all
}

// teams are the groups in the order in which they are made: each is part of the last one before it that is a level above.
var teams = []team{
	{0, "Geschäftsführung", "Stab", "Führt die Stadtwerke und vertritt sie nach außen.", "Zentrale", "Assistenz"},
	{0, "Technik", "Bereich", "Netze, Wasser und Wärme: alles, was rund um die Uhr läuft.", "", "-"},
	{1, "Netzbetrieb", "Abteilung", "Stromnetz von der Leitstelle bis zum Hausanschluss.", "Netzleitstelle", "Leitung|Netzmeister"},
	{2, "Leitstelle", "Team", "", "Netzleitstelle", "Schaltingenieurin"},
	{2, "Betriebstechnik", "Team", "", "Netzleitstelle", "Elektroniker"},
	{1, "Wasser", "Abteilung", "Vom Brunnen bis zum Wasserhahn.", "Wasserwerk Nord", "Wassermeister"},
	{2, "Gewinnung", "Team", "", "Wasserwerk Nord", "Fachkraft|Anlagenmechanikerin"},
	{2, "Labor", "Team", "", "Wasserwerk Nord", "Laborantin"},
	{1, "Fernwärme", "Abteilung", "", "Heizkraftwerk", "Schichtführer|Ingenieurin"},
	{2, "Kraftwerk", "Team", "", "Heizkraftwerk", "Kraftwerker|Mechatronikerin"},
	{0, "Kunden", "Bereich", "", "Kundenzentrum am Markt", "Teamleitung"},
	{1, "Beratung", "Team", "", "Kundenzentrum am Markt", "Kundenberater"},
	{1, "Abrechnung", "Team", "", "Kundenzentrum am Markt", "Abrechnung"},
	{0, "Verkehr", "Bereich", "", "Busdepot", "Betriebshofleiter|Disponentin"},
	{1, "Fahrdienst", "Team", "", "Busdepot", "Busfahrer"},
	{1, "Werkstatt", "Team", "", "Busdepot", "Kfz"},
	{0, "Bäder", "Bereich", "", "Hallenbad", ""},
	{0, "Verwaltung", "Bereich", "", "Zentrale", "Leitung"},
	{1, "Finanzen", "Abteilung", "", "Zentrale", "Controllerin|Buchhalterin"},
	{1, "Personal", "Abteilung", "", "Zentrale", "Personal"},
	{1, "Einkauf", "Abteilung", "", "Zentrale", "Einkauf"},
	{1, "IT", "Abteilung", "", "Rechenzentrum", ""},
}

// takes says whether somebody belongs to the team.
func (t team) takes(one person) bool {
	if one.Location != t.place {
		return false
	}
	for title := range strings.SplitSeq(t.titles, "|") {
		if strings.Contains(one.Title, title) {
			return true
		}
	}
	return false
}

// organise makes the groups and puts people into them. The first two of each who have come first lead it, or are deputies.
func (p *plan) organise(by executor.Who, staff []person) {
	p.day(2)
	var above [org.MaxLevels]org.GroupID
	for i, t := range teams {
		id := org.DeriveID[org.GroupID](p.tenant.ID(), 1<<20+uint64(i))
		above[t.level] = id
		a := groups.NewGroup{Group: id, Name: t.name, Type: t.sort, Description: t.purpose}
		if t.level > 0 {
			a.Parent = above[t.level-1]
		}
		p.do(by, groups.Create.Name, a)
		var in []org.MemberID
		for _, one := range staff {
			if t.takes(one) {
				in = append(in, one.Member)
			}
		}
		if len(in) == 0 {
			continue
		}
		p.do(by, groups.AddMembers.Name, groups.PeopleArgs{Group: id, Members: in})
		p.do(by, groups.SetPart.Name, groups.PeopleArgs{Group: id, Members: in[:1], Part: string(org.PartLeader)})
		if len(in) > 3 {
			p.do(by, groups.SetPart.Name, groups.PeopleArgs{Group: id, Members: in[1:2], Part: string(org.PartDeputy)})
		}
	}
}
