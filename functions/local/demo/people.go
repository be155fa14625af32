package demo

import (
	"fmt"
	"math/rand/v2"
	"time"

	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
)

const (
	// Name is that of the organisation.
	Name   = "Stadtwerke Birkenfurt"
	domain = "stadtwerke-birkenfurt.example"
	// Address is that of the owner, who is also the account.
	Address = "marlene.seidel@" + domain

	employees = 226 // beside the owner
	guests    = 23
	seed      = 1905 // the year in which the gasworks were built
)

// person is a member to be and what becomes of them.
type person struct {
	members.NewMember
	confirms bool
}

// people are everyone but the owner, always the same: employees first, then guests, in no order of names. Ids derive from the
// tenant's; founded is the day on which the staff list was made.
func people(tenant org.TenantID, founded time.Time) []person {
	random := rand.New(rand.NewPCG(seed, seed))
	taken := map[string]int{Address: 1}
	all := make([]person, 0, employees+guests)
	for i := range employees + guests {
		p := person{confirms: random.IntN(100) < 94}
		p.Member = org.DeriveID[org.MemberID](tenant, uint64(1+i))
		p.GivenName, p.Surname = pick(random, givenNames), pick(random, surnames)
		p.Phone = fmt.Sprintf("+49 89 99998 %03d", 100+i) // a range that belongs to nobody
		p.Tags = []string{}
		if i < employees {
			employ(random, &p, founded)
			describe(&p, i, founded)
			p.Email = address(taken, p, domain)
		} else {
			f := firms[random.IntN(len(firms))]
			p.Kind, p.Title, p.Location = string(org.KindGuest), f.name, "extern"
			p.Email = address(taken, p, f.domain)
		}
		all = append(all, p)
	}
	return all
}

func employ(random *rand.Rand, p *person, founded time.Time) {
	d := departmentOf(random.IntN(100))
	p.Title, p.Location = d.titles[lower(random, len(d.titles))], d.location
	for _, tag := range d.tags {
		if random.IntN(3) == 0 {
			p.Tags = append(p.Tags, tag)
		}
	}
	// Half of them came within the last eight years.
	years := 8 * random.Float64() * (1 + 3*random.Float64()*random.Float64())
	p.StartDate = founded.AddDate(0, -int(12*years)-1, 0).Format("2006-01") + "-01"
	switch random.IntN(40) {
	case 0:
		p.Notes = "In Elternzeit, kommt voraussichtlich im Herbst zurück."
	case 1:
		p.Notes = "Schlüssel für das Außenlager liegt an der Pforte."
	}
}

// describe adds what a staff office knows, of chance of its own: everybody else stays who they were.
func describe(p *person, i int, founded time.Time) {
	random := rand.New(rand.NewPCG(seed, uint64(i)))
	p.StaffNumber = fmt.Sprintf("%05d", 10_001+7*i)
	p.Birthday = founded.AddDate(-19-lower(random, 45), 0, -random.IntN(365)).Format(time.DateOnly)
	if random.IntN(3) == 0 {
		p.Mobile = fmt.Sprintf("+49 171 99998%03d", 100+i)
	}
	switch random.IntN(25) {
	case 0:
		p.Contacts = []org.Contact{{Label: "Threema", Value: fmt.Sprintf("BF%06d", i)}}
	case 1:
		p.Contacts = []org.Contact{{Label: "Funk", Value: fmt.Sprintf("Kanal %d", 1+i%12)}, {Label: "Vertretung", Value: "Leitstelle, +49 89 99998 100"}}
	}
}

// lower picks from 0 to n-1, low ones more often.
func lower(random *rand.Rand, n int) int { return min(random.IntN(n), random.IntN(n)) }

func pick(random *rand.Rand, from []string) string { return from[random.IntN(len(from))] }

// departmentOf shares a hundred among the departments.
func departmentOf(n int) department {
	for _, d := range departments {
		if n -= d.weight; n < 0 {
			return d
		}
	}
	return departments[0]
}

// address is given.surname at a domain, numbered where somebody has it already.
func address(taken map[string]int, p person, domain string) string {
	local := plain(p.GivenName) + "." + plain(p.Surname)
	key := local + "@" + domain
	taken[key]++
	if n := taken[key]; n > 1 {
		return fmt.Sprintf("%s%d@%s", local, n, domain)
	}
	return key
}
