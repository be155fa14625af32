package units

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"stellwerk/shared/deeds/groups"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/sheet"
	"stellwerk/shared/staff"
)

// id is the id of a group with a short name: G for G.
func id(name string) org.GroupID {
	return org.GroupID("01J00000000000000000000000"[:26-len(name)] + name)
}

// works is Werk, in it Netz and Bau; Rat beside it, and in Rat another Netz.
var works = Known{
	id("W"): {Name: "Werk", Type: "Standort"}, id("N"): {Name: "Netz", Parent: id("W")}, id("B"): {Name: "Bau", Parent: id("W")},
	id("R"): {Name: "Rat"}, id("RN"): {Name: "Netz", Parent: id("R"), Type: "Team"},
}

func draw(t *testing.T, known Known, text string) *Plan {
	t.Helper()
	table, err := sheet.Read([]byte(strings.ReplaceAll(text, "¦", "\n")))
	if err != nil {
		t.Fatal(err)
	}
	f, err := Read(table)
	if err != nil {
		t.Fatal(err)
	}
	return Draw(f, known, func(row int) org.GroupID { return id(fmt.Sprintf("NEW%d", row)) })
}

// tree is the groups within another as text, in the order of their names.
func (p *Plan) tree(in org.GroupID) string {
	var out []string
	for id, g := range p.After {
		if g.Parent == in {
			s := g.Name
			if g.Type != "" {
				s += "=" + g.Type
			}
			if below := p.tree(id); below != "" {
				s += "(" + below + ")"
			}
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func faultsOf(list fault.List) string {
	var out []string
	for _, f := range list {
		s := fmt.Sprintf("%d %s@%s", f.Row, f.Code, f.Field)
		for _, v := range []string{"id", "first", "parent", "way", "level", "n"} {
			if f.Values[v] != "" {
				s += " " + v + "=" + f.Values[v]
			}
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

func TestWhatAFileLeadsTo(t *testing.T) {
	const was = "Rat(Netz=Team) Werk=Standort(Bau Netz)"
	for _, c := range []struct{ story, file, tree, kinds, faults string }{
		{"new groups below new ones, in any order", "id,parentId,name,type¦12,1,Labor,Team¦1,,Forschung,¦1.2.3,12,Öfen,", "Forschung(Labor=Team(Öfen)) " + was, "new new new", ""},
		{"German headings, semicolons", "Kennung;Übergeordnet;Bezeichnung;Art¦F;;Forschung;Abteilung", "Forschung=Abteilung " + was, "new", ""},
		{"an id renames and moves", "id,parentId,name,type¦" + string(id("N")) + "," + string(id("R")) + ",Netze,", "Rat(Netz=Team Netze) Werk=Standort(Bau)", "changes", ""},
		{"without a parent it is an outermost one", "id,parentId,name¦" + string(id("B")) + ",,Bau", "Bau Rat(Netz=Team) Werk=Standort(Netz)", "changes", ""},
		{"without such a column it stays", "id,name¦" + string(id("B")) + ",Tiefbau", "Rat(Netz=Team) Werk=Standort(Netz Tiefbau)", "changes", ""},
		{"empty cells change nothing", "id,name,type¦" + string(id("W")) + ",,", was, "unchanged", ""},
		{"the same name in the same place is the same group", "id,parentId,name,type¦1,,werk,Werk 1¦2,1,Netz,¦3,,Werk,Standort", "Rat(Netz=Team) Werk=Standort(Bau Netz) werk=Werk 1(Netz)", "new unchanged new", ""},
		{"and twice the same name are two", "id,parentId,name¦1," + string(id("W")) + ",Bau¦2," + string(id("W")) + ",Bau", "Rat(Netz=Team) Werk=Standort(Bau Bau Netz)", "unchanged new", ""},
		{"a group trades places with what is above it", "id,parentId,name¦" + string(id("W")) + "," + string(id("N")) + ",Werk¦" + string(id("N")) + ",,Netz", "Netz(Werk=Standort(Bau)) Rat(Netz=Team)", "changes changes", ""},
		{"keys of any sort", "id,parentId,name¦Abt. 1/2,,A¦ä ö,Abt. 1/2,B", "A(B) " + was, "new new", ""},
		{"a circle", "id,parentId,name¦a,c,A¦b,a,B¦c,b,C¦d,a,D", "", "", "2 unit.cycle@parentId id=a way=a → c → b → a"},
		{"in itself", "id,parentId,name¦a,a,A", "", "", "2 unit.cycle@parentId id=a way=a → a"},
		{"a circle by way of a group that is not in the file", "id,parentId,name¦" + string(id("W")) + "," + string(id("B")) + ",Werk", "", "", "2 unit.cycle@parentId id=" + string(id("W")) + " way=" + string(id("W")) + " → Bau → " + string(id("W"))},
		{"a parent that nobody knows", "id,parentId,name¦a,,A¦b,z,B", "", "", "3 unit.parentUnknown@parentId id=b parent=z"},
		{"a key twice, and none", "id,parentId,name¦a,,A¦a,,B¦,,C", "", "", "3 unit.twice@id id=a first=2, 4 unit.noID@id"},
		{"no name", "id,parentId,name¦a,,", "", "", "2 text.missing@name id=a"},
		{"a key that is a novel", "id,parentId,name¦" + strings.Repeat("x", 61) + ",,A", "", "", "2 unit.longID@id id=" + strings.Repeat("x", 61)},
		{"ten levels", "id,parentId,name¦1,,A¦2,1,A¦3,2,A¦4,3,A¦5,4,A¦6,5,A¦7,6,A¦8,7,A¦9,8,A¦10,9,A", "A(A(A(A(A(A(A(A(A(A))))))))) " + was, strings.TrimSpace(strings.Repeat("new ", 10)), ""},
		{"eleven, and one below", "id,parentId,name¦1,,A¦2,1,A¦3,2,A¦4,3,A¦5,4,A¦6,5,A¦7,6,A¦8,7,A¦9,8,A¦10,9,A¦11,10,A¦12,11,A", "", "", "12 unit.tooDeep@parentId id=11 level=11"},
	} {
		t.Run(c.story, func(t *testing.T) {
			p := draw(t, works, c.file)
			if got := faultsOf(p.Faults); got != c.faults {
				t.Errorf("faults %q, want %q", got, c.faults)
			}
			if c.faults != "" {
				return
			}
			if got := p.tree(""); got != c.tree {
				t.Errorf("the tree is %q, want %q", got, c.tree)
			}
			if got := p.taken(t, works); got != c.kinds {
				t.Errorf("its rows are %q, want %q", got, c.kinds)
			}
		})
	}
}

// taken does what the rows say, one after the other, and says what became of each; what arises is the plan.
func (p *Plan) taken(t *testing.T, known Known) string {
	t.Helper()
	w := ledger.NewMemory("01J0000000000000000000TENT", nil)
	for id, g := range known {
		w.Set(ledger.Record{Ref: ledger.Ref{Kind: ledger.KindGroup, ID: string(id)}, Seq: 1, Value: g})
	}
	d := ledger.Begin(w)
	kinds := make([]string, 0, len(p.Rows))
	for _, r := range p.Rows {
		v, err := groups.Take(d, ledger.Actor{Role: org.Admin}, r)
		if err != nil || v.Kind == members.RowRefused {
			t.Fatalf("row %d: %v %v", r.Row, v.Faults, err)
		}
		kinds = append(kinds, string(v.Kind))
	}
	for id, g := range p.After {
		r, _ := d.Record(ledger.Ref{Kind: ledger.KindGroup, ID: string(id)})
		if r.Value != ledger.Entity(g) {
			t.Errorf("%s is %+v, the plan says %+v", id, r.Value, g)
		}
	}
	return strings.Join(kinds, " ")
}

func TestWhichGroupsACellMeans(t *testing.T) {
	p := draw(t, works, "id,parentId,name¦100,"+string(id("W"))+",Labor¦101,100,\"Einkauf, Lager\"¦IT,,IT/Support¦Bau,,Hochbau")
	lab, buy, it, high := id("NEW2"), id("NEW3"), id("NEW4"), id("NEW5")
	for _, c := range []struct {
		cell string
		want []org.GroupID
		code string
	}{
		{"", nil, ""},
		{string(id("N")), []org.GroupID{id("N")}, ""},
		{"100", []org.GroupID{lab}, ""},
		{"100 101", []org.GroupID{lab, buy}, ""},
		{"101,100;" + string(id("R")) + " 100", []org.GroupID{buy, lab, id("R")}, ""},
		{"werk", []org.GroupID{id("W")}, ""},
		{"Labor; Rat", []org.GroupID{lab, id("R")}, ""},
		{"Einkauf, Lager", []org.GroupID{buy}, ""},
		{"Werk / Netz", []org.GroupID{id("N")}, ""},
		{"rat/netz, WERK › Bau", []org.GroupID{id("RN"), id("B")}, ""},
		{"IT/Support", []org.GroupID{it}, ""},
		{"Bau", []org.GroupID{high}, ""}, // the file's own key comes first
		{"Netz", nil, "unit.several value=Netz paths=Werk / Netz; Rat / Netz"},
		{"100, Netz", nil, "unit.several value=Netz paths=Werk / Netz; Rat / Netz"},
		{"100 102", nil, "unit.unknown value=102"},
		{"Labor Nord", nil, "unit.unknown value=Labor Nord"},
		{"Werk / Rat", nil, "unit.unknown value=Werk / Rat"},
		{"01J0000000000000000000000X", nil, "unit.unknown value=01J0000000000000000000000X"},
	} {
		for range 2 { // the second time it is known already
			got, wrong := p.Find(c.cell)
			said := ""
			if wrong != nil {
				said = wrong.Code + " value=" + wrong.Values["value"]
				if paths := wrong.Values["paths"]; paths != "" {
					said += " paths=" + paths
				}
				wrong.Values["value"] = "changed by the caller"
			}
			if !slices.Equal(got, c.want) || said != c.code {
				t.Errorf("%q means %v %s, want %v %s", c.cell, got, said, c.want, c.code)
			}
		}
	}
}

func TestWhatAListIsOf(t *testing.T) {
	for header, want := range map[string]bool{
		"id,parentId,name,type": true, "Kennung;Name": true, "id;parentId": true, "First name,Last name,Email,Units": false, "Name,Email,id": false, "Vorname;Name;Kennung": false, "a,b": false,
	} {
		if got := Is(strings.FieldsFunc(header, func(r rune) bool { return r == ',' || r == ';' })); got != want {
			t.Errorf("%s: %v", header, got)
		}
	}
}

func TestHeadingsAreFoundBelowATitle(t *testing.T) {
	said := map[string]staff.Field{staff.Fold("Courriel"): staff.Email}
	for _, c := range []struct{ story, text, header, first string }{
		{"none above", "Vorname;Nachname;E-Mail¦Ada;L;a@b.example", "Vorname Nachname E-Mail", "2 Ada L a@b.example"},
		{"a title, and an empty row", "Personalliste¦¦Vorname;Nachname;E-Mail¦Ada;L;a@b.example", "Vorname Nachname E-Mail", "4 Ada L a@b.example"},
		{"a title over all columns, as Excel writes it", "Liste;;¦Stand;1.3.2026;¦Vorname;Nachname;E-Mail¦Ada;L;a@b.example", "Vorname Nachname E-Mail", "4 Ada L a@b.example"},
		{"a title that looks like a heading", "Personal¦E-Mail;Vorname;Nachname¦a@b.example;Ada;L", "E-Mail Vorname Nachname", "3 a@b.example Ada L"},
		{"of groups", "Tabelle 1¦id;parentId;name¦1;;Werk", "id parentId name", "3 1  Werk"},
		{"headings that somebody has explained", "Liste¦Courriel;Vorname;X¦a@b.example;Ada;1", "Courriel Vorname X", "3 a@b.example Ada 1"},
		{"cells beyond the headings stay beyond", "Liste¦Vorname;Nachname;E-Mail¦Ada;L;a@b.example;;zu viel", "Vorname Nachname E-Mail", "3 Ada L a@b.example +  zu viel"},
		{"headings that are not understood stay where they are", "Prénom;Nom;Courrier¦Ada;L;a@b.example", "Prénom Nom Courrier", "2 Ada L a@b.example"},
		{"one that is understood is enough where people follow", "E-Mail;A;B¦a@b.example;Name;Vorname¦c@d.example;Vorname;Nachname", "E-Mail A B", "2 a@b.example Name Vorname"},
		{"no headings at all", "Ada;L;a@b.example¦Vorname;Nachname;E-Mail", "Ada L a@b.example", "2 Vorname Nachname E-Mail"},
		{"too far below", strings.Repeat("x;y;z¦", 12) + "Vorname;Nachname;E-Mail", "x y z", "2 x y z"},
	} {
		table, err := sheet.Parse(strings.ReplaceAll(c.text, "¦", "\n"))
		if err != nil {
			t.Fatal(err)
		}
		table = Headed(table, said)
		r := table.Rows[0]
		first := fmt.Sprint(r.Number) + " " + strings.Join(r.Cells, " ")
		if r.Extra != nil {
			first += " + " + strings.Join(r.Extra, " ")
		}
		if header := strings.Join(table.Header, " "); header != c.header || first != c.first || len(r.Cells) != len(table.Header) {
			t.Errorf("%s: %q, then %q; want %q, then %q", c.story, header, first, c.header, c.first)
		}
	}
}

func TestAFileWithoutTheColumnsItNeeds(t *testing.T) {
	table, _ := sheet.Read([]byte("parentId;type\n1;2\n"))
	if _, err := Read(table); !fault.Is(err, "unit.noIDColumn") || len(fault.All(err)) != 2 {
		t.Error(err)
	}
	table, _ = sheet.Read([]byte("id;name\n"))
	if _, err := Read(table); !fault.Is(err, "rows.none") {
		t.Error(err)
	}
}

// Two groups of one name in one place are told apart by their ids.
func TestSeveralInOnePlaceAreToldByTheirIDs(t *testing.T) {
	p := Draw(File{}, Known{id("A"): {Name: "Netz"}, id("B"): {Name: "Netz", Type: "Team"}}, nil)
	if _, wrong := p.Find("netz"); wrong == nil || wrong.Values["paths"] != string(id("A"))+"; "+string(id("B")) {
		t.Error(wrong)
	}
}
