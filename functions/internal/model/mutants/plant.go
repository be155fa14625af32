package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// mutant is a check that can be dropped.
type mutant struct {
	file, function string
	line           int
	what, text     string
	nth            int // of its like in the function
}

func (m mutant) String() string { return fmt.Sprintf("line %d of %s", m.line, m.name()) }

// name says which one it is, in whatever line it stands: of several that are alike in a function, all but the first have a
// number.
func (m mutant) name() string {
	name := fmt.Sprintf("%s %s: %s %s", m.file, m.function, m.what, m.text)
	if m.nth > 1 {
		name += fmt.Sprintf(" #%d", m.nth)
	}
	return name
}

// switchFile is added to each package: it says which mutant lives.
const switchFile = `package %s

import (
	"os"
	"strconv"
)

var livingMutant, _ = strconv.Atoi(os.Getenv("MUTANT"))

func mutantLives(n int) bool { return n == livingMutant }
`

// plant writes all files below the directories with all mutants in them, and says which file takes the place of which.
func plant(dirs []string, temp string) (all []mutant, overlay map[string]string, err error) {
	overlay = map[string]string{}
	replace := func(path string, code []byte) error {
		full, err := filepath.Abs(path)
		if err != nil {
			return err
		}
		if overlay[full] == "" {
			overlay[full] = filepath.Join(temp, strconv.Itoa(len(overlay))+".go")
		}
		return os.WriteFile(overlay[full], code, 0o600)
	}
	for _, dir := range dirs {
		err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			p := planter{file: filepath.ToSlash(path), all: all, set: token.NewFileSet(), own: map[ast.Node]bool{}}
			code, name, err := p.plant()
			if err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
			all = p.all
			if err := replace(path, code); err != nil {
				return err
			}
			return replace(filepath.Join(filepath.Dir(path), "mutant_lives.go"), fmt.Appendf(nil, switchFile, name))
		})
		if err != nil {
			return nil, nil, err
		}
	}
	return all, overlay, nil
}

// planter plants mutants in one file.
type planter struct {
	file     string
	function string
	source   []byte
	set      *token.FileSet
	all      []mutant
	own      map[ast.Node]bool // conditions that were planted, not found
	err      error
}

func (p *planter) plant() (code []byte, name string, err error) {
	if p.source, err = os.ReadFile(p.file); err != nil {
		return nil, "", err
	}
	f, err := parser.ParseFile(p.set, p.file, p.source, parser.SkipObjectResolution)
	if err != nil {
		return nil, "", err
	}
	for _, d := range f.Decls {
		p.function = declared(d)
		if p.function != "hint" {
			ast.Inspect(d, p.visit)
		}
	}
	var out bytes.Buffer
	if err := printer.Fprint(&out, p.set, f); err != nil {
		return nil, "", err
	}
	return out.Bytes(), f.Name.Name, p.err
}

func declared(d ast.Decl) string {
	switch d := d.(type) {
	case *ast.FuncDecl:
		return d.Name.Name
	case *ast.GenDecl:
		for _, s := range d.Specs {
			if v, ok := s.(*ast.ValueSpec); ok {
				return v.Names[0].Name
			}
		}
	}
	return "the file"
}

// visit plants in one node. The operands of a condition come after the condition itself, as they are below it.
func (p *planter) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.KeyValueExpr:
		if k, ok := n.Key.(*ast.Ident); ok && k.Name == "Hint" {
			return false // hints only ever add reads: what they say is no check
		}
	case *ast.IfStmt:
		n.Cond = p.never("if", n.Cond)
	case *ast.SwitchStmt:
		p.cases(n)
	case *ast.BinaryExpr:
		switch {
		case p.own[n]:
		case n.Op == token.LAND:
			n.X, n.Y = p.always("and", n.X), p.always("and", n.Y)
		case n.Op == token.LOR:
			n.X, n.Y = p.never("or", n.X), p.never("or", n.Y)
		}
	}
	return true
}

// cases gives each value of each case its mutant. A switch over a value becomes one over conditions.
func (p *planter) cases(s *ast.SwitchStmt) {
	tag := s.Tag
	switch tag.(type) {
	case nil, *ast.Ident, *ast.SelectorExpr:
	default:
		p.err = fmt.Errorf("line %d: a switch over %s, which may not be worked out twice: teach plant.go", p.set.Position(s.Pos()).Line, p.text(tag))
		return
	}
	s.Tag = nil
	for _, c := range s.Body.List {
		c := c.(*ast.CaseClause)
		for i, v := range c.List {
			cond := v
			if tag != nil {
				cond = &ast.BinaryExpr{X: tag, Op: token.EQL, Y: v}
			}
			c.List[i] = p.wrap("case", v, cond, false)
		}
	}
}

func (p *planter) never(what string, cond ast.Expr) ast.Expr  { return p.wrap(what, cond, cond, false) }
func (p *planter) always(what string, cond ast.Expr) ast.Expr { return p.wrap(what, cond, cond, true) }

// wrap makes a condition that is as it was, unless its mutant lives: then it is what is said.
func (p *planter) wrap(what string, named, cond ast.Expr, is bool) ast.Expr {
	m := mutant{p.file, p.function, p.set.Position(named.Pos()).Line, what, p.text(named), 1}
	for _, other := range p.all {
		if other.file == m.file && other.function == m.function && other.what == m.what && other.text == m.text {
			m.nth++
		}
	}
	p.all = append(p.all, m)
	var lives ast.Expr = &ast.CallExpr{Fun: ast.NewIdent("mutantLives"), Args: []ast.Expr{&ast.BasicLit{Kind: token.INT, Value: strconv.Itoa(len(p.all))}}}
	op := token.LOR
	if !is {
		lives, op = &ast.UnaryExpr{Op: token.NOT, X: lives}, token.LAND
	}
	own := &ast.BinaryExpr{X: lives, Op: op, Y: &ast.ParenExpr{X: cond}}
	p.own[own] = true
	return &ast.ParenExpr{X: own}
}

func (p *planter) text(n ast.Node) string {
	from, to := p.set.Position(n.Pos()).Offset, p.set.Position(n.End()).Offset
	return strings.Join(strings.Fields(string(p.source[from:to])), " ")
}
