package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"time"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// client is one browser of somebody who is signed in: what it holds of the organisation, what it has done, and a network of its own.
type client struct {
	crowd   *crowd
	network string
	email   string
	word    string // password
	chance  *rand.Rand

	cookie string
	who    route.SessionReply
	tenant org.TenantID

	held replica
	acks map[org.CommandID]uint64 // what was acknowledged, by the position in the ledger
}

// errLost means that no answer came.
var errLost = errors.New("no answer came")

// refused is an answer other than a success.
type refused struct {
	method, path string
	status       int
	faults       fault.List
	text         string
}

func (r refused) Error() string {
	return fmt.Sprintf("%s %s: %d %s", r.method, r.path, r.status, r.text)
}

// ask sends a request and reads the answer into out, unless that is nil. Errors: errLost, refused.
func (c *client) ask(ctx context.Context, what, method, path string, in, out any) error {
	var body io.Reader = http.NoBody
	if in != nil {
		data, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(data)
	}
	r, err := http.NewRequestWithContext(ctx, method, "http://"+c.crowd.house.addr+path, body)
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("X-Forwarded-For", c.network)
	if c.cookie != "" {
		r.Header.Set("Cookie", c.cookie)
	}
	began := time.Now()
	res, err := c.crowd.house.http.Do(r)
	if err != nil {
		return fmt.Errorf("%w: %s %s: %w", errLost, method, path, err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		return fmt.Errorf("%w: %s %s: %w", errLost, method, path, err)
	}
	for _, set := range res.Cookies() {
		c.cookie = set.Name + "=" + set.Value
	}
	if res.StatusCode >= 300 {
		wrong := refused{method: method, path: path, status: res.StatusCode, text: string(data[:min(len(data), 300)])}
		var p route.Problem
		if json.Unmarshal(data, &p) == nil {
			wrong.faults = p.Faults
		}
		return wrong
	}
	if what != "" {
		c.crowd.tally.done(what, time.Since(began))
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(data, out); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	return nil
}

// found signs an organisation up and confirms it by the link of the mail.
func (c *client) found(ctx context.Context, name string) error {
	err := c.ask(ctx, "", "POST", route.SignUp, route.SignUpRequest{
		Organisation: name, GivenName: "Olive", Surname: "Last", Email: c.email, Password: c.word, Language: "de",
	}, nil)
	if err != nil {
		return err
	}
	token, err := c.mailed(ctx)
	if err != nil {
		return err
	}
	if err := c.ask(ctx, "", "POST", route.SignUpConfirm, route.ConfirmRequest{Token: token}, &c.who); err != nil {
		return err
	}
	c.tenant = c.who.Memberships[0].Tenant
	return nil
}

// mailed waits for the mail with the link. Only somebody of this machine may look at the outbox: this request does not come from afar.
func (c *client) mailed(ctx context.Context) (string, error) {
	for {
		res, err := c.crowd.house.http.Get("http://" + c.crowd.house.addr + "/local/outbox.json?to=" + url.QueryEscape(c.email))
		if err != nil {
			return "", err
		}
		var mails []struct {
			Links []string `json:"links"`
		}
		err = json.NewDecoder(res.Body).Decode(&mails)
		_ = res.Body.Close()
		if err != nil {
			return "", fmt.Errorf("the outbox: %w", err)
		}
		for _, m := range mails {
			for _, l := range m.Links {
				if u, err := url.Parse(l); err == nil && strings.HasSuffix(u.Path, "/confirm") {
					return u.Query().Get("token"), nil
				}
			}
		}
		if err := pause(ctx, 50*time.Millisecond); err != nil {
			return "", err
		}
	}
}

// signIn begins a session.
func (c *client) signIn(ctx context.Context) error {
	c.cookie = ""
	err := c.ask(ctx, "sign-in", "POST", route.SignIn, route.SignInRequest{Email: c.email, Password: c.word}, &c.who)
	if err == nil {
		c.tenant = c.who.Memberships[0].Tenant
	}
	return err
}

// signInAnew ends the session and begins another.
func (c *client) signInAnew(ctx context.Context) error {
	err := c.ask(ctx, "sign-out", "POST", route.SignOut, nil, nil)
	if err != nil {
		return err
	}
	return c.untilAnswered(ctx, func() error { return c.signIn(ctx) })
}

// look reads a page of the audit trail, as people do.
func (c *client) look(ctx context.Context) error {
	var trail route.EntriesReply
	return c.ask(ctx, "read", "GET", route.In(route.Entries, c.tenant), nil, &trail)
}

// do sends a command until there is an answer, under the same id: so it is done once.
func (c *client) do(ctx context.Context, deed string, args any) error {
	data, err := json.Marshal(args)
	if err != nil {
		return err
	}
	cmd := ledger.Command{ID: newID[org.CommandID](), Deed: deed, Args: data}
	in := route.CommandsRequest{Account: c.who.Account, Commands: []ledger.Command{cmd}}
	var out route.CommandsReply
	if err := c.untilAnswered(ctx, func() error {
		return c.ask(ctx, "deed", "POST", route.In(route.Commands, c.tenant), in, &out)
	}); err != nil {
		return err
	}
	switch r := out.Replies[0]; {
	case r.State == route.Applied && r.Entry != nil:
		c.acks[cmd.ID] = r.Entry.Seq
	case r.State == route.Applied:
	case r.State == route.Refused && len(r.Faults) > 0 && !r.Faults[0].Kind.Later():
		c.crowd.tally.refuse()
	default:
		return fmt.Errorf("%s came to %s %v", deed, r.State, r.Faults)
	}
	return nil
}

// untilAnswered asks again while no answer comes, where the installation is killed now and then, or one that says to come later: after a kill
// many want to be let in at once.
func (c *client) untilAnswered(ctx context.Context, ask func() error) error {
	for {
		err := ask()
		var no refused
		later := errors.As(err, &no) && len(no.faults) > 0 && no.faults[0].Kind.Later()
		if !errors.Is(err, errLost) && !later || !c.crowd.killed || ctx.Err() != nil {
			return err
		}
		c.crowd.tally.lose()
		wait := 100 * time.Millisecond
		if later { // each try counts against the limits of signing in
			wait = time.Duration(2000+c.chance.IntN(2000)) * time.Millisecond
		}
		if err := pause(ctx, wait); err != nil {
			return err
		}
	}
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
