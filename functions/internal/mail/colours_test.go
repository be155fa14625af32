package mail_test

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"stellwerk/functions/internal/mail"
)

// colours tells what a node asks for itself: "color", "background-color" or "border-color" of one scheme.
type colours func(n *html.Node, property string) (value string, ok bool)

var inlineBorder = regexp.MustCompile(`border(?:-top)?:(?:[^;]* )?(#\w+)`)

// light is what the style attribute says.
func light(n *html.Node, property string) (string, bool) {
	style, _ := attribute(n, "style")
	if property == "border-color" {
		if m := inlineBorder.FindStringSubmatch(style); m != nil {
			return m[1], true
		}
		return "", false
	}
	return declared(style, property)
}

func declared(style, property string) (string, bool) {
	for declaration := range strings.SplitSeq(style, ";") {
		name, value, _ := strings.Cut(declaration, ":")
		if strings.TrimSpace(name) == property {
			return strings.TrimSpace(strings.TrimSuffix(value, "!important")), true
		}
	}
	return "", false
}

var (
	darkBlock = regexp.MustCompile(`(?s)@media \(prefers-color-scheme: dark\) \{\n(.*?)\n\}`)
	darkRule  = regexp.MustCompile(`(?m)^  \.(\w+) \{ (.*) \}$`)
)

// dark reads the rules of the dark scheme, one class each.
func dark(t *testing.T, m mail.Message) colours {
	t.Helper()
	rules := map[string]string{}
	block := darkBlock.FindStringSubmatch(m.HTML)
	if block == nil {
		t.Fatal("no dark scheme")
	}
	for _, r := range darkRule.FindAllStringSubmatch(block[1], -1) {
		rules[r[1]] = r[2]
	}
	if want := strings.Count(block[1], "\n") + 1; len(rules) != want {
		t.Fatalf("%d of %d dark rules were read", len(rules), want)
	}
	return func(n *html.Node, property string) (string, bool) {
		classes, _ := attribute(n, "class")
		for class := range strings.FieldsSeq(classes) {
			if v, ok := declared(rules[class], property); ok {
				return v, true
			}
		}
		return light(n, property)
	}
}

// inherited is what n has from itself or from what it stands in.
func (c colours) inherited(n *html.Node, property string) string {
	for ; n != nil; n = n.Parent {
		if v, ok := c(n, property); ok {
			return v
		}
	}
	return ""
}

// tokens are the app's colours of each scheme.
func tokens(t *testing.T) (light, dark map[string]bool) {
	t.Helper()
	css, err := os.ReadFile("../../../web/css/10-tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	light, dark = map[string]bool{}, map[string]bool{}
	for _, m := range regexp.MustCompile(`light-dark\((#\w+), (#\w+)\);`).FindAllStringSubmatch(string(css), -1) {
		light[full(m[1])], dark[full(m[2])] = true, true
	}
	return light, dark
}

// full writes #abc as #aabbcc.
func full(hex string) string {
	if len(hex) == 4 {
		return "#" + strings.Repeat(hex[1:2], 2) + strings.Repeat(hex[2:3], 2) + strings.Repeat(hex[3:4], 2)
	}
	return hex
}

// TestColoursAreTheAppsAndCanBeRead in both schemes: text 4.5 to 1 on what lies under it, the mark 3 to 1.
func TestColoursAreTheAppsAndCanBeRead(t *testing.T) {
	lightTokens, darkTokens := tokens(t)
	each(t, func(t *testing.T, m mail.Message) {
		for name, scheme := range map[string]struct {
			colours colours
			tokens  map[string]bool
		}{"light": {light, lightTokens}, "dark": {dark(t, m), darkTokens}} {
			texts, rails := 0, 0
			for n := range parse(t, m).Descendants() {
				ground := scheme.colours.inherited(n, "background-color")
				least, front := 4.5, ""
				switch border, _ := scheme.colours(n, "border-color"); {
				case n.Type == html.TextNode && shown(n):
					texts++
					front = scheme.colours.inherited(n, "color")
				case border != "" && strings.Contains(classOf(n), "rail"):
					rails++
					least, front = 3, border
				case border != "":
					if !scheme.tokens[border] {
						t.Errorf("%s: the border %q is no colour of the app", name, border)
					}
					continue
				default:
					continue
				}
				if !scheme.tokens[ground] || !scheme.tokens[front] {
					t.Errorf("%s: %q on %q: no colours of the app for %q", name, front, ground, n.Data)
				} else if c := contrast(t, front, ground); c < least {
					t.Errorf("%s: %s on %s has %.1f to 1, want %.1f: %q", name, front, ground, c, least, n.Data)
				}
			}
			if texts < 8 || rails != 3 {
				t.Errorf("%s: %d texts and %d rails were looked at", name, texts, rails)
			}
		}
	})
}

// TestOldMailProgramsSeeTheSameGround: the attribute says what the style says.
func TestOldMailProgramsSeeTheSameGround(t *testing.T) {
	each(t, func(t *testing.T, m mail.Message) {
		for n := range parse(t, m).Descendants() {
			if old, ok := attribute(n, "bgcolor"); ok {
				if ground, _ := light(n, "background-color"); ground != old {
					t.Errorf("bgcolor=%q and background-color:%s", old, ground)
				}
			}
		}
	})
}

func classOf(n *html.Node) string {
	class, _ := attribute(n, "class")
	return class
}

// shown says whether a text is seen: no space, not in the head, not the preview.
func shown(n *html.Node) bool {
	if strings.TrimSpace(n.Data) == "" {
		return false
	}
	for p := n.Parent; p != nil; p = p.Parent {
		style, _ := attribute(p, "style")
		if p.Data == "head" || strings.Contains(style, "display:none") {
			return false
		}
	}
	return true
}

// contrast is that of WCAG, from 1 to 21.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	la, lb := luminance(t, a), luminance(t, b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatalf("%q is no colour: %v", hex, err)
		}
		v := float64(n) / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		sum += weight * v
	}
	return sum
}
