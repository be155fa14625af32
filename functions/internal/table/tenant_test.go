package table

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"
)

// withoutTenant are the exported methods that touch no tenant's data, each with what they touch instead.
var withoutTenant = map[string]string{
	"Take":           "a limit of an account or an address",
	"Forget":         "a limit of an account or an address",
	"AccountEffect":  "an effect of an account",
	"ClaimEffect":    "one effect, whose tenant the EffectKey holds",
	"DoneEffect":     "one effect, whose tenant the EffectKey holds",
	"LaterEffect":    "one effect, whose tenant the EffectKey holds",
	"SleepEffect":    "one effect, whose tenant the EffectKey holds",
	"RemindEffect":   "one effect, whose tenant the EffectKey holds",
	"OverdueEffects": "the index of what is overdue, for the clock: it returns keys only",
	"StalledJobs":    "the index of what runs, for the clock: it returns keys only",
	"NudgeBackfill":  "how far a backfill is",
	"Backfill":       "how far a backfill is",
	"MoveBackfill":   "how far a backfill is",
	"KeysOfRecords":  "the keys of records, for backfills: each with the tenant that it names",
	"Key":            "the installation's secret",
	"Transact":       "what its writes touch: each was made by a method of its own",
}

// accountFiles are about accounts, which belong to no tenant: nothing in them may make a tenant's key.
var accountFiles = map[string]bool{
	"accounts.go": true, "sessions.go": true, "signups.go": true, "tokens.go": true, "securitylog.go": true, "keys_accounts.go": true,
	"receivers.go": true, "askings.go": true,
}

// tenantKeys make the keys of a tenant's items.
var tenantKeys = map[string]bool{
	"tenantKey": true, "headKey": true, "ledgerPartition": true, "entryKey": true, "recordPartition": true, "recordKey": true,
	"guardKey": true, "accessKey": true, "jobPartition": true, "jobKey": true, "refusedPartition": true, "refusedKey": true,
	"uniqueKey": true, "indexPartition": true, "indexKey": true, "tenantEffectKey": true, "wishPartition": true, "wishKey": true, "erasureKey": true,
}

// Every exported method of Table takes the tenant right after the context, or first where it takes no context.
func TestEveryWayInTakesATenant(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), e.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		if accountFiles[e.Name()] {
			ast.Inspect(file, func(n ast.Node) bool {
				if x, ok := n.(*ast.Ident); ok && tenantKeys[x.Name] {
					t.Errorf("%s: %s makes a key of a tenant, and this file is about accounts: move it to a file of its own", e.Name(), x.Name)
				}
				return true
			})
			continue
		}
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || !f.Name.IsExported() || !onTable(f) {
				continue
			}
			seen[f.Name.Name] = true
			if !takesTenant(f) && withoutTenant[f.Name.Name] == "" {
				t.Errorf("%s: Table.%s takes no tenancy.Tenant: let it, or say in this test what it touches instead", e.Name(), f.Name.Name)
			}
			if takesTenant(f) && withoutTenant[f.Name.Name] != "" {
				t.Errorf("Table.%s takes a tenant: take it out of this test", f.Name.Name)
			}
		}
	}
	for name := range withoutTenant {
		if !seen[name] {
			t.Errorf("there is no Table.%s any more: take it out of this test", name)
		}
	}
}

func onTable(f *ast.FuncDecl) bool {
	if f.Recv == nil {
		return false
	}
	star, ok := f.Recv.List[0].Type.(*ast.StarExpr)
	if !ok {
		return false
	}
	name, ok := star.X.(*ast.Ident)
	return ok && name.Name == "Table"
}

func takesTenant(f *ast.FuncDecl) bool {
	var types []string
	for _, p := range f.Type.Params.List {
		for range max(len(p.Names), 1) {
			name := ""
			if sel, ok := p.Type.(*ast.SelectorExpr); ok {
				if x, ok := sel.X.(*ast.Ident); ok {
					name = x.Name + "." + sel.Sel.Name
				}
			}
			types = append(types, name)
		}
	}
	if len(types) > 0 && types[0] == "context.Context" {
		types = types[1:]
	}
	return len(types) > 0 && types[0] == "tenancy.Tenant"
}
