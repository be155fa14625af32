package httpapi

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/undo"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

const (
	onFirefox = "Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0"
	onChrome  = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"
)

// deed carries out a deed by its own address and returns the answer.
func (b *town) deed(t *testing.T, by executor.Who, name string, args any, headers ...string) route.CommandReply {
	t.Helper()
	address := strings.Replace(route.In(route.Deed, b.acme.Tenant.ID()), "{deed}", name, 1)
	r := b.send(t, "POST", address, b.session(t, by), args, headers...)
	var out route.CommandReply
	if err := json.Unmarshal([]byte(r.text), &out); err != nil || r.status != http.StatusOK {
		t.Fatalf("%s: %d %s", name, r.status, r.text)
	}
	return out
}

func TestAnEntryTellsTheDeviceOfItsRequest(t *testing.T) {
	b := newTown(t)
	person := testworld.People(b.World, "device", 1)[0]
	made := b.deed(t, b.acme.Admin, members.Create.Name, person, "User-Agent", onFirefox, "Sec-CH-UA-Mobile", "?1")
	if want := (org.Device{Kind: org.Phone, Browser: "Firefox", System: "Android"}); made.Entry.Device != want {
		t.Errorf("made on %+v, want %+v", made.Entry.Device, want)
	}
	back := b.deed(t, b.acme.Owner, undo.Undo.Name, undo.Args{Entries: []uint64{made.Entry.Seq}},
		"User-Agent", onChrome, "Sec-CH-UA", `"Chromium";v="130", "Brave";v="130"`, "Sec-CH-UA-Platform", `"Linux"`)
	if want := (org.Device{Kind: org.Computer, Browser: "Brave", System: "Linux"}); back.Entry.Device != want {
		t.Errorf("taken back on %+v, want %+v: the device of who undoes", back.Entry.Device, want)
	}
	by := b.deed(t, b.acme.Admin, members.Create.Name, testworld.People(b.World, "api", 1)[0])
	if want := (org.Device{Kind: org.Software}); by.Entry.Device != want {
		t.Errorf("made by a program on %+v, want %+v", by.Entry.Device, want)
	}
	for _, c := range []struct {
		who  executor.Who
		sees bool
	}{{b.acme.Owner, true}, {b.acme.Admin, true}, {b.acme.User, false}, {b.acme.Guest, false}} {
		for _, address := range []string{route.Entries, route.Snapshot} {
			r := b.send(t, "GET", route.In(address, b.acme.Tenant.ID()), b.session(t, c.who), nil)
			if told := strings.Contains(r.text, "Android") || strings.Contains(r.text, `"device"`); told != (c.sees && address == route.Entries) {
				t.Errorf("%s tells the %s of devices: %v, want %v", address, c.who.Member, told, c.sees)
			}
		}
	}
}

// TestNoCommandSaysItsDevice: what stands in a command is the sender's word, and nobody writes the ledger by hand.
func TestNoCommandSaysItsDevice(t *testing.T) {
	b := newTown(t)
	device := map[string]any{"kind": "phone", "browser": "Netscape", "system": "BeOS"}
	for i, story := range []string{"beside the arguments", "among the arguments", "in the words of the browser"} {
		cmd := b.Command(t, members.Create.Name, testworld.People(b.World, "forged"+itoa(i), 1)[0])
		args, agent := map[string]any{}, onFirefox
		if err := json.Unmarshal(cmd.Args, &args); err != nil {
			t.Fatal(err)
		}
		one, want := map[string]any{"id": cmd.ID, "deed": cmd.Deed, "args": args}, org.Device{Kind: org.Phone, Browser: "Firefox", System: "Android"}
		switch i {
		case 0:
			one["device"] = device
		case 1:
			args["device"] = device
		case 2:
			agent, want = strings.Repeat("Netscape on BeOS ", 600), org.Device{Kind: org.Software}
		}
		r := b.send(t, "POST", route.In(route.Commands, b.acme.Tenant.ID()), b.session(t, b.acme.Owner),
			map[string]any{"account": b.acme.Owner.Account, "commands": []any{one}}, "User-Agent", agent)
		var out route.CommandsReply
		if err := json.Unmarshal([]byte(r.text), &out); err != nil && r.status == http.StatusOK {
			t.Fatal(err)
		}
		if strings.Contains(r.text, "BeOS") || len(out.Replies) == 1 && out.Replies[0].Entry != nil && out.Replies[0].Entry.Device != want {
			t.Errorf("a device %s comes back: %s", story, r.text)
		}
		if i == 2 && len(out.Replies) != 1 {
			t.Errorf("%d %s", r.status, r.text)
		}
	}
}
