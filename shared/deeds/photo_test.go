package deeds_test

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/jpeg"
	"testing"

	"stellwerk/shared/deeds"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// picture is an image of a side, as it is sent, and its name.
func picture(t *testing.T, side int) (name, sent string) {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, image.NewGray(image.Rect(0, 0, side, side)), nil); err != nil {
		t.Fatal(err)
	}
	return string(org.NamePicture(out.Bytes())), base64.StdEncoding.EncodeToString(out.Bytes())
}

func withPhoto(id org.MemberID, from, to, sent string) args {
	a := edited(id, "photo", from, to)
	a["picture"] = sent
	return a
}

func TestAPhotoComesWithItsPicture(t *testing.T) {
	name, sent := picture(t, 8)
	other, otherSent := picture(t, 9)
	for _, c := range []struct {
		story, code string
		args        func(h *house) args
		by          func(h *house) ledger.Actor
	}{
		{"an admin gives somebody a photo", "", func(h *house) args { return withPhoto(h.user.Member, "", name, sent) }, func(h *house) ledger.Actor { return h.admin }},
		{"somebody gives themselves one", "", func(h *house) args { return withPhoto(h.user.Member, "", name, sent) }, func(h *house) ledger.Actor { return h.user }},
		{"somebody gives another one", "actor.forbidden", func(h *house) args { return withPhoto(h.admin.Member, "", name, sent) }, func(h *house) ledger.Actor { return h.user }},
		{"without the picture", "picture.malformed", func(h *house) args { return edited(h.user.Member, "photo", "", name) }, func(h *house) ledger.Actor { return h.user }},
		{"with another picture", "picture.missing", func(h *house) args { return withPhoto(h.user.Member, "", name, otherSent) }, func(h *house) ledger.Actor { return h.user }},
		{"a picture alone", "picture.missing", func(h *house) args {
			a := edited(h.user.Member, "phone", "030 12345", "030 1")
			a["picture"] = sent
			return a
		}, func(h *house) ledger.Actor { return h.user }},
		{"no name at all", "json.type", func(h *house) args {
			return args{"member": h.user.Member, "fields": args{"photo": args{"from": "", "to": 7}}, "picture": sent}
		}, func(h *house) ledger.Actor { return h.user }},
		{"of what was another by now", "member.changedMeanwhile", func(h *house) args {
			h.must(h.admin, "members.edit", withPhoto(h.user.Member, "", other, otherSent))
			return withPhoto(h.user.Member, "", name, sent)
		}, func(h *house) ledger.Actor { return h.user }},
	} {
		t.Run(c.story, func(t *testing.T) {
			h := found(t)
			by := c.by(h)
			_, err := h.do(by, "members.edit", c.args(h))
			if c.code != "" && !fault.Is(err, c.code) || c.code == "" && err != nil {
				t.Errorf("%v, want %q", err, c.code)
			}
			if m, _ := ledger.Member(h, h.user.Member); c.code == "" && string(m.Photo) != name {
				t.Errorf("the photo is %q", m.Photo)
			}
		})
	}
}

func TestAPhotoGoesAndComesBack(t *testing.T) {
	h := found(t)
	id := h.user.Member
	name, sent := picture(t, 8)
	h.must(h.user, "members.edit", withPhoto(id, "", name, sent))
	gone := h.must(h.user, "members.edit", edited(id, "photo", name, ""))
	if m, _ := ledger.Member(h, id); m.Photo != "" {
		t.Fatalf("the photo is still %q", m.Photo)
	}
	h.must(h.admin, "ledger.undo", args{"entries": []uint64{gone.Seq}})
	if m, _ := ledger.Member(h, id); string(m.Photo) != name {
		t.Errorf("the photo is %q, want that of before", m.Photo)
	}
}

func TestPicturesAreKeptByName(t *testing.T) {
	d, err := deeds.ByName("members.edit")
	if err != nil {
		t.Fatal(err)
	}
	name, sent := picture(t, 8)
	kept := d.Keep([]byte(`{"member":"01J0000000000000000000000A","fields":{},"picture":"` + sent + `"}`))
	if len(kept) != 1 || string(kept[0].ID) != name || kept[0].Of.ID != "01J0000000000000000000000A" {
		t.Errorf("kept is %+v", kept)
	}
	for _, none := range []string{`{"member":"01J0000000000000000000000A","fields":{}}`, `{"picture":"AAAA"}`, `not JSON`} {
		if kept := d.Keep([]byte(none)); len(kept) > 0 {
			t.Errorf("%s keeps %+v", none, kept)
		}
	}
}
