package gallery

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// shownWithin are the components that stand for nothing alone, each with the reason.
var shownWithin = map[string]string{
	"Mark":        "the mark of the product, not a part to build with",
	"TagDot":      "a part of a tag in colour",
	"AvatarOf":    "Avatar of a record",
	"EmptyPage":   "Empty with the page's title",
	"Still":       "a part of something else, which rests",
	"VirtualList": "what tables are made of, which are shown",
	"PageHead":    "holds the one first heading of a page, which the gallery has already: its look is shown",
}

// TestEveryComponentHasASpecimen reads the sources: what app/ui offers to be shown is shown here.
func TestEveryComponentHasASpecimen(t *testing.T) {
	shown := used(t)
	all := components(t)
	if len(all) < 30 {
		t.Fatalf("only %d components were found", len(all))
	}
	for name := range all {
		if !shown[name] && shownWithin[name] == "" {
			t.Errorf("ui.%s has no specimen: add one, or say in shownWithin why not", name)
		}
	}
	for name := range shownWithin {
		if !all[name] || shown[name] {
			t.Errorf("%s is no exception any more", name)
		}
	}
}

// components are the exported functions of app/ui that return an element, and the types that have a method UI or Render.
func components(t *testing.T) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	for _, f := range parsed(t, filepath.Join("..", "ui")) {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || !returnsUI(fn) {
				continue
			}
			switch {
			case fn.Recv == nil && fn.Name.IsExported():
				all[fn.Name.Name] = true
			case fn.Recv != nil && (fn.Name.Name == "UI" || fn.Name.Name == "Render"):
				if name := receiver(fn); ast.IsExported(name) {
					all[name] = true
				}
			}
		}
	}
	return all
}

func returnsUI(fn *ast.FuncDecl) bool {
	if fn.Type.Results == nil || len(fn.Type.Results.List) != 1 {
		return false
	}
	sel, ok := fn.Type.Results.List[0].Type.(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "UI"
}

func receiver(fn *ast.FuncDecl) string {
	of := fn.Recv.List[0].Type
	if star, ok := of.(*ast.StarExpr); ok {
		of = star.X
	}
	id, _ := of.(*ast.Ident)
	if id == nil {
		return ""
	}
	return id.Name
}

func parsed(t *testing.T, dir string) []*ast.File {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, n := range names {
		if strings.HasSuffix(n, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), n, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return files
}

// used are the names of app/ui that the specimens use.
func used(t *testing.T) map[string]bool {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]bool{}
	word := regexp.MustCompile(`\bui\.([A-Z]\w*)`)
	for _, n := range names {
		if strings.HasSuffix(n, "_test.go") {
			continue
		}
		data, err := os.ReadFile(n)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range word.FindAllSubmatch(data, -1) {
			all[string(m[1])] = true
		}
	}
	return all
}
