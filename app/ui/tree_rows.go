package ui

import (
	"strings"
	"unicode"
)

// TreeNode is a node of a Tree.
type TreeNode struct {
	ID    string
	Text  string
	Note  string // more about it, in smaller letters
	Icon  IconName
	Count int  // shown behind the text; negative for none
	Inner bool // has children
}

// treeRow is a node that can be seen, as all around it are unfolded.
type treeRow struct {
	TreeNode
	level    int // from 1
	at, of   int // its place among its siblings, from 1
	parent   int // row, -1 for none
	unfolded bool
}

// treeRows lays the nodes out that can be seen. It asks only for children of what is unfolded.
func treeRows(children func(id string) []TreeNode, unfolded map[string]bool) []treeRow {
	var out []treeRow
	var walk func(id string, level, parent int)
	walk = func(id string, level, parent int) {
		nodes := children(id)
		for i, n := range nodes {
			row := treeRow{TreeNode: n, level: level, at: i + 1, of: len(nodes), parent: parent, unfolded: n.Inner && unfolded[n.ID]}
			out = append(out, row)
			if row.unfolded {
				walk(n.ID, level+1, len(out)-1)
			}
		}
	}
	walk("", 1, -1)
	return out
}

// treeMove is what a key does: go to a row, or fold the row one is on, or unfold it.
type treeMove struct {
	to           int
	fold, unfold bool
	siblings     bool // unfold all beside it
}

// treeKey says what a key does on row at; false if nothing.
func treeKey(rows []treeRow, at int, key string, page int) (treeMove, bool) {
	if len(rows) == 0 {
		return treeMove{}, false
	}
	row := rows[at]
	switch key {
	case "ArrowRight":
		switch {
		case row.Inner && !row.unfolded:
			return treeMove{to: at, unfold: true}, true
		case row.unfolded && at+1 < len(rows) && rows[at+1].parent == at:
			return treeMove{to: at + 1}, true
		}
		return treeMove{to: at}, true
	case "ArrowLeft":
		switch {
		case row.unfolded:
			return treeMove{to: at, fold: true}, true
		case row.parent >= 0:
			return treeMove{to: row.parent}, true
		}
		return treeMove{to: at}, true
	case "*":
		return treeMove{to: at, siblings: true}, true
	}
	to := moved(key, at, len(rows), page)
	return treeMove{to: to}, to >= 0
}

// treeSearch is the row that begins with what was typed, from at on and around the end; the same letter again goes on to the next one.
// -1 if there is none.
func treeSearch(rows []treeRow, at int, typed string) int {
	want := strings.ToLower(typed)
	begin := at
	if first := []rune(want); len(first) > 0 && strings.Trim(want, string(first[0])) == "" {
		want, begin = string(first[0]), at+1
	}
	for k := range rows {
		i := (begin + k) % len(rows)
		if strings.HasPrefix(strings.ToLower(rows[i].Text), want) {
			return i
		}
	}
	return -1
}

// letter says whether a key is one that is searched for.
func letter(key string) bool {
	r := []rune(key)
	return len(r) == 1 && (unicode.IsLetter(r[0]) || unicode.IsDigit(r[0]))
}
