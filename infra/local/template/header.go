package template

import (
	"strconv"

	"gopkg.in/yaml.v3"
)

// Header is one that CloudFront puts on every page and file of the web app.
type Header struct {
	Name, Value string
	Secure      bool // only where people come by https
}

// headers reads the one policy there is: a local run serves the web app under the very same.
func (r *reader) headers(what string, n *yaml.Node) {
	add := func(name, value string) {
		r.out.Headers = append(r.out.Headers, Header{name, value, name == "Strict-Transport-Security"})
	}
	one := func(name, property string) field {
		return func(v *yaml.Node) {
			value := ""
			r.fields(v, name+" of "+what, map[string]field{property: r.setText(&value, name), "Override": ignored})
			add(name, value)
		}
	}
	r.fields(n, what, map[string]field{"ResponseHeadersPolicyConfig": func(v *yaml.Node) {
		r.fields(v, what, map[string]field{
			"Name": ignored, "Comment": ignored,
			"SecurityHeadersConfig": func(v *yaml.Node) {
				r.fields(v, what, map[string]field{
					"ContentSecurityPolicy":   one("Content-Security-Policy", "ContentSecurityPolicy"),
					"ReferrerPolicy":          one("Referrer-Policy", "ReferrerPolicy"),
					"FrameOptions":            one("X-Frame-Options", "FrameOption"),
					"ContentTypeOptions":      func(*yaml.Node) { add("X-Content-Type-Options", "nosniff") },
					"StrictTransportSecurity": func(v *yaml.Node) { add("Strict-Transport-Security", "max-age="+strconv.Itoa(r.age(v, what))) },
				})
			},
			"CustomHeadersConfig": func(v *yaml.Node) {
				r.fields(v, what, map[string]field{"Items": func(v *yaml.Node) {
					for _, item := range r.list(v, "Items of "+what) {
						name, value := "", ""
						r.fields(item, "an item of "+what, map[string]field{
							"Header": r.setText(&name, "Header"), "Value": r.setText(&value, "Value"), "Override": ignored,
						})
						add(name, value)
					}
				}})
			},
		})
	}})
}

// age reads how many seconds browsers are to come by https only.
func (r *reader) age(n *yaml.Node, what string) (seconds int) {
	r.fields(n, "StrictTransportSecurity of "+what, map[string]field{
		"AccessControlMaxAgeSec": r.setInt(&seconds, "AccessControlMaxAgeSec of "+what, 0, 1<<31-1),
		"Override":               ignored,
		"IncludeSubdomains":      r.only("IncludeSubdomains of "+what, "false"),
		"Preload":                r.only("Preload of "+what, "false"),
	})
	return seconds
}
