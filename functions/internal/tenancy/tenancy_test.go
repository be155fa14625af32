package tenancy_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// callers are the functions that may make a Tenant, each with its reason. Whoever is added here opens a tenant: by what proof?
var callers = map[string]string{
	"functions/internal/httpapi/access.go member":              "the edge: the session's membership has been looked up",
	"functions/internal/accounts/standing.go stands":           "the edge: of a membership that the account's own item names",
	"functions/internal/accounts/confirm.go Confirm":           "founding: the id was made by the server",
	"functions/internal/accounts/found.go Found":               "founding: the id was made by the server",
	"functions/internal/accounts/link.go openDoor":             "the address of a link, which carries this server's proof",
	"functions/internal/accounts/link.go openAsking":           "an asking, which this server wrote when the link was open",
	"functions/internal/effects/letters.go asked":              "an asking, which this server wrote when the link was open",
	"functions/internal/accounts/invitation.go openInvitation": "the token of a mail, whose record this server wrote when it sent it",
	"functions/internal/accounts/temporary.go confirmMember":   "the account's own item, which names the organisation that made it; the deed asks whether it still is its member",
	"functions/internal/accounts/leave.go openLeave":           "the edge: of a membership that the account's own item names",
	"functions/internal/systems/systems.go Open":               "the edge: the record of the organisation that the key names is read, and nothing of it used before the key's secret has been compared",
	"functions/internal/effects/leave.go leave":                "an effect, which this server wrote for somebody who took part",
	"functions/internal/effects/letters.go maker":              "the account's own item, which names the organisation that made it",
	"functions/internal/table/effect.go EffectKeyOf":           "the key of the record that a stream or the clock read",
	"functions/internal/table/job.go JobKeyOf":                 "the key of the record that a stream or the clock read",
	"functions/internal/table/backfill.go RecordKeyOf":         "the key of the record that a backfill read",
	"functions/internal/testworld/house.go Found":              "tests",
	"functions/local/moving_tenant.go named":                   "the operator, who holds all data of the installation, names it",
	"functions/local/demo/demo.go placeOf":                     "founding of the demo organisation",
}

func TestOnlyKnownFunctionsMakeATenant(t *testing.T) {
	root := filepath.Join("..", "..", "..")
	var found []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != root || d.IsDir() && d.Name() == "node_modules" {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		makers, err := makers(path)
		for _, m := range makers {
			found = append(found, filepath.ToSlash(name)+" "+m)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		if callers[f] == "" {
			t.Errorf("%s calls tenancy.Of: take a Tenant from whoever has proved it, or name the proof in this test", f)
		}
	}
	for f := range callers {
		if !slices.Contains(found, f) {
			t.Errorf("%s does not call tenancy.Of any more: take it out of this test", f)
		}
	}
}

// makers lists the functions of a file that use tenancy.Of, be it as a value.
func makers(path string) ([]string, error) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		return nil, err
	}
	called := ""
	for _, i := range file.Imports {
		if i.Path.Value == `"stellwerk/functions/internal/tenancy"` {
			called = "tenancy"
			if i.Name != nil {
				called = i.Name.Name
			}
		}
	}
	if called == "" {
		return nil, nil
	}
	var out []string
	for _, decl := range file.Decls {
		name := "at the top"
		if f, ok := decl.(*ast.FuncDecl); ok {
			name = f.Name.Name
		}
		ast.Inspect(decl, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok || sel.Sel.Name != "Of" {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == called && !slices.Contains(out, name) {
				out = append(out, name)
			}
			return true
		})
	}
	return out, nil
}
