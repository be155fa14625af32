package settings

import (
	"strings"
	"testing"
	"time"

	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

func told(devices ...route.PushTo) *Notifications {
	return &Notifications{now: &standing{Devices: devices, Here: "here", Topics: []route.TopicState{{Topic: org.TopicJobs, By: org.ByApp}, {Topic: org.TopicJoined, By: org.ByNone}}}}
}

func unable(why string) *Notifications {
	n := told()
	n.now.Lacks = why
	return n
}

func TestWhatABrowserCanBeToldOf(t *testing.T) {
	signIn(t, "01J0000000000000000000ACC5", org.Admin, true)
	here := route.PushTo{ID: "here", On: org.Device{Kind: org.Phone, Browser: "Firefox", System: "Android"}, Made: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	there := route.PushTo{ID: "there", On: org.Device{Kind: org.Computer, Browser: "Edge", System: "Windows"}, Made: here.Made}
	const on, off, can = "solange Sie angemeldet sind", "bekommen Sie keine Benachrichtigungen.", "Hier einschalten"
	for _, c := range []struct {
		story   string
		n       *Notifications
		has, no []string
	}{
		{"on the way", &Notifications{}, []string{"section-waits"}, []string{can, off}},
		{"what did not come is asked for again", &Notifications{ask: failed()}, []string{"Noch einmal versuchen"}, []string{"section-waits", can}},
		{"off", told(), []string{off, can, "Was Sie von «Acme» erfahren", "Ein Import", "Jemand hat eine Einladung"}, []string{on, "Ihre Geräte", "Eine Ihrer Änderungen"}},
		{"on here", told(here, there), []string{on, "Hier ausschalten", "Dieses Gerät · seit ", "Firefox auf Android", "Edge auf Windows", "Edge auf Windows entfernen"}, []string{can, off}},
		{"on elsewhere", told(there), []string{off, can, "Edge auf Windows"}, []string{on, "Dieses Gerät"}},
		{"a browser that can't", unable("none"), []string{"kann keine Benachrichtigungen anzeigen"}, []string{can}},
		{"one that could, installed", unable("install"), []string{"Zum Home-Bildschirm"}, []string{can}},
		{"one that was refused", unable("denied"), []string{"abgelehnt", "beim Schloss"}, []string{can}},
		{"a question that was closed may be asked again", unable("dismissed"), []string{"keine Antwort bekommen", can}, nil},
		{"so may a service that was away", unable("failed"), []string{"Dienst für Nachrichten nicht erreicht", can}, nil},
	} {
		t.Run(c.story, func(t *testing.T) {
			got := html(t, c.n)
			has(t, got, c.has...)
			for _, no := range c.no {
				if strings.Contains(got, no) {
					t.Errorf("the page says %q", no)
				}
			}
		})
	}
}

func failed() (f ui.FormState) {
	f.Faults = fault.List{fault.New(fault.NeedsConnection, "connection.none")}
	return f
}
