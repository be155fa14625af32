package deeds_test

import (
	"testing"

	"stellwerk/shared/deeds"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// leads makes a group that somebody leads, or is the deputy of.
func (h *house) leads(who org.MemberID, part string) org.GroupID {
	id := org.GroupID(h.id())
	h.must(h.owner, "groups.create", args{"group": id, "name": "Netz " + string(id)})
	h.must(h.owner, "groups.setPart", args{"group": id, "members": []org.MemberID{who}, "part": part})
	return id
}

func (h *house) part(who org.MemberID, group org.GroupID) string {
	m, err := ledger.Member(h, who)
	if err != nil {
		return "gone"
	}
	in, is := m.In(group)
	if !is {
		return "none"
	}
	return "is " + string(in.Part)
}

func TestGroupsAreHandedOverWhenSomebodyIsDeleted(t *testing.T) {
	h := found(t)
	leaves, heir := h.user.Member, h.admin.Member
	first, second, left := h.leads(leaves, "leader"), h.leads(leaves, "deputy"), h.leads(leaves, "leader")
	other := h.leads(h.owner.Member, "leader")
	h.must(h.owner, "groups.setPart", args{"group": second, "members": []org.MemberID{heir}, "part": "leader"})
	e := h.must(h.owner, "members.delete", args{"members": []org.MemberID{leaves}, "successors": []args{
		{"group": first, "member": heir}, {"group": second, "member": heir}, {"group": other, "member": heir},
	}})
	for group, want := range map[org.GroupID]string{first: "is leader", second: "is leader", left: "none", other: "none"} {
		if got := h.part(heir, group); got != want {
			t.Errorf("the heir in %s: %s, want %s", group, got, want)
		}
	}
	if len(e.Changes) != 2 {
		t.Errorf("there are %d changes", len(e.Changes))
	}
	h.must(h.owner, "ledger.undo", args{"entries": []uint64{e.Seq}})
	if h.part(heir, first) != "none" || h.part(leaves, first) != "is leader" || h.part(leaves, second) != "is deputy" {
		t.Errorf("taken back the heir %s, who left %s", h.part(heir, first), h.part(leaves, first))
	}
}

func TestWhoCanTakeOver(t *testing.T) {
	for _, c := range []struct {
		story, code string
		heir        func(h *house) org.MemberID
	}{
		{"somebody who is deleted as well", "successor.leaves", func(h *house) org.MemberID { return h.guest.Member }},
		{"somebody deactivated", "successor.inactive", func(h *house) org.MemberID {
			h.must(h.owner, "members.deactivate", args{"members": []org.MemberID{h.admin.Member}})
			return h.admin.Member
		}},
		{"nobody", "member.notFound", func(h *house) org.MemberID { return h.id() }},
	} {
		t.Run(c.story, func(t *testing.T) {
			h := found(t)
			group := h.leads(h.user.Member, "leader")
			heir := c.heir(h)
			_, err := h.do(h.owner, "members.delete", args{"members": []org.MemberID{h.user.Member, h.guest.Member}, "successors": []args{{"group": group, "member": heir}}})
			if !fault.Is(err, c.code) {
				t.Errorf("%v, want %s", err, c.code)
			}
			if h.part(h.user.Member, group) != "is leader" {
				t.Error("somebody was deleted all the same")
			}
		})
	}
	h := found(t)
	group := h.leads(h.user.Member, "leader")
	h.must(h.owner, "groups.delete", args{"group": group})
	h.must(h.owner, "members.delete", args{"members": []org.MemberID{h.user.Member}, "successors": []args{{"group": group, "member": h.id()}}})
}

func TestManyAreHandedOverInPiecesThatFit(t *testing.T) {
	d, err := deeds.ByName(members.Delete.Name)
	if err != nil {
		t.Fatal(err)
	}
	h := found(t)
	many := make([]org.MemberID, 25)
	for i := range many {
		many[i] = h.id()
	}
	data := []byte(`{"members":["` + string(many[0]) + `"`)
	for _, id := range many[1:] {
		data = append(data, `,"`+string(id)+`"`...)
	}
	plain, err := d.Cut(append(append([]byte{}, data...), `]}`...))
	if err != nil || len(plain) != 1 {
		t.Errorf("%d pieces, %v", len(plain), err)
	}
	handing, err := d.Cut(append(data, `],"successors":[{"group":"`+string(h.id())+`","member":"`+string(h.id())+`"}]}`...))
	if err != nil || len(handing) != 3 {
		t.Errorf("%d pieces, %v", len(handing), err)
	}
}
