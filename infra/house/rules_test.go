// Package house keeps the rules of how the house is built: who may import whom, and what is never read. docs/architecture.md
// says why.
package house

import (
	"bufio"
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "stellwerk/"

// outside are the packages beside the standard library that shared may use.
var outside = []string{"golang.org/x/text/unicode/norm", "golang.org/x/net/idna"}

// closed are parts of the standard library that shared does without: it opens nothing and reads no clock.
var closed = []string{"net", "net/http", "os", "os/exec", "os/signal", "syscall", "syscall/js", "log", "log/slog", "crypto/rand", "math/rand", "math/rand/v2", "runtime"}

// dynamoDB are the packages by which one speaks to the database.
var dynamoDB = []string{"github.com/guregu/dynamo/v2", "github.com/aws/aws-sdk-go-v2/service/dynamodb"}

// web are the packages by which one knows HTTP or Lambda's events.
var web = []string{"net/http", "github.com/aws/aws-lambda-go/events", "github.com/aws/aws-lambda-go/lambda", "github.com/danielgtaylor/huma/v2"}

// knowsWeb are the packages of functions that may: the HTTP package, the adapters, the mains and their wiring, and the stand-ins of
// tests for what is on the network.
var knowsWeb = []string{"functions/internal/httpapi", "functions/internal/lambdahttp", "functions/api", "functions/stream", "functions/clock", "functions/workbooks", "functions/local",
	"functions/internal/wiring", "functions/internal/outbound", "functions/internal/testworld"}

// clients are what package net/http asks others by.
var clients = []string{"Get", "Head", "Post", "PostForm", "DefaultClient", "DefaultTransport", "Client", "Transport", "NewRequest", "NewRequestWithContext"}

// bothSides are the tests that see the app and the functions at once: devices with the real replica talk with the real server.
var bothSides = []string{"functions/internal/model/histories"}

type pkg struct {
	ImportPath   string
	Imports      []string
	TestImports  []string
	XTestImports []string
}

func packages(t *testing.T, env ...string) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-e", "-json=ImportPath,Imports,TestImports,XTestImports", "./...")
	cmd.Dir = filepath.Join("..", "..")
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []pkg
	for dec := json.NewDecoder(bytes.NewReader(out)); dec.More(); {
		var p pkg
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		p.ImportPath = strings.TrimPrefix(p.ImportPath, module)
		for _, imports := range [][]string{p.Imports, p.TestImports, p.XTestImports} {
			for i := range imports {
				imports[i] = strings.TrimPrefix(imports[i], module)
			}
		}
		all = append(all, p)
	}
	return all
}

func in(path string, dirs ...string) bool {
	return slices.ContainsFunc(dirs, func(d string) bool { return path == d || strings.HasPrefix(path, d+"/") })
}

func external(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return strings.Contains(first, ".")
}

func TestWhoMayImportWhom(t *testing.T) {
	all := packages(t)
	all = append(all, packages(t, "GOOS=js", "GOARCH=wasm")...)
	ours := []string{"shared", "app", "functions", "infra"}
	for _, p := range all {
		for _, i := range p.Imports {
			refuse := func(why string) { t.Errorf("%s imports %s: %s", p.ImportPath, i, why) }
			switch {
			case in(p.ImportPath, "shared"):
				maker := in(p.ImportPath, "shared/password/internal")
				if in(i, ours...) && !in(i, "shared") {
					refuse("shared imports nothing of the house but shared")
				}
				if !maker && external(i) && !slices.Contains(outside, i) {
					refuse("shared uses the standard library and " + strings.Join(outside, ", "))
				}
				if !maker && slices.Contains(closed, i) {
					refuse("shared is pure: no I/O, no clock, no chance")
				}
			case in(p.ImportPath, "app"):
				if in(i, "functions", "infra") {
					refuse("the app knows the server only by its addresses")
				}
				if i == "net/http" || i == "html/template" || i == "log/slog" || strings.HasPrefix(i, "golang.org/x/") && !slices.Contains(outside, i) {
					refuse("too heavy for WASM: fetch through JavaScript, format through Intl")
				}
			case in(p.ImportPath, "infra/local"):
				if in(i, "functions", "app") {
					refuse("the stand-ins for AWS know nothing of functions")
				}
			case in(p.ImportPath, "functions"):
				if in(i, "app") {
					refuse("functions never import the app")
				}
				if in(i, "infra") && !in(p.ImportPath, "functions/local", "functions/internal/testworld") {
					refuse("functions speak AWS only; the stand-ins are for functions/local and tests")
				}
				if in(i, dynamoDB...) && !in(p.ImportPath, "functions/internal/table", "functions/local", "functions/internal/testworld") {
					refuse("only the table package knows DynamoDB")
				}
				if slices.Contains(web, i) && !in(p.ImportPath, knowsWeb...) {
					refuse("only the HTTP package and the mains know HTTP and Lambda events")
				}
			}
		}
	}
}

// TestNoTestSeesBothSides but one: what can be tested on one side is tested there.
func TestNoTestSeesBothSides(t *testing.T) {
	for _, p := range packages(t) {
		for _, i := range slices.Concat(p.TestImports, p.XTestImports) {
			if !in(p.ImportPath, bothSides...) && (in(p.ImportPath, "functions") && in(i, "app") || in(p.ImportPath, "app") && in(i, "functions")) {
				t.Errorf("the tests of %s import %s: those that see both sides are in %v", p.ImportPath, i, bothSides)
			}
		}
	}
}

// each calls visit with every Go file below dir that is no test.
func each(t *testing.T, dir string, visit func(path string, f *ast.File)) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join("..", "..", dir), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		visit(path, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// clocks are what package time tells the time by.
var clocks = []string{"Now", "Since", "Until", "After", "Tick", "Sleep", "NewTimer", "NewTicker"}

func TestSharedReadsNoClock(t *testing.T) {
	each(t, "shared", func(path string, f *ast.File) {
		ast.Inspect(f, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if id, ok := sel.X.(*ast.Ident); ok && id.Name == "time" && slices.Contains(clocks, sel.Sel.Name) {
				t.Errorf("%s uses time.%s: take the time from the world", path, sel.Sel.Name)
			}
			return true
		})
	})
}

func TestOnlyTheClientCallsTheServer(t *testing.T) {
	each(t, "app", func(path string, f *ast.File) {
		if strings.Contains(filepath.ToSlash(path), "/app/client/") {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && (lit.Value == `"fetch"` || lit.Value == `"XMLHttpRequest"` || strings.HasPrefix(lit.Value, `"/v1/`)) {
				t.Errorf("%s says %s: only app/client calls the server", path, lit.Value)
			}
			return true
		})
	})
}

// TestOnlyOneClientAsksTheWeb: addresses that people give are dangerous, and what keeps the client of functions/internal/outbound
// from them is in no other.
func TestOnlyOneClientAsksTheWeb(t *testing.T) {
	each(t, "functions", func(path string, f *ast.File) {
		path = filepath.ToSlash(path)
		if strings.Contains(path, "/functions/internal/outbound/") {
			return
		}
		test := strings.Contains(path, "/functions/internal/testworld/")
		ast.Inspect(f, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			switch id, _ := sel.X.(*ast.Ident); {
			case id == nil:
			case id.Name == "http" && slices.Contains(clients, sel.Sel.Name):
				t.Errorf("%s uses http.%s: what is asked of the web goes through functions/internal/outbound", path, sel.Sel.Name)
			case id.Name == "outbound" && sel.Sel.Name == "ForTests" && !test:
				t.Errorf("%s lets requests reach what is not public: only tests do", path)
			}
			return true
		})
	})
}

// TestTheTopLevelStaysAsItIs: what belongs at the top was given.
func TestTheTopLevelStaysAsItIs(t *testing.T) {
	given := []string{"app", "functions", "shared", "web", "infra", "go.mod", "go.sum", "Makefile", "template.yaml",
		"README.md", "LICENSE", "CONTRIBUTING.md", "CHANGELOG.md", "docs"}
	cmd := exec.Command("git", "ls-files")
	cmd.Dir = filepath.Join("..", "..")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("git ls-files: %v", err)
	}
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		top, _, _ := strings.Cut(lines.Text(), "/")
		if !strings.HasPrefix(top, ".") && !slices.Contains(given, top) {
			t.Errorf("%s: %s does not belong at the top; put it in one of %v", lines.Text(), top, given)
		}
	}
}
