package replica

import (
	"encoding/json"

	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// page is route.SnapshotReply with its records put together.
type page struct {
	seq          uint64
	total        int
	next, cursor string
	records      []ledger.Record
}

// decodePage reads a page of a snapshot; what stays of it is packed with texts. Faults: snapshot.malformed, record.malformed, record.kind.
func decodePage(data []byte, texts *packer) (page, error) {
	var p page
	var err error
	s := &scanner{data: string(data), texts: texts}
	s.object(func(key string) {
		switch key {
		case "seq":
			p.seq = s.number()
		case "total":
			p.total = int(s.number())
		case "next":
			p.next = s.kept()
		case "cursor":
			p.cursor = s.kept()
		case "records":
			if s.null() {
				return
			}
			s.array(func() {
				r, e := s.record()
				if e != nil && err == nil {
					err = e
				}
				p.records = append(p.records, r)
			})
		default:
			s.skip()
		}
	})
	if s.bad {
		return page{}, malformed()
	}
	return p, err
}

// record reads one route.SyncRecord. Members, which are nearly all there is, are read field by field.
func (s *scanner) record() (r ledger.Record, err error) {
	var fields string
	s.object(func(key string) {
		switch key {
		case "kind":
			r.Kind = ledger.Kind(s.common())
		case "id":
			r.ID = s.kept()
		case "seq":
			r.Seq = s.number()
		case "fields":
			fields = s.raw()
		default:
			s.skip()
		}
	})
	switch {
	case s.bad || len(fields) == 0 || fields == "null":
		return r, nil
	case r.Kind == ledger.KindMember:
		inner := &scanner{data: fields, texts: s.texts}
		m := inner.member()
		if inner.bad {
			return r, malformed()
		}
		r.Value = m
		return r, nil
	}
	r.Value, err = ledger.DecodeEntity(r.Kind, []byte(fields))
	return r, err
}

func (s *scanner) membership() (m org.Membership) {
	s.object(func(key string) {
		switch key {
		case "group":
			m.Group = org.GroupID(s.common())
		case "part":
			m.Part = org.Part(s.common())
		default:
			s.skip()
		}
	})
	return m
}

func (s *scanner) contact() (c org.Contact) {
	s.object(func(key string) {
		switch key {
		case "label":
			c.Label = s.common()
		case "value":
			c.Value = s.kept()
		default:
			s.skip()
		}
	})
	return c
}

func (s *scanner) member() (m org.Member) {
	s.object(func(key string) {
		switch key {
		case "email":
			m.Email = org.Email(s.kept())
		case "role":
			m.Role = org.Role(s.common())
		case "photo":
			m.Photo = org.PictureID(s.kept())
		case "confirmed":
			m.Confirmed = s.yes()
		case "deactivated":
			m.Deactivated = s.yes()
		case "title":
			m.Title = s.common()
		case "location":
			m.Location = s.common()
		case "startDate":
			m.StartDate = s.common()
		case "firstDay":
			m.From = s.common()
		case "term":
			m.Term = org.Term(s.common())
		case "tagTerms":
			m.TagTerms = org.TagTerms(s.kept())
		case "until":
			m.Until = s.common()
		case "agent":
			m.Agent = s.yes()
		case "identity":
			if raw := s.raw(); raw != "null" && json.Unmarshal([]byte(raw), &m.Identity) != nil {
				s.bad = true
			}
		case "deleteAfter":
			m.DeleteAfter = s.yes()
		case "untilBy":
			m.UntilBy = org.MemberID(s.common())
		case "sex":
			m.Sex = s.common()
		case "language":
			m.Language = s.common()
		case "tags":
			if !s.null() {
				s.array(func() { m.Tags = append(m.Tags, s.common()) })
			}
		case "groups":
			if !s.null() {
				s.array(func() { m.Groups = append(m.Groups, s.membership()) })
			}
		case "contacts":
			if !s.null() {
				s.array(func() { m.Contacts = append(m.Contacts, s.contact()) })
			}
		case "left":
			if raw := s.raw(); raw != "null" && json.Unmarshal([]byte(raw), &m.Left) != nil {
				s.bad = true
			}
		case "greetings":
			if raw := s.raw(); json.Unmarshal([]byte(raw), &m.Greetings) != nil {
				s.bad = true
			}
		case "storage":
			if raw := s.raw(); raw != "null" && json.Unmarshal([]byte(raw), &m.Storage) != nil {
				s.bad = true
			}
		case "passwordUntil":
			m.PasswordUntil = org.Day(s.common())
		case "invitation":
			if raw := s.raw(); raw != "null" && json.Unmarshal([]byte(raw), &m.Invitation) != nil {
				s.bad = true
			}
		default:
			if t, is := org.MemberText(key); is {
				*t.Of(&m) = s.kept()
			} else {
				s.skip()
			}
		}
	})
	return m
}
