package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
)

// partOf says in a component's properties which of the two programs has it.
const partOf = "stellwerk:part"

// webParts lists what the web app is made of: the Go modules that are compiled to WebAssembly, and the packages of npm whose styles,
// typeface, icons and words are committed or made from.
func webParts() ([]component, error) {
	modules, err := webModules()
	if err != nil {
		return nil, err
	}
	kit, err := locked("infra/kit/package-lock.json", "@tabler/core", "@fontsource-variable/inter")
	if err != nil {
		return nil, err
	}
	icons, err := pinned("app/ui/icons_made.go", `@tabler/icons (\S+) `)
	if err != nil {
		return nil, err
	}
	words, err := pinned("infra/passwords/make.sh", `(?m)^package=\S+\nversion=(\S+)$`)
	if err != nil {
		return nil, err
	}
	all := slices.Concat(modules, kit, []component{fromNPM("@tabler/icons", icons), fromNPM("@zxcvbn-ts/language-common", words)})
	for i := range all {
		all[i].Properties = append(all[i].Properties, property{partOf, "web app"})
	}
	return all, nil
}

// webModules are the modules of the WebAssembly, by what the compiler would take, with their checksums in go.sum.
func webModules() ([]component, error) {
	cmd := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if .Version}}{{.Path}} {{.Version}}{{end}}{{end}}", "./app")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOFLAGS=")
	said, err := cmd.Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return nil, fmt.Errorf("go list ./app: %w\n%s", err, failed.Stderr)
	}
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile("go.sum")
	if err != nil {
		return nil, err
	}
	sums := map[string]string{}
	for line := range strings.Lines(string(data)) {
		if f := strings.Fields(line); len(f) == 3 {
			sums[f[0]+" "+f[1]] = f[2]
		}
	}
	lines := strings.Fields(strings.ReplaceAll(strings.TrimSpace(string(said)), " ", "@"))
	slices.Sort(lines)
	var all []component
	for _, line := range slices.Compact(lines) {
		path, version, _ := strings.Cut(line, "@")
		sum, ok := sums[path+" "+version]
		if !ok {
			return nil, fmt.Errorf("go.sum has no checksum of %s %s", path, version)
		}
		all = append(all, component{Type: "library", Name: path, Version: version, Package: "pkg:golang/" + path + "@" + version, Properties: []property{{"go:sum", sum}}})
	}
	return all, nil
}

// locked reads packages of a package-lock.json.
func locked(file string, names ...string) ([]component, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var lock struct {
		Packages map[string]struct{ Version, Integrity string }
	}
	if err := json.Unmarshal(data, &lock); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var all []component
	for _, name := range names {
		p, ok := lock.Packages["node_modules/"+name]
		if !ok {
			return nil, fmt.Errorf("%s has no %s", file, name)
		}
		c := fromNPM(name, p.Version)
		c.Properties = append(c.Properties, property{"npm:integrity", p.Integrity})
		all = append(all, c)
	}
	return all, nil
}

// pinned finds a version in a file.
func pinned(file, pattern string) (string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	found := regexp.MustCompile(pattern).FindSubmatch(data)
	if found == nil {
		return "", fmt.Errorf("%s no longer says which version it is made from", file)
	}
	return string(found[1]), nil
}

func fromNPM(name, version string) component {
	scope, rest, _ := strings.Cut(name, "/")
	return component{Type: "library", Name: name, Version: version, Package: "pkg:npm/" + strings.ReplaceAll(url.PathEscape(scope), "@", "%40") + "/" + rest + "@" + version}
}
