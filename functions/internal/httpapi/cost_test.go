package httpapi

import (
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/deeds"
	"stellwerk/shared/deeds/groups"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/deeds/undo"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

var (
	costSizes  = flag.String("cost.sizes", "100,1000", "members of the organisations in which requests are priced; the first is the one of the table")
	costUpdate = flag.Bool("cost.update", false, "write docs/cost.json and docs/cost.md")
)

const costFile, costPage, priceFile = "../../../docs/cost.json", "../../../docs/cost.md", "../../../docs/prices.json"

// figure is what one request asks of the table, and how much is answered.
type figure struct {
	Reads    float64 `json:"rcu"`
	Writes   float64 `json:"wcu"`
	Requests int     `json:"requests"`
	Bytes    int     `json:"bytes"`
}

// as says whether two figures are the same. Answers may differ by some digits of positions and times.
func (f figure) as(g figure) bool {
	d := max(f.Bytes-g.Bytes, g.Bytes-f.Bytes)
	g.Bytes = f.Bytes
	return f == g && d <= 16+f.Bytes/20
}

// figures reads them off the log, as an operator would.
type logged struct {
	slog.Handler
	last figure
}

func (l *logged) Enabled(context.Context, slog.Level) bool { return true }

func (l *logged) Handle(_ context.Context, r slog.Record) error {
	if r.Message != "request" {
		return nil
	}
	r.Attrs(func(a slog.Attr) bool {
		switch a.Key {
		case "rcu":
			l.last.Reads = a.Value.Float64()
		case "wcu":
			l.last.Writes = a.Value.Float64()
		case "asked":
			l.last.Requests = int(a.Value.Int64())
		}
		return true
	})
	return nil
}

// of is the last figure, with how long its answer is.
func (l *logged) of(answer string) figure {
	l.last.Bytes = len(answer)
	return l.last
}

// deedPrefix begins the addresses of deeds, which are priced as commands.
var deedPrefix = strings.TrimSuffix(route.Deed, "{deed}")

// pricedAbove are the addresses that have figures under other names, for requests of a size that does not grow with the organisation.
var pricedAbove = map[string]bool{"GET " + route.Session: true, "GET " + route.Snapshot: true, "GET " + route.Changes: true, "GET " + route.Entries: true, "POST " + route.Commands: true, "PUT " + route.SystemStorage: true}

// priced carries each request and deed out once, in an organisation of n members, and gives what it asked of the table, and the bytes of a
// first sync.
func priced(t *testing.T, n int) (all map[string]figure, pages, bytes int) {
	t.Helper()
	b := newTown(t)
	log := &logged{Handler: slog.DiscardHandler}
	b.api.log = slog.New(log)
	job := testworld.NewID[org.JobID](b.World)
	for some := range slices.Chunk(testworld.People(b.World, "grown", n-6), 45) {
		var rows []members.Row
		for i, p := range some {
			rows = append(rows, members.Row{Row: i + 2, NewMember: p})
		}
		if _, err := b.Executor.Do(t.Context(), b.acme.Tenant, b.acme.Admin, b.Command(t, members.Import.Name, members.ImportArgs{Rows: rows}), executor.In(job)); err != nil {
			t.Fatal(err)
		}
	}
	owner, tenant := b.session(t, b.acme.Owner), b.acme.Tenant.ID()
	all = map[string]figure{}
	ask := func(name, method, path string, in any) string {
		t.Helper()
		b.Clock.Move(time.Hour)
		res := b.send(t, method, path, owner, in)
		if res.status != 200 {
			t.Fatalf("%s: %d %s", name, res.status, res.text)
		}
		if name != "" {
			all[name] = log.of(res.text)
		}
		return res.text
	}
	ask("", "GET", route.Session, nil) // what a process asks once
	do := func(deed string, args any) uint64 {
		t.Helper()
		data, err := json.Marshal(args)
		if err != nil {
			t.Fatal(err)
		}
		cmd := ledger.Command{ID: testworld.NewID[org.CommandID](b.World), Deed: deed, Args: data}
		text := ask("deed "+deed, "POST", route.In(route.Commands, tenant), route.CommandsRequest{Account: b.acme.Owner.Account, Commands: []ledger.Command{cmd}})
		var out route.CommandsReply
		if err := json.Unmarshal([]byte(text), &out); err != nil || out.Replies[0].State != route.Applied {
			t.Fatalf("%s: %v %s", deed, err, text)
		}
		return out.Replies[0].Entry.Seq
	}
	ben := members.NewMember{Member: testworld.NewID[org.MemberID](b.World), GivenName: "Ben", Surname: "Bold", Email: "ben@acme.example"}
	who := members.List{Members: []org.MemberID{ben.Member}}
	do(tenants.Rename.Name, tenants.RenameArgs{From: "Acme", To: "Emca"})
	do(members.Create.Name, ben)
	do(members.Edit.Name, members.EditArgs{Member: ben.Member, Fields: map[string]members.Edited{"title": {From: json.RawMessage(`""`), To: json.RawMessage(`"Boss"`)}}})
	do(members.Tag.Name, members.TagArgs{Members: who.Members, Add: []string{"new"}})
	seq := do(members.Deactivate.Name, who)
	do(undo.Undo.Name, undo.Args{Entries: []uint64{seq}})
	do(members.Schedule.Name, members.ScheduleArgs{Members: who.Members, Until: "2199-12-31"})
	do(members.Unschedule.Name, who)
	werk, netz := testworld.NewID[org.GroupID](b.World), testworld.NewID[org.GroupID](b.World)
	do(groups.Create.Name, groups.NewGroup{Group: werk, Name: "Werk"})
	do(groups.Create.Name, groups.NewGroup{Group: netz, Name: "Netz", Parent: werk})
	do(groups.Edit.Name, groups.EditArgs{Group: netz, Fields: map[string]groups.Edited{"name": {From: "Netz", To: "Netze"}}})
	do(groups.AddMembers.Name, groups.PeopleArgs{Group: netz, Members: who.Members})
	do(groups.SetPart.Name, groups.PeopleArgs{Group: netz, Members: who.Members, Part: "leader"})
	do(groups.RemoveMembers.Name, groups.LeaveArgs{Group: netz, Members: who.Members})
	do(groups.Move.Name, groups.MoveArgs{Group: netz, From: werk})
	do(groups.Merge.Name, groups.EndArgs{Group: netz, Into: werk})
	do(groups.Delete.Name, groups.EndArgs{Group: werk})
	do(members.Delete.Name, who)
	ask("GET session", "GET", route.Session, nil)
	ask("GET entries, 5 of them", "GET", route.In(route.Entries, tenant)+"?limit=5", nil)
	key := connect(t, b.World, b.acme, "Ablage")
	res := b.reports(t, key.String(), b.report(b.acme.User, 1))
	if res.status != 200 {
		t.Fatal(res.text)
	}
	all["PUT storage of one person, by a connected system"] = log.of(res.text)
	disconnect(t, b.acme, key)
	cursor, total := "", 0
	for first := true; first || cursor != ""; first = false {
		name := ""
		if first {
			name = "GET snapshot, one page"
		}
		text := ask(name, "GET", route.In(route.Snapshot, tenant)+"?cursor="+cursor, nil)
		var page route.SnapshotReply
		if err := json.Unmarshal([]byte(text), &page); err != nil {
			t.Fatal(err)
		}
		pages, total = pages+1, total+len(text)
		if cursor = page.Next; cursor == "" {
			ask("GET changes, none", "GET", route.In(route.Changes, tenant)+"?cursor="+page.Cursor, nil)
		}
	}
	x := try{b, t, b.acme.Owner}
	for _, r := range everything {
		name, deed := strings.CutPrefix(r.path, deedPrefix)
		if _, is := all["deed "+name]; is || pricedAbove[r.address()] {
			continue
		}
		b.Clock.Move(time.Hour)
		path, in := r.request(x)
		if deed {
			do(name, in)
			continue
		}
		res := b.send(t, r.method, path, b.session(t, x.who), in)
		if want := strings.Fields(r.statuses)[slices.Index(kinds, "owner")]; strconv.Itoa(res.status) != want {
			t.Fatalf("%s: %d, want %s: %s", r.address(), res.status, want, res.text)
		}
		if name = r.address(); res.status >= 400 {
			name += ", refused" // for what it takes to be let in, see the tests of accounts
		}
		all[name] = log.of(res.text)
	}
	return all, pages, total
}

// TestCostsAreWrittenDownAndFlat: what a request costs stands in docs/cost.json, so that a change of it is a change of that file; and it is
// the same in an organisation of any size, save for a page of the first sync, of which the size is limited.
func TestCostsAreWrittenDownAndFlat(t *testing.T) {
	var sizes []int
	var all []map[string]figure
	var pages, bytes []int
	for part := range strings.SplitSeq(*costSizes, ",") {
		n, err := strconv.Atoi(part)
		if err != nil {
			t.Fatal(err)
		}
		figures, p, b := priced(t, n)
		sizes, all, pages, bytes = append(sizes, n), append(all, figures), append(pages, p), append(bytes, b)
	}
	for i, figures := range all[1:] {
		for name, f := range figures {
			if name != "GET snapshot, one page" && !f.as(all[0][name]) {
				t.Errorf("%s costs %+v with %d members and %+v with %d", name, all[0][name], sizes[0], f, sizes[i+1])
			}
		}
	}
	for _, d := range deeds.All {
		if _, priced := all[0]["deed "+d.Name]; !priced && !deeds.Reserved[d.Name] {
			t.Errorf("nobody knows what %s costs", d.Name)
		}
	}
	if *costUpdate {
		text, err := json.MarshalIndent(all[0], "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		write(t, costFile, string(text)+"\n")
		write(t, costPage, page(t, sizes, all, pages, bytes))
		return
	}
	data, err := os.ReadFile(costFile)
	if err != nil {
		t.Fatal(err)
	}
	var known map[string]figure
	if err := json.Unmarshal(data, &known); err != nil {
		t.Fatal(err)
	}
	for name, f := range all[0] {
		if !f.as(known[name]) {
			t.Errorf("%s costs %+v, docs/cost.json says %+v: if that is meant, make cost", name, f, known[name])
		}
	}
	if len(known) != len(all[0]) {
		t.Errorf("docs/cost.json knows %d requests, there are %d", len(known), len(all[0]))
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// price is one of AWS's, with where it was seen: no list of AWS's can be reached from here.
type price struct {
	USD              float64
	What, Usage, SKU string
	List             string // which of AWS's lists has it, and of when
	Seen             string // a key of prices.Seen
}

// prices are docs/prices.json.
type prices struct {
	Region                                                                      string
	ReadMillion, WriteMillion, HTTPAPIMillion, CloudFrontMillion, LambdaMillion price
	LambdaGBSecond, TableGBMonth, OutGB                                         price
	Beside                                                                      []price
	Unconfirmed                                                                 []string
	Seen                                                                        map[string]string
	LambdaGB, LambdaMsAtLeast, LambdaMsPerTableRequest                          float64
	Tenants                                                                     struct{ UsersPerHundred, UsersAtLeast, Workdays, StartsPerUserAndDay, LooksPerUserAndDay, DeedsPerUserAndDay, FirstSyncsPerUserAndMonth, TableKBPerMember float64 }
}

// counted are those that go into the sums.
func (p prices) counted() []price {
	return []price{p.ReadMillion, p.WriteMillion, p.TableGBMonth, p.HTTPAPIMillion, p.LambdaMillion, p.LambdaGBSecond, p.CloudFrontMillion, p.OutGB}
}

func readPrices(t *testing.T) (p prices) {
	t.Helper()
	data, err := os.ReadFile(priceFile)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &p); err != nil {
		t.Fatal(err)
	}
	return p
}

// ms is how long a function is supposed to run for a request.
func (p prices) ms(f figure) float64 {
	return p.LambdaMsAtLeast + p.LambdaMsPerTableRequest*float64(f.Requests)
}

// thousand is the money for 1,000 requests.
func (p prices) thousand(f figure) float64 {
	one := f.Reads*p.ReadMillion.USD/1e6 + f.Writes*p.WriteMillion.USD/1e6 + (p.HTTPAPIMillion.USD+p.CloudFrontMillion.USD+p.LambdaMillion.USD)/1e6 +
		p.ms(f)/1000*p.LambdaGB*p.LambdaGBSecond.USD + float64(f.Bytes)/1e9*p.OutGB.USD
	return 1000 * one
}

// TestPricesSayWhereTheyAreFrom: a price without a list of AWS's and a place where that can be looked up is one from memory.
func TestPricesSayWhereTheyAreFrom(t *testing.T) {
	p := readPrices(t)
	for _, c := range append(p.counted(), p.Beside...) {
		if c.USD <= 0 || c.What == "" || c.List == "" || p.Seen[c.Seen] == "" {
			t.Errorf("nobody can look up %+v", c)
		}
	}
}

// page is docs/cost.md.
func page(t *testing.T, sizes []int, all []map[string]figure, pages, bytes []int) string {
	t.Helper()
	p := readPrices(t)
	var out strings.Builder
	fmt.Fprintf(&out, `# What it costs

Made by %smake cost%s from what the embedded engine counts by DynamoDB's rules, and from docs/prices.json: AWS's prices in US dollars, on demand, for %s, without free tiers and taxes. They
were not read from AWS's lists but from what others have published of those (below); compare before you rely on them.

## Requests

Every address and every deed that a command names, once each, for the owner of an organisation; where the example is refused, as a wrong password is, what that takes.
Small records; units as DynamoDB bills them, refused conditions left out. The same in organisations of %v members: a test fails if one of them grows.
Bytes are those of the answer's JSON; browsers get them compressed. Milliseconds are what docs/prices.json supposes of a function with %g GB: %g and %g for each
request to the table. A thousand requests in US dollars include API, CloudFront, the function's time, the table and the bytes.

| request | RCU | WCU | requests to the table | bytes | ms | $ for 1,000 |
|---|---|---|---|---|---|---|
`, "`", "`", p.Region, sizes, p.LambdaGB, p.LambdaMsAtLeast, p.LambdaMsPerTableRequest)
	names := slices.SortedFunc(maps.Keys(all[0]), cmp.Compare[string])
	for _, name := range names {
		f := all[0][name]
		fmt.Fprintf(&out, "| %s | %g | %g | %d | %d | %g | %.4f |\n", name, f.Reads, f.Writes, f.Requests, f.Bytes, p.ms(f), p.thousand(f))
	}
	fmt.Fprintf(&out, `
## Organisations

A month of an organisation whose people use it as docs/prices.json supposes: of %g in 100 members, at least %g, each on %g days opens the app %g times,
asks %g times for news and changes %g things, and loads everything %g times.

| members | pages of a first sync | its bytes (JSON) | users | $ a month |
|---|---|---|---|---|
`, p.Tenants.UsersPerHundred, p.Tenants.UsersAtLeast, p.Tenants.Workdays, p.Tenants.StartsPerUserAndDay, p.Tenants.LooksPerUserAndDay, p.Tenants.DeedsPerUserAndDay, p.Tenants.FirstSyncsPerUserAndMonth)
	for i, n := range sizes {
		f, u := all[i], p.Tenants
		users := max(u.UsersAtLeast, float64(n)*u.UsersPerHundred/100)
		month := users * u.Workdays / 1000 * (u.StartsPerUserAndDay*p.thousand(f["GET session"]) + u.LooksPerUserAndDay*p.thousand(f["GET changes, none"]) + u.DeedsPerUserAndDay*p.thousand(f["deed members.edit"]))
		page := f["GET snapshot, one page"]
		page.Bytes = 0 // not every page is as long
		month += users * u.FirstSyncsPerUserAndMonth * (float64(pages[i])*p.thousand(page)/1000 + float64(bytes[i])/1e9*p.OutGB.USD)
		month += float64(n) * u.TableKBPerMember / 1e6 * p.TableGBMonth.USD
		fmt.Fprintf(&out, "| %d | %d | %d | %g | %.2f |\n", n, pages[i], bytes[i], users, month)
	}
	out.WriteString("\n## Prices\n\n| $ | for | AWS's list | seen |\n|---|---|---|---|\n")
	places := slices.Sorted(maps.Keys(p.Seen))
	list := func(all []price) {
		for _, c := range all {
			of := c.List
			if c.Usage != "" {
				of += ", " + c.Usage + " (" + c.SKU + ")"
			}
			fmt.Fprintf(&out, "| %s | %s | %s | %d |\n", strconv.FormatFloat(c.USD, 'f', -1, 64), c.What, of, slices.Index(places, c.Seen)+1)
		}
	}
	list(p.counted())
	out.WriteString("\nNot in the sums, as it hangs on what an installation keeps more than on requests:\n\n| $ | for | AWS's list | seen |\n|---|---|---|---|\n")
	list(p.Beside)
	fmt.Fprintf(&out, "\nNot in the sums either, and no price confirmed: %s.\n\n", strings.Join(p.Unconfirmed, ", "))
	for i, place := range places {
		fmt.Fprintf(&out, "%d. %s\n", i+1, p.Seen[place])
	}
	return out.String()
}
