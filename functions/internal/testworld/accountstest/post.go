package accountstest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
)

// Mail is a mail that SES was given.
type Mail struct {
	To, Subject, Text, HTML string
	Effect                  string // the header that names what asked for it
	Token                   string // of its link, "" if there is none
}

// Post stands in for SES and keeps what it is given.
type Post struct {
	mu    sync.Mutex
	mails []Mail
	// Refuse is asked for each mail before it is taken: the name of SES's error, "" to take it.
	Refuse func(Mail) string
	// Lose is asked for each mail after it is taken: true if the answer never comes.
	Lose func(Mail) bool
}

var link = regexp.MustCompile(`[?&]token=([A-Za-z0-9_-]+)`)

// Do answers as SES does.
func (p *Post) Do(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	var in struct {
		Destination struct{ ToAddresses []string }
		Content     struct {
			Simple struct {
				Subject struct{ Data string }
				Body    struct{ Text, Html struct{ Data string } }
				Headers []struct{ Name, Value string }
			}
		}
	}
	if err := json.Unmarshal(body, &in); err != nil {
		return nil, err
	}
	simple := in.Content.Simple
	m := Mail{To: strings.Join(in.Destination.ToAddresses, ","), Subject: simple.Subject.Data, Text: simple.Body.Text.Data, HTML: simple.Body.Html.Data}
	for _, h := range simple.Headers {
		if h.Name == "X-Stellwerk-Effect" {
			m.Effect = h.Value
		}
	}
	if found := link.FindStringSubmatch(m.Text); found != nil {
		m.Token = found[1]
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.Refuse != nil {
		if name := p.Refuse(m); name != "" {
			return answer(r, http.StatusBadRequest, name), nil
		}
	}
	p.mails = append(p.mails, m)
	if p.Lose != nil && p.Lose(m) {
		return nil, fmt.Errorf("the connection broke")
	}
	return answer(r, http.StatusOK, ""), nil
}

func answer(r *http.Request, status int, name string) *http.Response {
	h := http.Header{"Content-Type": {"application/json"}}
	if name != "" {
		h.Set("X-Amzn-Errortype", name)
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(`{}`)), Request: r}
}

// Count is how many mails were taken.
func (p *Post) Count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.mails)
}

// Since returns the mails that were taken after the first n.
func (p *Post) Since(n int) []Mail {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Mail(nil), p.mails[n:]...)
}
