package ui

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// View is a list as somebody wants to see it again: its name, and the query of its address.
type View struct {
	Name  string `json:"name"`
	Query string `json:"query"`
}

// maxViewName is how many characters the name of a view has at most.
const maxViewName = 40

// ParseViews reads views as EncodeViews has written them; none if it can't.
func ParseViews(s string) []View {
	var out []View
	if json.Unmarshal([]byte(s), &out) != nil {
		return nil
	}
	return out
}

// EncodeViews writes views; "" for none.
func EncodeViews(views []View) string {
	if len(views) == 0 {
		return ""
	}
	data, err := json.Marshal(views)
	if err != nil {
		return ""
	}
	return string(data)
}

// ViewName is a name as it is kept; "" for one that can't be.
func ViewName(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) > maxViewName {
		return ""
	}
	return s
}

// ViewAt is the view that shows a query; -1 if none does.
func ViewAt(views []View, query string) int {
	for i, v := range views {
		if v.Query == query {
			return i
		}
	}
	return -1
}

// ViewNamed is the view of a name, in whatever case; -1 if there is none.
func ViewNamed(views []View, name string) int {
	for i, v := range views {
		if strings.EqualFold(v.Name, name) {
			return i
		}
	}
	return -1
}

// DropView is the views without view i.
func DropView(views []View, i int) []View {
	out := append([]View(nil), views[:i]...)
	return append(out, views[i+1:]...)
}
