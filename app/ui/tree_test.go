package ui

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// works is a small tree: two outer nodes, the first with two inner ones, of which the first has one.
func works(id string) []TreeNode {
	switch id {
	case "":
		return []TreeNode{{ID: "tec", Text: "Technik", Inner: true, Count: 412}, {ID: "ver", Text: "Vertrieb", Inner: true, Count: 86}}
	case "tec":
		return []TreeNode{{ID: "netz", Text: "Netz", Inner: true, Count: 40}, {ID: "wasser", Text: "Wasser", Count: 22}}
	case "netz":
		return []TreeNode{{ID: "nord", Text: "Nord", Count: 7}}
	case "ver":
		return []TreeNode{{ID: "innen", Text: "Innendienst", Count: 30}}
	}
	return nil
}

func names(rows []treeRow) string {
	var out []string
	for _, r := range rows {
		out = append(out, strings.Repeat("-", r.level-1)+r.Text)
	}
	return strings.Join(out, " ")
}

func TestATreeShowsWhatIsUnfolded(t *testing.T) {
	for _, c := range []struct {
		unfolded string
		want     string
	}{
		{"", "Technik Vertrieb"},
		{"tec", "Technik -Netz -Wasser Vertrieb"},
		{"tec netz", "Technik -Netz --Nord -Wasser Vertrieb"},
		{"netz", "Technik Vertrieb"}, // what is around it is folded
		{"wasser", "Technik Vertrieb"},
	} {
		on := map[string]bool{}
		for _, id := range strings.Fields(c.unfolded) {
			on[id] = true
		}
		if got := names(treeRows(works, on)); got != c.want {
			t.Errorf("%q: %s, want %s", c.unfolded, got, c.want)
		}
	}
}

func TestKeysMoveThroughATree(t *testing.T) {
	for _, c := range []struct{ story, keys, active, rows string }{
		{"right unfolds", "ArrowRight", "Technik", "Technik -Netz -Wasser Vertrieb"},
		{"right again goes within", "ArrowRight ArrowRight", "Netz", "Technik -Netz -Wasser Vertrieb"},
		{"right on a leaf does nothing", "ArrowRight ArrowDown ArrowDown ArrowRight", "Wasser", "Technik -Netz -Wasser Vertrieb"},
		{"left goes out", "ArrowRight ArrowDown ArrowLeft", "Technik", "Technik -Netz -Wasser Vertrieb"},
		{"left folds", "ArrowRight ArrowLeft", "Technik", "Technik Vertrieb"},
		{"left at the outside does nothing", "ArrowLeft", "Technik", "Technik Vertrieb"},
		{"end and home", "ArrowRight End Home", "Technik", "Technik -Netz -Wasser Vertrieb"},
		{"a star unfolds all beside", "*", "Technik", "Technik -Netz -Wasser Vertrieb -Innendienst"},
		{"letters search", "ArrowRight w", "Wasser", "Technik -Netz -Wasser Vertrieb"},
		{"letters search around the end", "End t", "Technik", "Technik Vertrieb"},
		{"what is not there leads nowhere", "End q", "Vertrieb", "Technik Vertrieb"},
	} {
		tree := &Tree{ID: "t", Children: works}
		tree.Render()
		for _, k := range strings.Fields(c.keys) {
			if !tree.Press(app.Context{}, k) {
				t.Errorf("%s: %s does nothing", c.story, k)
			}
			tree.Render()
		}
		if on := tree.rows[tree.active].Text; on != c.active || names(tree.rows) != c.rows {
			t.Errorf("%s: on %s of %s", c.story, on, names(tree.rows))
		}
	}
	tree := &Tree{ID: "t", Children: works}
	tree.Render()
	if tree.Press(app.Context{}, "Tab") {
		t.Error("Tab leads out of the tree")
	}
}

func TestLettersTypedQuicklyAreOneWord(t *testing.T) {
	rows := []treeRow{{TreeNode: TreeNode{Text: "Nord"}}, {TreeNode: TreeNode{Text: "Netz"}}, {TreeNode: TreeNode{Text: "Neubau"}}}
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	tree := &Tree{rows: rows}
	for _, s := range []struct {
		key   string
		pause time.Duration
		want  string
	}{{"n", 0, "Netz"}, {"e", 100 * time.Millisecond, "Netz"}, {"u", 100 * time.Millisecond, "Neubau"}, {"n", time.Second, "Nord"}, {"n", 100 * time.Millisecond, "Netz"}} {
		at = at.Add(s.pause)
		tree.search(s.key, at)
		if got := rows[tree.active].Text; got != s.want {
			t.Errorf("%s after %v leads to %s, want %s", s.key, s.pause, got, s.want)
		}
	}
}

// TestATreeOfThousandsKeepsFewInTheDocument: five thousand nodes below one.
func TestATreeOfThousandsKeepsFewInTheDocument(t *testing.T) {
	tree := &Tree{ID: "t", Label: "All", Unfolded: []string{"all"}, Children: func(id string) []TreeNode {
		if id == "" {
			return []TreeNode{{ID: "all", Text: "All", Inner: true, Count: 5000}}
		}
		nodes := make([]TreeNode, 5000)
		for i := range nodes {
			nodes[i] = TreeNode{ID: strconv.Itoa(i), Text: strconv.Itoa(i), Count: -1}
		}
		return nodes
	}}
	html := app.HTMLString(tree)
	if n := strings.Count(html, `role="treeitem"`); n == 0 || n > 100 || !strings.Contains(html, `aria-setsize="5000"`) {
		t.Errorf("%d of 5001 rows are in the document", n)
	}
}

// After a reload the groups arrive one part after the other: those that came after the first part stayed folded.
func TestWhatArrivesWhileATreeBeginsIsUnfoldedAsWell(t *testing.T) {
	tree := &Tree{ID: "t", Unfolded: []string{"tec"}, Coming: true, Children: works}
	tree.Render()
	tree.Unfolded, tree.Coming = []string{"tec", "ver"}, false
	tree.Render()
	if got := names(tree.rows); got != "Technik -Netz -Wasser Vertrieb -Innendienst" {
		t.Errorf("once all are there it shows %s", got)
	}
	delete(tree.unfolded, "ver")
	if tree.Render(); tree.unfolded["ver"] {
		t.Error("what somebody has folded is unfolded again")
	}
}
