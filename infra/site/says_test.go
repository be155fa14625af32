package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/password"
)

// TestFormsHaveWordsForAllTheyCanBeRefusedWith reads the sources of what answers them, and of what reads its answers in the app.
func TestFormsHaveWordsForAllTheyCanBeRefusedWith(t *testing.T) {
	have := keys()
	code := regexp.MustCompile(`^[a-z][A-Za-z]*(\.[a-zA-Z]+)+$`)
	elsewhere := []string{"password.wrong", "password.tooMany", "tenants.tooMany", "tenant.notFound", "account.unproved", "member.ownerLeaves", "leave.link", "emailChange.link", "emailChange.tooMany", "member.inviteInstead", "temporary.tooMany", "waiting.range", "connection.garbled"} // of pages for people who are signed in
	for _, pattern := range []string{"../../functions/internal/accounts/*.go", "../../app/client/*.go", "../../shared/org/email.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: no files, %v", pattern, err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				if f, ok := call.Fun.(*ast.SelectorExpr); !ok || !slices.Contains([]string{"New", "On", "take"}, f.Sel.Name) {
					return true
				}
				for _, a := range call.Args {
					lit, ok := a.(*ast.BasicLit)
					if !ok || lit.Kind != token.STRING {
						continue
					}
					s, _ := strconv.Unquote(lit.Value)
					if code.MatchString(s) && !slices.Contains(have, s) && !slices.Contains(elsewhere, s) && !strings.HasPrefix(s, "invitation.") { // the page of an invitation waits for the app
						t.Errorf("%s refuses with %s, and web/js/forms.js has no words for it: see said", name, s)
					}
				}
				return true
			})
		}
	}
	for _, bad := range []string{"", strings.Repeat("x", 999), "a\x00b"} {
		_, name := org.ParseName("givenName", bad)
		_, tenant := org.ParseTenantName("organisation", bad)
		_, email := org.ParseEmail("email", bad)
		for _, err := range []error{name, tenant, email} {
			if f := fault.First(err); f != nil && !slices.Contains(have, f.Code) {
				t.Errorf("no words for %s", f.Code)
			}
		}
	}
	for _, p := range []password.Problem{password.TooShort, password.TooLong, password.Common, password.Digits, password.Personal} {
		if !slices.Contains(have, string(p)) {
			t.Errorf("no words for %s", p)
		}
	}
}

func TestWordsAreThereInBothLanguages(t *testing.T) {
	de, en := says("de"), says("en")
	if !strings.Contains(de, `<p data-key="text.missing">Bitte ausfüllen.</p>`) || !strings.Contains(en, `<p data-key="app.faults">{n} things`) {
		t.Errorf("%s\n%s", de, en)
	}
}
