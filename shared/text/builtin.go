//go:build !js

package text

import (
	"embed"
	"strings"

	"stellwerk/shared/org"
)

//go:embed *.txt
var files embed.FS

func init() { From = Of }

// Of returns all texts of a language, in the format of the files: what a browser is given.
func Of(lang org.Language) string {
	names, err := files.ReadDir(".")
	if err != nil {
		panic("text: " + err.Error())
	}
	var out strings.Builder
	for _, f := range names {
		data, err := files.ReadFile(f.Name())
		if err != nil {
			panic("text: " + err.Error())
		}
		out.WriteString(only(string(data), lang))
	}
	return out.String()
}

// only leaves out comments, empty lines and the other language.
func only(data string, lang org.Language) string {
	var out strings.Builder
	other := false
	for l := range strings.SplitSeq(data, "\n") {
		switch {
		case strings.TrimSpace(l) == "" || strings.HasPrefix(l, "#"):
			continue
		case !strings.HasPrefix(l, " "):
			other = false
		case !strings.HasPrefix(l, "    "):
			other = (lang == org.German) == strings.HasPrefix(l, "  en") // whatever is neither goes along, so that it is refused
		}
		if !other {
			out.WriteString(l + "\n")
		}
	}
	return out.String()
}
