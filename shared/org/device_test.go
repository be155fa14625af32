package org

import (
	"slices"
	"strings"
	"testing"
)

func TestDeviceByTheWordsOfABrowser(t *testing.T) {
	const (
		windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"
		mac     = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"
		linux   = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"
		android = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36"
		tablet  = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"
		iphone  = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
		ipad    = "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
		brand   = `"Chromium";v="130", "X", "Not?A_Brand";v="99"`
	)
	branded := func(name string) string { return strings.Replace(brand, `"X"`, `"`+name+`";v="130"`, 1) }
	for _, c := range []struct {
		story string
		words BrowserWords
		want  Device
	}{
		{"Chrome on Windows", BrowserWords{Agent: windows}, Device{Computer, "Chrome", "Windows"}},
		{"with hints", BrowserWords{windows, branded("Google Chrome"), `"Windows"`, "?0"}, Device{Computer, "Chrome", "Windows"}},
		{"Chrome on macOS", BrowserWords{Agent: mac}, Device{Computer, "Chrome", "macOS"}},
		{"Chrome on Linux", BrowserWords{Agent: linux}, Device{Computer, "Chrome", "Linux"}},
		{"Chrome on ChromeOS", BrowserWords{Agent: strings.Replace(linux, "Linux x86_64", "CrOS x86_64 14541.0.0", 1)}, Device{Computer, "Chrome", "ChromeOS"}},
		{"Chrome on an Android phone", BrowserWords{Agent: android}, Device{Phone, "Chrome", "Android"}},
		{"Chrome on an Android tablet", BrowserWords{tablet, branded("Google Chrome"), `"Android"`, "?0"}, Device{Tablet, "Chrome", "Android"}},
		{"Chrome on an iPhone", BrowserWords{Agent: iphone + "CriOS/130.0 Mobile/15E148 Safari/604.1"}, Device{Phone, "Chrome", "iOS"}},
		{"Chrome on an iPad", BrowserWords{Agent: ipad + "CriOS/130.0 Mobile/15E148 Safari/604.1"}, Device{Tablet, "Chrome", "iPadOS"}},
		{"Edge on Windows", BrowserWords{Agent: windows + " Edg/130.0.0.0"}, Device{Computer, "Edge", "Windows"}},
		{"Edge on macOS, by hints", BrowserWords{mac, branded("Microsoft Edge"), `"macOS"`, "?0"}, Device{Computer, "Edge", "macOS"}},
		{"Edge on Linux", BrowserWords{Agent: linux + " Edg/130.0.0.0"}, Device{Computer, "Edge", "Linux"}},
		{"Edge on Android", BrowserWords{Agent: android + " EdgA/130.0.0.0"}, Device{Phone, "Edge", "Android"}},
		{"Edge on an iPhone", BrowserWords{Agent: iphone + "Version/17.0 EdgiOS/130.0 Mobile/15E148 Safari/604.1"}, Device{Phone, "Edge", "iOS"}},
		{"Edge of ten years ago", BrowserWords{Agent: windows + " Edge/18.19582"}, Device{Computer, "Edge", "Windows"}},
		{"Firefox on Windows", BrowserWords{Agent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0"}, Device{Computer, "Firefox", "Windows"}},
		{"Firefox on macOS", BrowserWords{Agent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:131.0) Gecko/20100101 Firefox/131.0"}, Device{Computer, "Firefox", "macOS"}},
		{"Firefox on Linux", BrowserWords{Agent: "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0"}, Device{Computer, "Firefox", "Linux"}},
		{"Firefox on an Android phone", BrowserWords{Agent: "Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0"}, Device{Phone, "Firefox", "Android"}},
		{"Firefox on an Android tablet", BrowserWords{Agent: "Mozilla/5.0 (Android 14; Tablet; rv:131.0) Gecko/131.0 Firefox/131.0"}, Device{Tablet, "Firefox", "Android"}},
		{"Firefox on an iPhone", BrowserWords{Agent: iphone + "FxiOS/131.0 Mobile/15E148 Safari/605.1.15"}, Device{Phone, "Firefox", "iOS"}},
		{"Safari on macOS", BrowserWords{Agent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15"}, Device{Computer, "Safari", "macOS"}},
		{"Safari on an iPhone", BrowserWords{Agent: iphone + "Version/17.5 Mobile/15E148 Safari/604.1"}, Device{Phone, "Safari", "iOS"}},
		{"Safari on an iPad, where it does not ask for pages of computers", BrowserWords{Agent: ipad + "Version/17.5 Mobile/15E148 Safari/604.1"}, Device{Tablet, "Safari", "iPadOS"}},
		{"Samsung's browser", BrowserWords{Agent: strings.Replace(android, "Chrome/130.0.0.0", "SamsungBrowser/26.0 Chrome/122.0.0.0", 1)}, Device{Phone, "Samsung Internet", "Android"}},
		{"Opera on Windows", BrowserWords{Agent: windows + " OPR/114.0.0.0"}, Device{Computer, "Opera", "Windows"}},
		{"Brave, which only its hints tell", BrowserWords{linux, branded("Brave"), `"Linux"`, "?0"}, Device{Computer, "Brave", "Linux"}},
		{"a browser without a window", BrowserWords{Agent: strings.Replace(linux, "Chrome/", "HeadlessChrome/", 1)}, Device{Computer, "Chrome", "Linux"}},
		{"curl", BrowserWords{Agent: "curl/8.5.0"}, Device{Kind: Software}},
		{"a program in Go", BrowserWords{Agent: "Go-http-client/2.0"}, Device{Kind: Software}},
		{"nothing said", BrowserWords{}, Device{Kind: UnknownDevice}},
		{"an unknown browser on an unknown system", BrowserWords{Agent: "Mozilla/5.0 (Plan9) Mothra/1.0"}, Device{Kind: UnknownDevice}},
		{"an unknown browser on Linux", BrowserWords{Agent: "Mozilla/5.0 (X11; Linux x86_64) Netsurf/3.11"}, Device{Computer, "", "Linux"}},
		{"10 KB of something", BrowserWords{Agent: strings.Repeat("<script>alert(1)</script>", 400)}, Device{Kind: Software}},
		{"10 KB that begin like a browser", BrowserWords{Agent: "Mozilla/5.0 " + strings.Repeat("\x00\xff'\"", 2500) + windows}, Device{Kind: UnknownDevice}},
		{"hints that are none", BrowserWords{windows, `"<b>";v="1"`, `"<i>"`, "?1"}, Device{Computer, "Chrome", "Windows"}},
	} {
		if got := c.words.Device(); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.story, got, c.want)
		}
	}
}

// FuzzDevice: only the names written in device.go come out, so nobody can write a word of theirs in the ledger by a header.
func FuzzDevice(f *testing.F) {
	known := func(name string, lists ...[]sign) bool {
		return name == "" || slices.ContainsFunc(slices.Concat(lists...), func(s sign) bool { return s.name == name })
	}
	f.Add("Mozilla/5.0 Edg/", `"Brave"`, `"Linux"`, "?1")
	f.Fuzz(func(t *testing.T, agent, brand, platform, mobile string) {
		d := BrowserWords{agent, brand, platform, mobile}.Device()
		kinds := []DeviceKind{Computer, Phone, Tablet, Software, UnknownDevice}
		if !slices.Contains(kinds, d.Kind) || !known(d.Browser, brands, browsers) || !known(d.System, platforms, systems) {
			t.Errorf("%q makes %+v", agent, d)
		}
	})
}
