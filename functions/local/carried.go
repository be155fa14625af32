package main

import (
	"io/fs"
	"net/http"

	"stellwerk/functions/local/own"
	"stellwerk/functions/local/site"
	"stellwerk/infra/local/template"
)

// atHand is where something lies by default: in a file, or with the program if it carries it: "".
func atHand(file string) string {
	if _, carries := own.Files(); carries {
		return ""
	}
	return file
}

// loadTemplate reads a template, "" the one that the program carries.
func loadTemplate(file string, o template.Options) (*template.Template, error) {
	files, carries := own.Files()
	if file != "" || !carries {
		return template.Load(file, o)
	}
	data, err := fs.ReadFile(files, own.Template)
	if err != nil {
		return nil, err
	}
	return template.Parse(own.Template, data, o)
}

// webApp serves a directory, "" the files that the program carries.
func webApp(dir string, headers http.Header) (*site.Site, error) {
	files, carries := own.Files()
	if dir != "" || !carries {
		return site.New(dir, headers)
	}
	within, err := fs.Sub(files, own.Site)
	if err != nil {
		return nil, err
	}
	return site.Of(within, "the program", headers)
}
