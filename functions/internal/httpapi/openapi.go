package httpapi

import (
	"bytes"
	"encoding/json"
	"path"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// humaConfig describes the API. Nothing is served for it: the document is checked in as docs/openapi.json.
func humaConfig() huma.Config {
	registry := huma.NewMapRegistry("#/components/schemas/", schemaName)
	for _, id := range []reflect.Type{
		reflect.TypeFor[org.TenantID](), reflect.TypeFor[org.AccountID](), reflect.TypeFor[org.MemberID](),
		reflect.TypeFor[org.CommandID](), reflect.TypeFor[org.JobID](), reflect.TypeFor[org.SystemID](),
	} {
		registry.RegisterTypeAlias(id, reflect.TypeFor[ulid]())
	}
	registry.RegisterTypeAlias(reflect.TypeFor[fault.Kind](), reflect.TypeFor[faultKind]())
	registry.RegisterTypeAlias(reflect.TypeFor[org.Role](), reflect.TypeFor[role]())
	registry.RegisterTypeAlias(reflect.TypeFor[ledger.Op](), reflect.TypeFor[op]())
	registry.RegisterTypeAlias(reflect.TypeFor[route.CommandState](), reflect.TypeFor[commandState]())
	registry.RegisterTypeAlias(reflect.TypeFor[route.JobState](), reflect.TypeFor[jobState]())
	registry.RegisterTypeAlias(reflect.TypeFor[route.AccessReason](), reflect.TypeFor[accessReason]())
	config := huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title:   "Stellwerk",
				Version: "1",
				Description: "The cockpit's own interface. Errors are application/problem+json with a code; JSON keys are matched exactly. " +
					"Every answer says what time it is for the server, in the header " + route.TimeHeader + ". " +
					"A request may bring a number of its own in the header " + route.RequestHeader + ", twelve hexadecimal digits: the answer and the server's log repeat it.",
			},
			Components: &huma.Components{
				Schemas: registry,
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"session": {Type: "apiKey", In: "cookie", Name: SessionCookie},
					"system":  {Type: "http", Scheme: "bearer", Description: "The key of a connected system: organisation, system and secret, with dots between them"},
				},
			},
		},
		Formats:       map[string]huma.Format{"application/json": jsonFormat, "json": jsonFormat}, // the second for …+json
		DefaultFormat: "application/json",
	}
	config.AllowAdditionalPropertiesByDefault = true // unknown fields are ignored
	return config
}

// Document is the OpenAPI document, indented, keys in order.
func (a *API) Document() ([]byte, error) {
	data, err := json.Marshal(a.described().OpenAPI())
	if err != nil {
		return nil, err
	}
	var sorted any
	if err := json.Unmarshal(data, &sorted); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err = enc.Encode(sorted)
	return out.Bytes(), err
}

// schemaName names arguments of deeds by their area, since several areas have the same words.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if strings.Contains(t.PkgPath(), "/shared/deeds/") {
		area := path.Base(t.PkgPath())
		return strings.ToUpper(area[:1]) + area[1:] + name
	}
	return name
}

type ulid string

// Schema describes the ids.
func (ulid) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$", Description: "A canonical ULID"}
}

func oneOf[T ~string](values ...T) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString}
	for _, v := range values {
		s.Enum = append(s.Enum, string(v))
	}
	return s
}

type (
	faultKind    string
	role         string
	op           string
	commandState string
	jobState     string
	accessReason string
)

// Schema lists the kinds of faults.
func (faultKind) Schema(huma.Registry) *huma.Schema {
	return oneOf(fault.Invalid, fault.SignedOut, fault.Forbidden, fault.NotFound, fault.Conflict, fault.TooMany, fault.Unavailable)
}

// Schema lists the roles.
func (role) Schema(huma.Registry) *huma.Schema {
	return oneOf(org.Owner, org.Admin, org.User, org.Guest)
}

// Schema lists what a change can do.
func (op) Schema(huma.Registry) *huma.Schema {
	return oneOf(ledger.Created, ledger.Updated, ledger.Deleted)
}

// Schema lists what can become of a command.
func (commandState) Schema(huma.Registry) *huma.Schema {
	return oneOf(route.Applied, route.Running, route.Refused, route.Previewed)
}

// Schema lists where a job can stand.
func (jobState) Schema(huma.Registry) *huma.Schema {
	return oneOf(route.JobFilling, route.JobReady, route.JobRunning, route.JobStopping, route.JobStopped, route.JobDone, route.JobFailed)
}

// Schema lists why an account may have no access.
func (accessReason) Schema(huma.Registry) *huma.Schema {
	return oneOf("", route.AccessEnded, route.AccessDeactivated, route.AccessSignIn)
}
