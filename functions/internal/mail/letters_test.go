package mail_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"

	"stellwerk/functions/internal/accounts/token"
	"stellwerk/functions/internal/mail"
	"stellwerk/shared/org"
)

var update = flag.Bool("update", false, "write the golden files anew")

const origin = "https://cockpit.example.org"

// sample is a token whose text is known, for golden files.
var sample = token.Token(strings.Repeat("A", 43))

var lastDay = time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC)

func people(n int) (names []string) {
	for i := range n {
		names = append(names, "Person "+string(rune('A'+i)))
	}
	return names
}

func samples(l mail.Letters, lang org.Language) map[string]mail.Message {
	return map[string]mail.Message{
		"confirm":    l.Confirm(lang, sample),
		"known":      l.Known(lang),
		"reset":      l.Reset(lang, sample),
		"prove":      l.Prove(lang, sample, "Stadtwerke Süd & Söhne"),
		"leave":      l.Leave(lang, sample, "Stadtwerke Süd & Söhne"),
		"wanted":     l.AddressWanted(lang, sample),
		"taken":      l.AddressTaken(lang),
		"warned":     l.AddressWarned(lang, "neu@people.example"),
		"moved":      l.AddressMoved(lang, "neu@people.example"),
		"changed":    l.Changed(lang),
		"asked":      l.Asked(lang, sample, "Stadtwerke Süd & Söhne"),
		"within":     l.Within(lang, "Stadtwerke Süd & Söhne"),
		"ends":       l.Ending(lang, false, false, mail.Ends{Organisation: "Stadtwerke Süd & Söhne", Names: people(12), Day: lastDay}),
		"missed":     l.Ending(lang, false, true, mail.Ends{Organisation: "Stadtwerke Süd & Söhne", Names: people(1), Day: lastDay}),
		"tagsEnd":    l.Ending(lang, true, false, mail.Ends{Organisation: "Stadtwerke Süd & Söhne", Names: []string{"Ben Berger (Führerschein C, neu)"}, Day: lastDay}),
		"tagsMissed": l.Ending(lang, true, true, mail.Ends{Organisation: "Stadtwerke Süd & Söhne", Names: people(1), Day: lastDay}),
		"ended":      l.Ended(lang, mail.Ended{Organisation: "Stadtwerke Süd & Söhne", Import: true, Done: 1240, Refused: 3}),
		"failed":     l.Ended(lang, mail.Ended{Organisation: "Stadtwerke Süd & Söhne", Failed: true, Done: 200}),
		"joined":     l.Joined(lang, "Stadtwerke Süd & Söhne", people(1)),
		"welcome":    l.Welcome(lang, "Jörg Übermüller", "Stadtwerke Süd & Söhne"),
		"greeted":    l.Greeted(lang, "Stadtwerke Süd & Söhne", "Marlene Seidel", "Liebe Änne,\nalles Gute & ein schönes Jahr.\n\nMarlene"),
		"birthdays":  l.Birthdays(lang, "Stadtwerke Süd & Söhne", people(12)),
	}
}

func TestLettersAreAsTheyWereRead(t *testing.T) {
	for _, lang := range []org.Language{org.German, org.English} {
		for name, m := range samples(mail.NewLetters(origin), lang) {
			golden(t, name+"."+string(lang)+".txt", "Subject: "+m.Subject+"\n\n"+m.Text)
			golden(t, name+"."+string(lang)+".html", m.HTML)
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s differs from what was read last. Read it, then: go test ./functions/internal/mail -update\n%s", name, got)
	}
}

func TestEveryLetterKeepsTheHouseStyle(t *testing.T) {
	each(t, func(t *testing.T, m mail.Message) {
		if m.Subject == "" || utf8.RuneCountInString(m.Subject) > 60 {
			t.Errorf("subject %q: want 1 to 60 characters", m.Subject)
		}
		if strings.ContainsAny(m.Subject+m.Text, "!{}") {
			t.Errorf("an exclamation mark or a placeholder is left in\n%s", m.Text)
		}
		for line := range strings.SplitSeq(m.Text, "\n") {
			if utf8.RuneCountInString(line) > 72 && !strings.HasPrefix(line, "https://") {
				t.Errorf("line longer than 72 characters: %q", line)
			}
		}
		checkLinks(t, m)
	})
}

// checkLinks wants each link in both parts and none that leads elsewhere.
func checkLinks(t *testing.T, m mail.Message) {
	t.Helper()
	links := 0
	for n := range parse(t, m).Descendants() {
		href, ok := attribute(n, "href")
		if !ok {
			continue
		}
		links++
		if !strings.HasPrefix(href, origin+"/") || !strings.Contains(m.Text, "\n"+href+"\n") {
			t.Errorf("link %q: want one of our origin that also stands in the text part, on a line of its own", href)
		}
	}
	if links == 0 {
		t.Error("no link: a letter says what to do next")
	}
}

func parse(t *testing.T, m mail.Message) *html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(m.HTML))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func attribute(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// each tells the story of every letter in both languages.
func each(t *testing.T, story func(*testing.T, mail.Message)) {
	t.Helper()
	for _, lang := range []org.Language{org.German, org.English} {
		for name, m := range samples(mail.NewLetters(origin), lang) {
			t.Run(name+" "+string(lang), func(t *testing.T) { story(t, m) })
		}
	}
}

func TestWhatPeopleTypedStaysText(t *testing.T) {
	name := "Eve\r\nBcc: all@example.org <script>alert(1)</script>"
	tenant := "Acme\u2028{name}\" onclick=\"x"
	for _, lang := range []org.Language{org.German, org.English} {
		m := mail.NewLetters(origin).Welcome(lang, name, tenant)
		if strings.ContainsAny(m.Subject, "\r\n\u2028") {
			t.Errorf("subject %q has more than one line", m.Subject)
		}
		if !strings.Contains(m.Subject, "{name}") {
			t.Errorf("subject %q: a placeholder that somebody typed was filled", m.Subject)
		}
		if strings.Contains(m.HTML, "<script") || strings.Contains(m.HTML, `" onclick`) {
			t.Errorf("markup that somebody typed got through:\n%s", m.HTML)
		}
	}
}

func TestAnUnknownLanguageIsEnglish(t *testing.T) {
	if got, want := mail.NewLetters(origin).Known("fr").Subject, mail.NewLetters(origin).Known(org.English).Subject; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestASignatureStandsBelowInBothForms(t *testing.T) {
	signed := mail.NewLetters("https://cockpit.example").Signed("Stadtwerke <Birkenfurt>\nTel. 089 99998-0")
	m := signed.Within(org.German, "Stadtwerke")
	if !strings.Contains(m.Text, "\n\nStadtwerke <Birkenfurt>\nTel. 089 99998-0\n\n") {
		t.Errorf("the plain text is:\n%s", m.Text)
	}
	if !strings.Contains(m.HTML, "Stadtwerke &lt;Birkenfurt&gt;<br>\nTel. 089 99998-0</p>") {
		t.Errorf("the HTML has it as:\n%s", m.HTML)
	}
	if other := mail.NewLetters("https://cockpit.example").Within(org.German, "Stadtwerke"); strings.Contains(other.Text, "Birkenfurt") {
		t.Error("letters of others are signed, too")
	}
}
