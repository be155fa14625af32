package histories

import "stellwerk/shared/org"

// groupWishes is something that somebody may want of groups: as their device shows them, or as the server holds them.
func (h *history) groupWishes(tenant org.TenantID, who org.MemberID, d *device) (deed string, args any) {
	of := func() (id org.GroupID) {
		if len(h.groups) > 0 {
			id = h.groups[len(h.groups)-1-h.rand.IntN(min(4, len(h.groups)))]
		}
		return id
	}
	look := func(id org.GroupID) (g org.Group) {
		if d != nil && d.lead != nil {
			g, _ = d.lead.Directory().Group(id)
		}
		return g
	}
	id := of()
	switch what := h.rand.IntN(12); {
	case what < 3 || id == "":
		id := newID[org.GroupID](h, h.Clock.Now())
		h.groups = append(h.groups, id)
		return "groups.create", map[string]any{"group": id, "name": h.value(tenant, "", "group"), "parent": of()}
	case what < 5:
		return "groups.edit", map[string]any{"group": id, "fields": map[string]any{"name": map[string]string{"from": look(id).Name, "to": h.value(tenant, "", "group")}}}
	case what < 7:
		return "groups.move", map[string]any{"group": id, "from": look(id).Parent, "to": of()}
	case what == 7:
		return "groups.delete", map[string]any{"group": id, "into": look(id).Parent, "members": []org.MemberID{who}}
	case what == 8:
		return "groups.merge", map[string]any{"group": id, "into": of(), "members": []org.MemberID{who}}
	case what == 9:
		return "groups.removeMembers", map[string]any{"group": id, "members": []org.MemberID{who}}
	}
	return pick(h, "groups.addMembers", "groups.setPart"), map[string]any{"group": id, "members": h.some(), "part": pick(h, "member", "leader")}
}
