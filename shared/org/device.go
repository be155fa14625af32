package org

import "strings"

// Device is on what somebody acted, as coarsely as one needs to recognise one's own doing: no versions, no models, nothing that would
// single out one device among many. It is what the request said of itself, so it is a hint and never a proof.
type Device struct {
	Kind    DeviceKind `json:"kind"`
	Browser string     `json:"browser,omitempty"` // the family's name, "" if unknown
	System  string     `json:"system,omitempty"`  // the operating system's name, "" if unknown
}

// DeviceKind is what sort of thing a device is.
type DeviceKind string

// The kinds of devices.
const (
	Computer      DeviceKind = "computer"
	Phone         DeviceKind = "phone"
	Tablet        DeviceKind = "tablet"
	Software      DeviceKind = "api" // a program, and no browser
	UnknownDevice DeviceKind = "unknown"
)

// BrowserWords are what a browser says of itself with each request: the headers User-Agent, Sec-CH-UA, Sec-CH-UA-Platform and
// Sec-CH-UA-Mobile, as they came.
type BrowserWords struct{ Agent, Brands, Platform, Mobile string }

// longestWord is how many bytes of a header are looked at: those of browsers have about 150.
const longestWord = 512

// sign is a word that gives a name away.
type sign struct{ word, name string }

// Where several signs are found the first counts: most browsers also name those whom they want to be taken for.
var (
	brands = []sign{
		{`"Brave"`, "Brave"}, {`"Microsoft Edge"`, "Edge"}, {`"Opera"`, "Opera"}, {`"Samsung Internet"`, "Samsung Internet"}, {`"Google Chrome"`, "Chrome"},
	}
	browsers = []sign{
		{"Edg/", "Edge"}, {"EdgA/", "Edge"}, {"EdgiOS/", "Edge"}, {"Edge/", "Edge"}, {"OPR/", "Opera"}, {"OPT/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"},
		{"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"Chrome/", "Chrome"}, {"CriOS/", "Chrome"}, {"Safari/", "Safari"},
	}
	platforms = []sign{
		{`"Windows"`, "Windows"}, {`"macOS"`, "macOS"}, {`"Android"`, "Android"}, {`"Chrome OS"`, "ChromeOS"}, {`"Linux"`, "Linux"},
	}
	systems = []sign{
		{"iPad", "iPadOS"}, {"iPhone", "iOS"}, {"Android", "Android"}, {"CrOS", "ChromeOS"}, {"Windows", "Windows"}, {"Macintosh", "macOS"},
		{"X11", "Linux"}, {"Linux", "Linux"},
	}
)

func (w BrowserWords) named(said string, signs []sign) string {
	said = said[:min(len(said), longestWord)]
	for _, s := range signs {
		if strings.Contains(said, s.word) {
			return s.name
		}
	}
	return ""
}

// Device is what the words tell. Only names that are written here come out of it, whatever came in.
func (w BrowserWords) Device() Device {
	if w.Agent == "" && w.Brands == "" {
		return Device{Kind: UnknownDevice}
	}
	if !strings.HasPrefix(w.Agent, "Mozilla/") { // all browsers begin so
		return Device{Kind: Software}
	}
	d := Device{Browser: w.named(w.Brands, brands), System: w.named(w.Platform, platforms)}
	if d.Browser == "" {
		d.Browser = w.named(w.Agent, browsers)
	}
	if d.System == "" {
		d.System = w.named(w.Agent, systems)
	}
	d.Kind = w.kind(d.System)
	return d
}

func (w BrowserWords) kind(system string) DeviceKind {
	switch system {
	case "":
		return UnknownDevice
	case "iOS":
		return Phone
	case "iPadOS":
		return Tablet
	case "Android":
		if w.Mobile == "?1" || w.named(w.Agent, []sign{{"Mobile", "yes"}}) != "" {
			return Phone
		}
		return Tablet
	}
	return Computer
}
