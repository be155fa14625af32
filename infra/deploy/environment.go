package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"stellwerk/infra/local/template"
)

// environment is one installation on AWS.
type environment struct {
	Stack      string            `json:"stack"`
	Region     string            `json:"region"`
	Parameters map[string]string `json:"parameters"` // of the template
}

var environmentName = regexp.MustCompile(`^[a-z0-9-]+$`)

// readEnvironment reads an environment and holds it against the template, as AWS would after minutes.
func readEnvironment(dir, name, templateFile string) (environment, error) {
	var e environment
	if !environmentName.MatchString(name) {
		return e, fmt.Errorf("%q is no name of an environment", name)
	}
	file := filepath.Join(dir, name+".json")
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return e, fmt.Errorf("there is no %s: copy example.json beside it and fill it in", file)
	}
	if err != nil {
		return e, err
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&e); err != nil {
		return e, fmt.Errorf("%s: %w", file, err)
	}
	if e.Stack == "" || e.Region == "" {
		return e, fmt.Errorf("%s needs a stack and a region", file)
	}
	p := e.Parameters
	switch {
	case p["EdgeKey"] != "":
		return e, fmt.Errorf("%s: EdgeKey is made here and kept by the stack; it does not belong into a file", file)
	case p["Domain"] != "" && p["Origin"] != "https://"+p["Domain"]:
		return e, fmt.Errorf("%s: Origin is %q, but Domain %q", file, p["Origin"], p["Domain"])
	case !strings.HasPrefix(p["Origin"], "https://"):
		return e, fmt.Errorf("%s: Origin has to begin with https://", file)
	}
	if _, err := template.Load(templateFile, template.Options{Parameters: p, Region: e.Region}); err != nil {
		return e, fmt.Errorf("%s: %w", file, err)
	}
	return e, nil
}
