package text

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

var placeholder = regexp.MustCompile(`\{(\w+)\}`)

func placeholders(s string) []string {
	var names []string
	for _, m := range placeholder.FindAllStringSubmatch(s, -1) {
		if m[1] != "n" && !slices.Contains(names, m[1]) {
			names = append(names, m[1])
		}
	}
	slices.Sort(names)
	return names
}

func TestBothLanguagesSayTheSame(t *testing.T) {
	all := map[org.Language]catalog{org.German: of(org.German), org.English: of(org.English)}
	for key, de := range all[org.German] {
		en, ok := all[org.English][key]
		if !ok || en.other == "" || de.other == "" {
			t.Errorf("%s: a language is missing; write «  de …» and «  en …» under it", key)
			continue
		}
		if !slices.Equal(placeholders(de.other), placeholders(en.other)) {
			t.Errorf("%s: placeholders differ: de %v, en %v", key, placeholders(de.other), placeholders(en.other))
		}
		if (de.one == "") != (en.one == "") {
			t.Errorf("%s: only one language has a form for 1", key)
		}
		for _, s := range []string{de.one, de.other, en.one, en.other} {
			if strings.Contains(s, "!") || strings.Contains(s, "erfolgreich") || strings.Contains(s, "successfully") {
				t.Errorf("%s: %q: no exclamation marks, no «erfolgreich»", key, s)
			}
		}
	}
	for key := range all[org.English] {
		if _, ok := all[org.German][key]; !ok {
			t.Errorf("%s: German is missing", key)
		}
	}
}

// keyLike is a string literal that could only be a key: area.word, maybe with more parts.
var keyLike = regexp.MustCompile(`^[a-z][A-Za-z]*(\.[a-zA-Z][A-Za-z0-9]*)+$`)

// TestEveryKeyIsThereAndUsed reads the sources: what is said or refused with must have a text, and no text is left over. A key
// that is put together ("field." + name) keeps all keys with its beginning.
func TestEveryKeyIsThereAndUsed(t *testing.T) {
	literals, prefixes := sources(t)
	all := of(org.German)
	for key, where := range literals {
		if strings.Contains(where, "text:") && all[key].other == "" {
			t.Errorf("%s is used in %s and has no text", key, strings.TrimPrefix(where, "text:"))
		}
	}
	for key := range all {
		key, wording, worded := strings.Cut(key, "~")
		if worded {
			if !slices.Contains(org.Wordings, org.Wording(wording)) || wording == "" {
				t.Errorf("%s~%s: there is no such wording", key, wording)
			}
			if base, there := all[key]; !there || !slices.Equal(placeholders(base.other), placeholders(all[key+"~"+wording].other)) || (base.one == "") != (all[key+"~"+wording].one == "") {
				t.Errorf("%s~%s does not take the place of %s", key, wording, key)
			}
		}
		if _, used := literals[key]; used {
			continue
		}
		if !slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(key, p) }) {
			t.Errorf("%s has a text and is used nowhere: remove it", key)
		}
	}
}

// sayers are the functions whose string arguments are keys.
var sayers = []string{"Say", "Count", "T", "N", "New", "On", "Forbid"}

func sources(t *testing.T) (literals map[string]string, prefixes []string) {
	t.Helper()
	literals = map[string]string{}
	root := filepath.Join("..", "..")
	for _, dir := range []string{"shared", "functions", "app"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.BasicLit:
					if s, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING {
						if keyLike.MatchString(s) && literals[s] == "" {
							literals[s] = path
						}
					}
				case *ast.BinaryExpr:
					if lit, ok := n.X.(*ast.BasicLit); ok && lit.Kind == token.STRING && n.Op == token.ADD {
						if s, err := strconv.Unquote(lit.Value); err == nil && strings.HasSuffix(s, ".") {
							prefixes = append(prefixes, s)
						}
					}
				case *ast.CallExpr:
					markSaid(n, path, literals)
				}
				return true
			})
			return nil
		})
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	return literals, prefixes
}

// markSaid notes the keys in calls like text.Say(lang, "a.b") and fault.On("field", "a.b").
func markSaid(call *ast.CallExpr, path string, literals map[string]string) {
	name := ""
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		name = f.Sel.Name
	case *ast.Ident:
		name = f.Name
	}
	if !slices.Contains(sayers, name) {
		return
	}
	for i, a := range call.Args {
		lit, ok := a.(*ast.BasicLit)
		if !ok || i > 1 {
			continue
		}
		if s, err := strconv.Unquote(lit.Value); err == nil && keyLike.MatchString(s) && !strings.Contains(s, ".go") {
			literals[s] = "text:" + path
		}
	}
}

func TestSay(t *testing.T) {
	if got := Say(org.German, "member.inactive", "name", "Ben {x}"); got != "Ben {x} ist bereits deaktiviert." {
		t.Error(got)
	}
	if got := Number(org.German, 1234567); got != "1.234.567" {
		t.Error(got)
	}
	if got := Number(org.English, -1250); got != "−1,250" {
		t.Error(got)
	}
	f := fault.New(fault.Forbidden, "actor.forbidden", "right", "members.manage")
	if got := Fault(org.English, f); got != "You lack the right “Manage members” for this. Ask the owner for it." {
		t.Error(got)
	}
}

func TestALimitInARefusalWasSpelledWithoutItsThousands(t *testing.T) {
	for f, want := range map[*fault.Fault]string{
		fault.New(fault.Conflict, "groups.full", "max", "5000"):                           "Eine Organisation hat höchstens 5.000 Gruppen. Löschen Sie Gruppen, die niemand mehr braucht.",
		fault.On("quota", "quota.malformed", "tb", "1024"):                                "Bitte eine Menge wie 500 MB, 10 GB oder 1,5 TB angeben, bis 1024 TB.", // a point in an amount stands before a fraction
		fault.New(fault.Conflict, "tenant.changedMeanwhile", "was", "2000", "is", "3000"): Say(org.German, "tenant.changedMeanwhile", "was", "2000", "is", "3000"),
	} {
		if got := Fault(org.German, f); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestADayInARefusalWasToldAsComputersWriteIt(t *testing.T) {
	f := fault.New(fault.Conflict, "greeting.early", "name", "Jörg", "day", "2026-03-01")
	for lang, want := range map[org.Language]string{
		org.German:  "Jörg hat noch nicht Geburtstag. In der App gratulieren Sie ab 01.03.2026.",
		org.English: "It is not Jörg’s birthday yet. You can congratulate in the app from 1 Mar 2026.",
	} {
		if got := Fault(lang, f); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}
