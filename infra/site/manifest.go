package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"stellwerk/shared/org"
	"stellwerk/shared/route"
	"stellwerk/shared/text"
)

// What the manifest is made of: W3C, Web Application Manifest, with share_target, file_handlers and shortcuts.
type (
	manifestIcon struct {
		Src     string `json:"src"`
		Type    string `json:"type"`
		Sizes   string `json:"sizes"`
		Purpose string `json:"purpose,omitempty"`
	}
	manifestShortcut struct {
		Name  string         `json:"name"`
		URL   string         `json:"url"`
		Icons []manifestIcon `json:"icons"`
	}
	manifestScreenshot struct {
		Src   string `json:"src"`
		Type  string `json:"type"`
		Sizes string `json:"sizes"`
		Form  string `json:"form_factor"`
		Label string `json:"label"`
	}
	manifestFiles struct {
		Name   string   `json:"name"`
		Accept []string `json:"accept"`
	}
	manifestShare struct {
		Action string `json:"action"`
		Method string `json:"method"`
		Type   string `json:"enctype"`
		Params struct {
			Files []manifestFiles `json:"files"`
		} `json:"params"`
	}
	manifestHandler struct {
		Action string              `json:"action"`
		Accept map[string][]string `json:"accept"`
	}
	webManifest struct {
		ID          string               `json:"id"`
		Name        string               `json:"name"`
		Short       string               `json:"short_name"`
		Description string               `json:"description"`
		Lang        string               `json:"lang"`
		Scope       string               `json:"scope"`
		Start       string               `json:"start_url"`
		Display     string               `json:"display"`
		Background  string               `json:"background_color"`
		Theme       string               `json:"theme_color"`
		Categories  []string             `json:"categories"`
		Icons       []manifestIcon       `json:"icons"`
		Shortcuts   []manifestShortcut   `json:"shortcuts"`
		Screenshots []manifestScreenshot `json:"screenshots"`
		Share       manifestShare        `json:"share_target"`
		Handlers    []manifestHandler    `json:"file_handlers"`
	}
)

// shots are the pictures that app/e2e/screens.mjs makes, in the order in which systems show them: their name is
// form.page.widthxheight.webp, and key is the text that says what they show.
var shots = []struct{ file, key string }{
	{"wide.members.1280x800.webp", "members.title"},
	{"wide.import.1280x800.webp", "imports.title"},
	{"narrow.members.720x1480.webp", "members.title"},
	{"narrow.member.720x1480.webp", "help.member.title"},
}

// manifest adds what describes the app to systems that can install it. There is one for all, and it is German.
func (s *site) manifest() error {
	say := func(key string) string { return text.Say(org.German, key) }
	png := func(name string, size int, purpose string) manifestIcon {
		return manifestIcon{"/web/icons/" + name, "image/png", fmt.Sprintf("%dx%d", size, size), purpose}
	}
	shortcut := func(key, url, icon string) manifestShortcut {
		return manifestShortcut{say(key), url, []manifestIcon{png("icon-shortcut-"+icon+".png", 96, "")}}
	}
	m := webManifest{
		ID: "/", Name: "Stellwerk", Short: "Stellwerk", Description: say("auth.landing.text"), Lang: "de", Scope: "/", Start: "/", Display: "standalone",
		Background: "#f5f6f8", Theme: "#15202b", Categories: []string{"business", "productivity"},
		Icons: []manifestIcon{
			{"/web/icons/icon.svg", "image/svg+xml", "any", ""},
			png("icon-192.png", 192, ""), png("icon-512.png", 512, ""), png("icon-maskable-512.png", 512, "maskable"),
		},
		Shortcuts: []manifestShortcut{
			shortcut("members.title", "/members", "members"),
			shortcut("members.new.title", "/members/new", "new"),
			shortcut("imports.title", "/import", "import"),
		},
		Share:    manifestShare{Action: "/import/shared", Method: "POST", Type: "multipart/form-data"},
		Handlers: []manifestHandler{{"/import", map[string][]string{"text/csv": {".csv"}, "text/vcard": {".vcf"}, route.WorkbookType: {".xlsx"}}}},
	}
	m.Share.Params.Files = []manifestFiles{{"list", []string{"text/csv", "text/comma-separated-values", "text/tab-separated-values", "text/vcard", "text/x-vcard", route.WorkbookType, ".csv", ".tsv", ".vcf", ".xlsx"}}}
	for _, shot := range shots {
		data, err := os.ReadFile(filepath.Join("web/screens", shot.file))
		if err != nil {
			return fmt.Errorf("%w; make screens makes it", err)
		}
		part := strings.Split(shot.file, ".")
		m.Screenshots = append(m.Screenshots, manifestScreenshot{s.hashed("web/screens/"+shot.file, data), "image/webp", part[2], part[0], say(shot.key)})
	}
	data, err := json.MarshalIndent(m, "", "  ")
	s.files["manifest.webmanifest"] = append(data, '\n')
	return err
}
