package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// go-app carries its server into the browser: two of its files import net/http, and with it come TLS, certificates and
// more, a quarter of what a person has to download. Two more bring regular expressions, for routes, and AES, for states that
// are kept encrypted, and one names things by a package that brings more of the kind. The app needs nothing of that. So it is built against a copy of go-app that lacks those declarations,
// made here from the module itself; go.mod knows nothing of it, and everything else (tests, vet, editors) uses go-app as it is.
const (
	goApp   = "github.com/maxence-charriere/go-app/v10"
	slimDir = "build/slim" // relative, as the linker writes it into the program
)

// kept are the declarations that the rest of go-app needs of the files that import net/http.
var kept = map[string][]string{
	"http.go":     {"isRemoteLocation", "isStaticResourcePath", "httpResource", "toLink", "toScript", "parseHTTPResource", "Icon"},
	"resource.go": {"ResourceResolver", "clientResourceResolver", "resolveOGResource", "remoteLocation", "webLocation"},
}

// uuids is a package that go-app takes two names of things from. With it come a source of chance made for servers, AES and three hashes;
// the browser has chance of its own.
const uuids = "github.com/google/uuid"

const uuidInPlace = `package uuid

import (
	"encoding/hex"
	"syscall/js"
)

// NewString is a name that no other thing has.
func NewString() string {
	b := make([]byte, 16)
	from := js.Global().Get("Uint8Array").New(len(b))
	js.Global().Get("crypto").Call("getRandomValues", from)
	js.CopyBytesToGo(b, from)
	return hex.EncodeToString(b)
}
`

// browsers are packages that a browser has itself: what takes their place is in infra/site/inplace.
var browsers = map[string][]string{"golang.org/x/text": {"unicode/norm"}, "golang.org/x/net": {"idna"}}

// go-app waits for a hundred and twentieth of a second after something has happened before it renders, in case more happens: half of what a
// key may take. A thousandth is enough for what comes together.
const (
	frames   = "engine.Start(120)"
	promptly = "engine.Start(1000)"
)

// Whatever JavaScript returns to Go is kept track of until the garbage collector has been there, which costs as much as making an element. So
// the copy asks for nothing that it doesn't need: nodes are put and taken by methods that return nothing, and the document and the element
// that icons are made in are asked for once.
var asksLess = map[string][][2]string{
	"js_wasm.go": {
		{`v.Call("appendChild", c)`, `v.Call("append", c)`},
		{`v.Call("replaceChild", new, old)`, `old.JSValue().Call("replaceWith", new)`},
		{`v.Call("removeChild", c)`, `c.JSValue().Call("remove")`},
		{`w.Get("document").Call("createElement", tag)`, `theDocument().Call("createElement", tag)`},
		{`w.Get("document").Call("createElementNS", xmlns, tag)`, `theDocument().Call("createElementNS", xmlns, tag)`},
		{`w.Get("document").Call("createTextNode", v)`, `theDocument().Call("createTextNode", v)`},
		{"func null() Value {", "var document Value\n\nfunc theDocument() Value {\n\tif document == nil {\n\t\tdocument = Window().Get(\"document\")\n\t}\n\treturn document\n}\n\nfunc null() Value {"},
	},
	"node.go": {
		{"wrapper, _ := Window().createElement(\"div\", \"\")\n", "if wrapper == nil {\n\t\twrapper, _ = Window().createElement(\"div\", \"\")\n\t}\n"},
		{"func (m nodeManager) mountRawHTML(", "var wrapper Value\n\nfunc (m nodeManager) mountRawHTML("},
	},
	"app.go": {{frames, promptly}},
}

// askLess applies that to a file. Error: go-app says it otherwise than it did.
func askLess(name string, src []byte) ([]byte, error) {
	for _, r := range asksLess[name] {
		if bytes.Count(src, []byte(r[0])) != 1 {
			return nil, fmt.Errorf("go-app's %s does not say %q once", name, r[0])
		}
		src = bytes.Replace(src, []byte(r[0]), []byte(r[1]), 1)
	}
	return src, nil
}

// slim makes the copy and a go.mod that points to it, and returns the flag that makes go use it.
func slim() (flag string, err error) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", goApp).Output()
	if err != nil {
		return "", fmt.Errorf("go list -m %s: %w", goApp, err)
	}
	from := strings.TrimSpace(string(dir))
	for _, pkg := range []string{"pkg/app", "pkg/errors"} {
		if err := copyPackage(filepath.Join(from, pkg), filepath.Join(slimDir, pkg)); err != nil {
			return "", err
		}
	}
	if err := keep(filepath.Join(slimDir, "pkg/uuid/uuid.go"), []byte(uuidInPlace)); err != nil {
		return "", err
	}
	if err := copyFile(filepath.Join(from, "go.mod"), filepath.Join(slimDir, "go.mod"), nil); err != nil {
		return "", err
	}
	mod := fmt.Sprintf("\nreplace %s => ./%s\n", goApp, slimDir)
	for _, module := range slices.Sorted(maps.Keys(browsers)) {
		dir := filepath.Join(slimDir, "instead", filepath.Base(module))
		if err := keep(filepath.Join(dir, "go.mod"), fmt.Appendf(nil, "module %s\n\ngo 1.24\n", module)); err != nil {
			return "", err
		}
		for _, p := range browsers[module] {
			name := filepath.Base(p)
			if err := copyFile(filepath.Join("infra/site/inplace", name, name+".go"), filepath.Join(dir, p, name+".go"), nil); err != nil {
				return "", err
			}
		}
		mod += fmt.Sprintf("replace %s => ./%s\n", module, dir)
	}
	replaced := func(was []byte) ([]byte, error) { return append(was, mod...), nil }
	if err := copyFile("go.mod", "build/slim.mod", replaced); err != nil {
		return "", err
	}
	return "-modfile=build/slim.mod", copyFile("go.sum", "build/slim.sum", nil)
}

func copyPackage(from, to string) error {
	names, err := filepath.Glob(filepath.Join(from, "*.go"))
	if err != nil || len(names) == 0 {
		return fmt.Errorf("no Go files in %s", from)
	}
	made := map[string]bool{}
	for _, n := range names {
		base := filepath.Base(n)
		if strings.HasSuffix(base, "_test.go") {
			continue
		}
		made[base] = true
		if _, replaced := inPlace[base]; replaced {
			continue
		}
		change := func(src []byte) ([]byte, error) {
			if filepath.Base(to) == "app" {
				var err error
				if src, err = askLess(base, src); err != nil {
					return nil, err
				}
			}
			return bytes.ReplaceAll(src, []byte(`"`+uuids+`"`), []byte(`"`+goApp+`/pkg/uuid"`)), nil
		}
		if wanted, cut := kept[base]; cut && strings.HasSuffix(from, "app") {
			change = func(src []byte) ([]byte, error) { return only(base, src, wanted) }
		}
		if err := copyFile(n, filepath.Join(to, base), change); err != nil {
			return err
		}
	}
	if filepath.Base(to) == "app" {
		for name, source := range inPlace {
			made[name] = true
			if err := keep(filepath.Join(to, name), []byte(source)); err != nil {
				return err
			}
		}
	}
	return sweep(to, made)
}

// sweep removes what an earlier build has left.
func sweep(dir string, made map[string]bool) error {
	there, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, f := range there {
		if !made[f.Name()] {
			if err := os.Remove(filepath.Join(dir, f.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// inPlace is what takes the place of go-app's files of these names.
var inPlace = map[string]string{
	"handler.go": "package app\n\n// Handler has no place in a browser.\ntype Handler struct{}\n",

	// One component answers every address: see pages.Routes.
	"route.go": `package app

type router struct{ every func() Composer }

func makeRouter() router { return router{} }

func (r *router) route(string, func() Composer) { panic("this build knows only RouteWithRegexp(\"^/\", …)") }

func (r *router) routeWithRegexp(pattern string, newComponent func() Composer) {
	if pattern != "^/" {
		panic("this build knows only RouteWithRegexp(\"^/\", …)")
	}
	r.every = newComponent
}

func (r *router) createComponent(string) (Composer, bool) { return r.every(), true }
`,
	"crypto.go": `package app

import "github.com/maxence-charriere/go-app/v10/pkg/errors"

func encrypt(string, []byte) ([]byte, error) { return nil, errors.New("this build encrypts nothing") }

func decrypt(string, []byte) ([]byte, error) { return nil, errors.New("this build encrypts nothing") }
`,
}

func copyFile(from, to string, change func([]byte) ([]byte, error)) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if change != nil {
		if data, err = change(data); err != nil {
			return err
		}
	}
	return keep(to, data)
}

// keep writes a file unless it is that already: two builds at the same time don't disturb each other.
func keep(to string, data []byte) error {
	if have, err := os.ReadFile(to); err == nil && bytes.Equal(have, data) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o644)
}

// only returns a source file with nothing but the declarations named.
func only(name string, src []byte, wanted []string) ([]byte, error) {
	return those(name, src, wanted, func(n string) bool { return slices.Contains(wanted, n) })
}

// those returns a source file with the declarations that are kept, and the imports that these use. If one that is named is not there,
// that is an error: go-app has changed, and the list has to follow.
func those(name string, src []byte, named []string, kept func(declared string) bool) ([]byte, error) {
	file, err := parser.ParseFile(token.NewFileSet(), name, src, 0)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	uses := map[string]bool{}
	var body bytes.Buffer
	for _, d := range file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
			continue
		}
		n := declared(d)
		if seen[n] = true; !kept(n) {
			continue
		}
		ast.Inspect(d, func(x ast.Node) bool {
			if s, ok := x.(*ast.SelectorExpr); ok {
				if id, ok := s.X.(*ast.Ident); ok {
					uses[id.Name] = true
				}
			}
			return true
		})
		body.Write(src[d.Pos()-1 : d.End()-1])
		body.WriteString("\n\n")
	}
	for _, k := range named {
		if !seen[k] {
			return nil, fmt.Errorf("go-app's %s declares no %s any more: see the list in infra/site/slim.go", name, k)
		}
	}
	out := bytes.NewBufferString("package app\n\n")
	for _, i := range file.Imports {
		path := strings.Trim(i.Path.Value, `"`)
		if uses[path[strings.LastIndex(path, "/")+1:]] {
			fmt.Fprintf(out, "import %q\n", path)
		}
	}
	out.Write(body.Bytes())
	return format.Source(out.Bytes())
}

// declared is the name that a declaration is about: of a method the method's; "" for groups.
func declared(d ast.Decl) string {
	switch d := d.(type) {
	case *ast.FuncDecl:
		return d.Name.Name
	case *ast.GenDecl:
		if len(d.Specs) == 1 {
			if t, ok := d.Specs[0].(*ast.TypeSpec); ok {
				return t.Name.Name
			}
		}
	}
	return ""
}
