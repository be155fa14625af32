package mail

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"
	"time"

	"stellwerk/functions/internal/accounts/token"
	"stellwerk/shared/org"
)

// The pages that links in mails lead to.
const (
	pageConfirm = "/confirm"    // ?token=
	pageReset   = "/reset"      // ?token=
	pageInvite  = "/invitation" // ?token=
	pageEmail   = "/email"      // ?token=
	pageLeave   = "/leave"      // ?token=
	pageSignIn  = "/sign-in"
	pageForgot  = "/forgotten"
	pageHome    = "/"
	pageEnds    = "/scheduled"
	pageImport  = "/import"
	pageMembers = "/members"
	pageBirths  = "/birthdays"
	pageGreets  = "/profile#greetings"
)

// Letters writes mails whose links begin with one origin: the configured one, never that of a request.
type Letters struct{ origin, signature string }

// NewLetters takes an origin such as https://cockpit.example.org.
func NewLetters(origin string) Letters { return Letters{origin: strings.TrimRight(origin, "/")} }

// Signed are letters with what an organisation writes below them, in any number of lines. They go to its members and to those it invites only: what it
// says is for no stranger.
func (l Letters) Signed(signature string) Letters {
	l.signature = signature
	return l
}

// Confirm asks somebody who has signed up to confirm the address. It repeats nothing of what was typed at sign-up: the
// receiver may be a stranger to whoever typed it.
func (l Letters) Confirm(lang org.Language, t token.Token) Message {
	return l.write(lang, "confirm", l.link(pageConfirm, t), nil)
}

// Known tells the owner of an account that somebody wanted to sign up with its address.
func (l Letters) Known(lang org.Language) Message {
	return l.write(lang, "known", l.origin+pageSignIn, nil)
}

// Reset leads to a new password.
func (l Letters) Reset(lang org.Language, t token.Token) Message {
	return l.write(lang, "reset", l.link(pageReset, t), nil)
}

// Prove leads the owner of an address to a password of their own, for an account that an organisation made with a temporary one. It repeats nothing
// else: the receiver may be a stranger to whoever made it. organisation is "" where they are no member of it any more.
func (l Letters) Prove(lang org.Language, t token.Token, organisation string) Message {
	if organisation == "" {
		return l.Reset(lang, t)
	}
	return l.write(lang, "prove", l.link(pageReset, t), []string{"{organisation}", organisation})
}

// AddressWanted leads to signing in by another address. It repeats nothing of who wants that: the receiver may be a stranger.
func (l Letters) AddressWanted(lang org.Language, t token.Token) Message {
	return l.write(lang, "wanted", l.link(pageEmail, t), nil)
}

// AddressTaken tells the owner of an account that somebody wanted to sign in to another one by its address.
func (l Letters) AddressTaken(lang org.Language) Message {
	return l.write(lang, "taken", l.origin+pageSignIn, nil)
}

// AddressWarned tells at the address that an account has that another is wanted.
func (l Letters) AddressWarned(lang org.Language, wanted string) Message {
	return l.write(lang, "warned", l.origin+pageForgot, []string{"{email}", wanted})
}

// AddressMoved tells at the address that an account had that it has another.
func (l Letters) AddressMoved(lang org.Language, now string) Message {
	return l.write(lang, "moved", l.origin+pageSignIn, []string{"{email}", now})
}

// Leave leads to deleting one's own profile in an organisation.
func (l Letters) Leave(lang org.Language, t token.Token, organisation string) Message {
	return l.write(lang, "leave", l.link(pageLeave, t), []string{"{organisation}", organisation})
}

// Changed tells that the password has been changed.
func (l Letters) Changed(lang org.Language) Message {
	return l.write(lang, "changed", l.origin+pageForgot, nil)
}

// Welcome greets the founder of an organisation.
func (l Letters) Welcome(lang org.Language, name, organisation string) Message {
	return l.write(lang, "welcome", l.origin+pageHome, []string{"{name}", name, "{organisation}", organisation})
}

// Ends is what a letter about last days says.
type Ends struct {
	Organisation string
	Names        []string // of the members; the first few stand in the letter
	Day          time.Time
}

// maxNamed is how many names stand in a letter.
const maxNamed = 10

// named are the first few names, and how many more there are.
func named(lang org.Language, all []string) string {
	names := strings.Join(all[:min(len(all), maxNamed)], ", ")
	if more := len(all) - maxNamed; more > 0 {
		names += " " + strings.ReplaceAll(frames[lang].more, "{n}", strconv.Itoa(more))
	}
	return names
}

// Ending tells that a last day is near, of members or of their tags, or that what was set for it was not carried out.
func (l Letters) Ending(lang org.Language, tags, missed bool, e Ends) Message {
	name := "ends"
	switch {
	case tags && missed:
		name = "tagsMissed"
	case tags:
		name = "tagsEnd"
	case missed:
		name = "missed"
	}
	lang = spoken(lang)
	return l.write(lang, name, l.origin+pageEnds, []string{"{organisation}", e.Organisation, "{names}", named(lang, e.Names), "{day}", day(lang, e.Day)})
}

// Ended is what a letter about a long piece of work says.
type Ended struct {
	Organisation   string
	Import, Failed bool
	Done, Refused  int
}

// Ended tells somebody that an import or another long piece of their work is over.
func (l Letters) Ended(lang org.Language, e Ended) Message {
	name, link := "ended", pageMembers
	if e.Failed {
		name = "failed"
	}
	lang = spoken(lang)
	task := frames[lang].task
	if e.Import {
		task, link = frames[lang].listing, pageImport
	}
	return l.write(lang, name, l.origin+link, []string{"{organisation}", e.Organisation, "{task}", task, "{done}", strconv.Itoa(e.Done), "{refused}", strconv.Itoa(e.Refused)})
}

// Joined tells that somebody has accepted an invitation.
func (l Letters) Joined(lang org.Language, organisation string, names []string) Message {
	lang = spoken(lang)
	return l.write(lang, "joined", l.origin+pageMembers, []string{"{organisation}", organisation, "{names}", named(lang, names)})
}

// Birthdays tells whose birthday it is today.
func (l Letters) Birthdays(lang org.Language, organisation string, names []string) Message {
	lang = spoken(lang)
	return l.write(lang, "birthdays", l.origin+pageBirths, []string{"{organisation}", organisation, "{names}", named(lang, names)})
}

// Greeted tells somebody who congratulates them on their birthday, and with which words, in any number of lines.
func (l Letters) Greeted(lang org.Language, organisation, by, text string) Message {
	lang = spoken(lang)
	return l.write(lang, "greeted", l.origin+pageGreets, []string{"{organisation}", organisation, "{by}", by, "{text}", text})
}

// Asked leads somebody on who wants to join an organisation by a link. It repeats nothing of what was typed.
func (l Letters) Asked(lang org.Language, t token.Token, organisation string) Message {
	return l.write(lang, "asked", l.link(pageInvite, t), []string{"{organisation}", organisation})
}

// Within tells somebody who wants to join that they have joined already.
func (l Letters) Within(lang org.Language, organisation string) Message {
	return l.write(lang, "within", l.origin+pageSignIn, []string{"{organisation}", organisation})
}

// Invitation is what the letter to somebody who is to join says.
type Invitation struct {
	Name, Organisation string // of the receiver, of the organisation
	By                 string // who invites
	Text               string // what they add, in any number of lines; "" for nothing
	Until              time.Time
	Linked             bool // the receiver is a member already, and is to confirm a new address
}

// Invite asks somebody to join an organisation. What the inviter adds stands in it as a quotation.
func (l Letters) Invite(lang org.Language, t token.Token, i Invitation) Message {
	name := "invite"
	if i.Linked {
		name = "address"
	}
	lang = spoken(lang)
	words := letters[lang][name]
	if i.Text == "" {
		words.before = words.before[:len(words.before)-1]
	}
	return l.set(lang, words, l.link(pageInvite, t), []string{
		"{name}", i.Name, "{organisation}", i.Organisation, "{by}", i.By, "{text}", i.Text, "{until}", day(lang, i.Until),
	})
}

func (l Letters) link(page string, t token.Token) string {
	return l.origin + page + "?" + url.Values{"token": {t.Secret()}}.Encode()
}

// letter is a mail's words. A text in braces is put in when it is written; {forgot}, at the end of a paragraph only, is a link
// to the page for a forgotten password.
type letter struct {
	subject  string
	preview  string   // what lists of mails show beside the subject; says nothing that the letter doesn't
	greeting string   // "" is the frame's
	before   []string // paragraphs before the button
	button   string
	after    []string  // paragraphs after it
	stranger *stranger // nil where the letter itself says it, or nobody else can have caused it
	why      string    // who caused the mail
}

// stranger is what readers do who did not cause the mail.
type stranger struct{ Question, Answer string }

// frame is what all letters of a language have in common.
type frame struct {
	greeting string
	fallback string // before the link in full, under the button
	noReply  string
	more     string // behind some of n names
	task     string // some long piece of work, at the beginning of a sentence
	listing  string // an import
}

// write sets the letter of a name.
func (l Letters) write(lang org.Language, name, link string, values []string) Message {
	lang = spoken(lang)
	return l.set(lang, letters[lang][name], link, values)
}

// spoken is the language of letters to somebody of a language.
func spoken(lang org.Language) org.Language {
	if _, ok := letters[lang]; !ok {
		return org.English
	}
	return lang
}

// set puts values into a letter. In one pass, so that what is put in is never read as a placeholder itself.
func (l Letters) set(lang org.Language, words letter, link string, values []string) Message {
	around := frames[lang]
	fill := strings.NewReplacer(values...)
	all := func(in []string) []paragraph {
		out := make([]paragraph, len(in))
		for i, s := range in {
			out[i].Text = fill.Replace(s)
			if text, ends := strings.CutSuffix(s, "{forgot}"); ends {
				out[i] = paragraph{Text: fill.Replace(text), Link: l.origin + pageForgot}
			}
		}
		return out
	}
	s := setting{
		Language: string(lang), Subject: HeaderText(fill.Replace(words.subject)), Preview: fill.Replace(words.preview),
		Opening: fill.Replace(cmp.Or(words.greeting, around.greeting)),
		Before:  all(words.before), Button: words.button, Link: link, Fallback: around.fallback, After: all(words.after), Signature: l.signature,
		Stranger: words.stranger, Why: fill.Replace(words.why), NoReply: around.noReply, Home: l.origin + pageHome,
	}
	return Message{Language: lang, Subject: s.Subject, Text: s.text(), HTML: s.html()}
}

// day writes a date as a language does.
func day(lang org.Language, t time.Time) string {
	if lang == org.German {
		return strconv.Itoa(t.Day()) + ". " + germanMonths[t.Month()-1] + " " + strconv.Itoa(t.Year())
	}
	return t.Format("2 January 2006")
}

var germanMonths = [...]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"}
