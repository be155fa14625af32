package model_test

import (
	"strings"

	"stellwerk/shared/org"
)

// importing holds the lines about staff lists that come as a command.
var importing = []line{
	{"a user may not", "user", "members.import", func(s *stage) any { return rows(s.new()) }, forbidden},
	{"nor a guest", "guest", "members.import", func(s *stage) any { return rows(s.new()) }, forbidden},
	{"a user is not told of rows", "user", "members.import", just(rows()), forbidden},
	{"no rows", "admin", "members.import", just(rows()), refused + "rows rows.none"},
	{"two people", "admin", "members.import", func(s *stage) any { return rows(s.new(), s.new("kind", "guest", "title", "T")) }, "created (new) role=user; created (new) role=guest title=T"},
	{"nobody's role", "owner", "members.import", func(s *stage) any { return rows(s.new(), s.new("role", "user")) }, refused + "row 3 role import.role"},
	{"all that is wrong at once", "admin", "members.import", func(s *stage) any {
		return rows(s.new("surname", "", "kind", "boss"), s.new(), s.new("email", "x"))
	}, refused + "row 2 surname text.missing, row 2 kind kind.unknown, row 4 email email.at"},
	{"a row that is too much alone", "admin", "members.import", func(s *stage) any {
		return rows(s.new("notes", strings.Repeat(long, 50)))
	}, refused + "row 2 notes text.length"},
	{"an address twice", "admin", "members.import", func(s *stage) any {
		return rows(s.new("email", "twice@people.example"), s.new("email", "TWICE@people.example"))
	}, refused + "row 3 email import.duplicate"},
	{"what is no address twice", "admin", "members.import", func(s *stage) any { return rows(s.new("email", "x"), s.new("email", "x")) }, refused + "row 2 email email.at, row 3 email email.at"},
	{"an id that is none", "admin", "members.import", func(s *stage) any { return rows(s.new("member", "x")) }, refused + "row 2 member id.malformed"},
	{"the id of somebody else", "admin", "members.import", func(s *stage) any { return rows(s.new("member", s.some())) }, refused + "row 2 member.exists"},
	{"the id of somebody who is gone", "admin", "members.import", func(s *stage) any { return rows(s.new("member", s.gone())) }, refused + "row 2 member.exists"},
	{"an id twice", "admin", "members.import", func(s *stage) any { a := s.new(); return rows(a, s.new("member", a["member"])) }, refused + "row 3 member.exists"},
	{"somebody who is there as they are", "admin", "members.import", func(s *stage) any {
		s.some("email", "same@people.example", "title", "T", "tags", []string{"a"}, "kind", "guest")
		return rows(s.new("email", "Same@people.example", "tags", []string{"A"}))
	}, "nothing"},
	{"what a row has comes, what it has not stays", "admin", "members.import", func(s *stage) any {
		s.some("email", "known@people.example", "title", "T", "location", "L", "phone", "030 1", "startDate", "2020-01-02", "notes", "N", "tags", []string{"a"})
		return rows(s.new("email", "known@people.example", "givenName", "Bea", "title", "U", "tags", []string{"b"}))
	}, "updated ben givenName=Bea tags=a b title=U"},
	{"a kind changes the kind", "admin", "members.import", func(s *stage) any {
		s.some("email", "kind@people.example")
		return rows(s.new("email", "kind@people.example", "kind", "guest"))
	}, "updated ben role=guest"},
	{"the kind that an admin has makes nobody a user", "owner", "members.import", func(s *stage) any {
		s.some("email", "chief@people.example", "role", "admin")
		return rows(s.new("email", "chief@people.example", "kind", "user", "title", "T"))
	}, "updated ben title=T"},
	{"no kind leaves a guest a guest", "owner", "members.import", func(s *stage) any {
		s.some("email", "visitor@people.example", "role", "guest")
		return rows(s.new("email", "visitor@people.example", "title", "T"))
	}, "updated ben title=T"},
	{"an admin is no guest", "owner", "members.import", func(s *stage) any {
		s.some("email", "head@people.example", "role", "admin")
		return rows(s.new("email", "head@people.example", "kind", "guest"))
	}, refused + "row 2 kind member.adminFirst"},
	{"the owner as they are", "admin", "members.import", func(s *stage) any {
		return rows(s.new("email", s.email(s.Owner.Member), "givenName", "Olive", "surname", "Owner"))
	}, "nothing"},
	{"the owner is the owner's", "admin", "members.import", func(s *stage) any { return rows(s.new("email", s.email(s.Owner.Member))) }, refused + "row 2 member.ownerEdit"},
	{"nobody makes themselves less", "admin", "members.import", func(s *stage) any { return rows(s.new("email", s.email(s.Admin.Member), "kind", "guest")) }, refused + "row 2 member.self"},
	{"too many tags with those of others", "admin", "members.import", func(s *stage) any {
		s.some("email", "tags@people.example", "tags", letters(15))
		return rows(s.new("email", "tags@people.example", "tags", numbers(6)))
	}, refused + "row 2 tags tags.tooMany"},
	{"what can't be taken is left out where that is asked for", "admin", "members.import", func(s *stage) any {
		return with(rows(s.new("surname", ""), s.new("title", "T"), s.new("role", "admin")), "skipRefused", true)
	}, "created (new) role=user title=T"},
}

func back(seqs ...uint64) args { return args{"entries": append([]uint64{}, seqs...)} }

// undoing holds the lines about taking back: nothing is taken back that could not be done by hand now.
var undoing = []line{
	{"a user may not", "user", "ledger.undo", func(s *stage) any { return back(s.did(s.Owner, "members.create", s.new())) }, forbidden},
	{"nor a guest", "guest", "ledger.undo", just(back(2)), forbidden},
	{"a user is told the same of what is not there", "user", "ledger.undo", just(back(1 << 40)), forbidden},
	{"nothing", "admin", "ledger.undo", just(back()), refused + "entries undo.none"},
	{"what is not there", "admin", "ledger.undo", just(back(1 << 40)), refused + "entry.notFound"},
	{"what is before the first", "admin", "ledger.undo", just(back(0)), refused + "entry.notFound"},
	{"a negative one", "admin", "ledger.undo", just(args{"entries": []int{-1}}), refused + "entries json.type"},
	{"an edit", "admin", "ledger.undo", func(s *stage) any {
		return back(s.did(s.Owner, "members.edit", edit(s.some(), "title", "", "T")))
	}, "updated ben title="},
	{"a creation", "admin", "ledger.undo", func(s *stage) any {
		a := s.new()
		s.call(a["member"].(org.MemberID), "ben")
		return back(s.did(s.Owner, "members.create", a))
	}, "deleted ben"},
	{"a deletion", "admin", "ledger.undo", func(s *stage) any {
		return back(s.did(s.Owner, "members.delete", these(s.some("title", "T"))))
	}, "created ben role=user title=T"},
	{"a deactivation", "admin", "ledger.undo", func(s *stage) any { return back(s.did(s.Owner, "members.deactivate", these(s.some()))) }, "updated ben deactivated="},
	{"a renaming", "admin", "ledger.undo", func(s *stage) any { return back(s.did(s.Owner, "tenants.rename", args{"from": "Acme", "to": "Nut"})) }, "updated tenant name=Acme"},
	{"master data", "admin", "ledger.undo", func(s *stage) any {
		return back(s.did(s.Owner, "tenants.edit", args{"fields": args{"city": args{"from": "", "to": "Lindau"}}}))
	}, "updated tenant city="},
	{"how long devices work without contact", "admin", "ledger.undo", func(s *stage) any {
		return back(s.did(s.Owner, "tenants.setOffline", args{"from": 720, "to": 24}))
	}, "updated tenant offlineHours=720"},
	{"an admin's title", "admin", "ledger.undo", func(s *stage) any {
		return back(s.did(s.Owner, "members.edit", edit(s.some("role", "admin"), "title", "", "T")))
	}, "updated ben title="},
	{"somebody's becoming an admin", "admin", "ledger.undo", func(s *stage) any {
		return back(s.did(s.Owner, "members.edit", edit(s.some(), "role", "user", "admin")))
	}, "updated ben role=user"},
	{"somebody's being an admin no more is a grant", "owner", "ledger.undo", func(s *stage) any {
		return back(s.did(s.Owner, "members.edit", edit(s.some("role", "admin"), "role", "admin", "user")))
	}, refused + "undo.grants"},
	{"what has changed since", "owner", "ledger.undo", func(s *stage) any {
		id := s.some()
		seq := s.did(s.Owner, "members.edit", edit(id, "title", "", "T"))
		s.did(s.Owner, "members.edit", edit(id, "phone", "", "030 1"))
		return back(seq)
	}, refused + "undo.changedSince"},
	{"what has changed since and back", "owner", "ledger.undo", func(s *stage) any {
		id := s.some()
		seq := s.did(s.Owner, "members.edit", edit(id, "title", "", "T"))
		s.did(s.Owner, "members.edit", edit(id, "title", "T", "U"))
		s.did(s.Owner, "members.edit", edit(id, "title", "U", "T"))
		return back(seq)
	}, refused + "undo.changedSince"},
	{"a creation of somebody who is gone", "owner", "ledger.undo", func(s *stage) any {
		a := s.new()
		seq := s.did(s.Owner, "members.create", a)
		s.did(s.Owner, "members.delete", these(a["member"].(org.MemberID)))
		return back(seq)
	}, refused + "undo.changedSince"},
	{"a creation of an admin", "owner", "ledger.undo", func(s *stage) any { return back(s.did(s.Owner, "members.create", s.new("role", "admin"))) }, refused + "member.adminFirst"},
	{"what the owner did to the owner", "admin", "ledger.undo", func(s *stage) any {
		return back(s.did(s.Owner, "members.edit", edit(s.Owner.Member, "location", "", "x")))
	}, refused + "member.ownerEdit"},
	{"what was done to oneself", "admin", "ledger.undo", func(s *stage) any {
		return back(s.did(s.Owner, "members.edit", edit(s.Admin.Member, "phone", "", "030 1")))
	}, "updated admin phone="},
	{"an address that somebody else has by now", "admin", "ledger.undo", func(s *stage) any {
		seq := s.did(s.Owner, "members.delete", these(s.some("email", "before@people.example")))
		s.some("email", "before@people.example")
		return back(seq)
	}, refused + "email member.emailTaken"},
	{"a deletion of an admin who was made a user first", "owner", "ledger.undo", func(s *stage) any {
		id := s.some("role", "admin")
		s.did(s.Owner, "members.edit", edit(id, "role", "admin", "user"))
		return back(s.did(s.Owner, "members.delete", these(id)))
	}, "created ben role=user"},
}
