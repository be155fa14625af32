package main

import (
	"bytes"
	"debug/buildinfo"
	"encoding/json"
	"slices"
	"strings"
)

// bill is a CycloneDX 1.6 list of what a program is made of, as far as we say something.
type bill struct {
	Format      string      `json:"bomFormat"`
	SpecVersion string      `json:"specVersion"`
	Version     int         `json:"version"`
	Metadata    metadata    `json:"metadata"`
	Components  []component `json:"components"`
}

type metadata struct {
	Component component `json:"component"`
}

type component struct {
	Type       string     `json:"type"`
	Name       string     `json:"name"`
	Version    string     `json:"version"`
	Package    string     `json:"purl,omitempty"`
	Properties []property `json:"properties,omitempty"`
}

type property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// contents lists what a program says of itself: Go and each module with its version and checksum, as go version -m shows them; and what the
// web app that it carries is made of. A module that is in both is listed once, as a part of both.
func contents(program []byte, version string, web []component) ([]byte, error) {
	info, err := buildinfo.Read(bytes.NewReader(program))
	if err != nil {
		return nil, err
	}
	b := bill{Format: "CycloneDX", SpecVersion: "1.6", Version: 1, Metadata: metadata{component{Type: "application", Name: "stellwerk", Version: version}}}
	for _, s := range info.Settings {
		b.Metadata.Component.Properties = append(b.Metadata.Component.Properties, property{"go:build:" + s.Key, s.Value})
	}
	b.Components = append(b.Components, component{Type: "library", Name: "std", Version: info.GoVersion, Package: "pkg:golang/std@" + strings.TrimPrefix(info.GoVersion, "go"), Properties: []property{{partOf, "server"}, {partOf, "web app"}}})
	for _, m := range info.Deps {
		for m.Replace != nil {
			m = m.Replace
		}
		b.Components = append(b.Components, component{
			Type: "library", Name: m.Path, Version: m.Version, Package: "pkg:golang/" + m.Path + "@" + m.Version, Properties: []property{{"go:sum", m.Sum}, {partOf, "server"}},
		})
	}
	for _, w := range web {
		at := slices.IndexFunc(b.Components, func(c component) bool { return c.Package == w.Package })
		if at < 0 {
			b.Components = append(b.Components, w)
			continue
		}
		b.Components[at].Properties = append(b.Components[at].Properties, property{partOf, "web app"})
	}
	out, err := json.MarshalIndent(b, "", "  ")
	return append(out, '\n'), err
}
