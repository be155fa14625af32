package httpapi

import (
	"encoding/base64"
	"strings"
	"testing"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

func TestAPhotoIsSeenByWhoSeesTheMember(t *testing.T) {
	b := newTown(t)
	ben := b.acme.User
	show := func(from, to org.PictureID, picture string) {
		b.acme.Do(t, ben, members.Edit.Name, members.EditArgs{Member: ben.Member, Picture: picture,
			Fields: map[string]members.Edited{"photo": {From: []byte(`"` + from + `"`), To: []byte(`"` + to + `"`)}}})
	}
	first, picture := testworld.Picture(50)
	show("", first, picture)
	second, other := testworld.Picture(200)
	show(first, second, other)
	show(second, "", "")

	get := func(who executor.Who, member org.MemberID, photo string) reply {
		address := strings.Replace(route.MemberPhoto, "{photo}", photo, 1)
		return b.send(t, "GET", route.In(address, b.acme.Tenant.ID(), string(member)), b.session(t, who), nil)
	}
	for story, c := range map[string]struct {
		who    executor.Who
		member org.MemberID
		photo  string
		status int
	}{
		"their own":                {ben, ben.Member, string(second), 200},
		"an admin":                 {b.acme.Admin, ben.Member, string(second), 200},
		"one of before, for undo":  {b.acme.Admin, ben.Member, string(first), 200},
		"a guest, who sees nobody": {b.acme.Guest, ben.Member, string(second), 404},
		"of somebody else":         {b.acme.Admin, b.acme.Owner.Member, string(second), 404},
		"one that never was":       {b.acme.Admin, ben.Member, "AAAAAAAAAAAAAAAAAAAAAA", 404},
		"no name":                  {b.acme.Admin, ben.Member, "..", 404},
		"another organisation":     {b.eve, ben.Member, string(second), 404},
	} {
		t.Run(story, func(t *testing.T) {
			got := get(c.who, c.member, c.photo)
			if got.status != c.status {
				t.Fatalf("%d %s, want %d", got.status, got.text, c.status)
			}
			if c.status != 200 {
				return
			}
			want := map[string]string{string(first): picture, string(second): other}[c.photo]
			if base64.StdEncoding.EncodeToString([]byte(got.text)) != want || got.header.Get("Content-Type") != "image/jpeg" || got.header.Get("Cache-Control") != "no-store" {
				t.Errorf("%d bytes, %v", len(got.text), got.header)
			}
		})
	}
}
