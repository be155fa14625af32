// Package accountstest is an installation for tests of accounts: over testworld's table, with a post office that keeps what
// SES is given, the table's real stream that is delivered twice and out of order, and a watch that no secret is ever stored
// or logged.
package accountstest

import (
	"bytes"
	"context"
	"log/slog"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/accounts/argon"
	"stellwerk/functions/internal/accounts/token"
	"stellwerk/functions/internal/effects"
	"stellwerk/functions/internal/mail/ses"
	"stellwerk/functions/internal/outbound"
	"stellwerk/functions/internal/push"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/testworld"
	"stellwerk/infra/local/dynamo"
	"stellwerk/shared/route"
)

// Origin begins the links in mails.
const Origin = "https://cockpit.example.org"

// Home and Elsewhere are networks that people sign in from.
const (
	Home      = "198.51.100.7:50001"
	Elsewhere = "203.0.113.9:50002"
)

// Password is one that may be used, and Other another one.
const (
	Password = "weichenstellwerk am morgen"
	Other    = "ablaufberg im abendrot"
)

// Cheap is the least work that argon2id does: tests count hashes and spend no time on them.
var Cheap = argon.Params{Memory: 8, Time: 1, Threads: 1}

// World is an installation.
type World struct {
	*testworld.World
	Accounts *accounts.Accounts
	Carrier  *effects.Carrier
	Hasher   *argon.Hasher
	Post     *Post
	Push     *push.Push
	stream   *Stream
	log      *guarded
	mu       sync.Mutex
	secrets  map[string]string // secret → what it is
}

// Open makes an installation. When the test ends, nothing secret must be found in its table or log.
func Open(tb testing.TB) *World { return OpenWith(tb, dynamo.Faults{Twice: true, Shuffle: true}) }

// OpenWith is Open with other faults of the engine.
func OpenWith(tb testing.TB, faults dynamo.Faults) *World {
	tb.Helper()
	w := &World{
		World: testworld.Open(tb, dynamo.WithFaults(faults)), Hasher: argon.New(Cheap, 4), Post: &Post{}, log: &guarded{},
		secrets: map[string]string{Password: "the password", Other: "the other password"},
	}
	w.Accounts = accounts.New(w.Table, w.Executor, w.Hasher, w.Clock.Now)
	w.PushThrough(tb, outbound.New())
	w.stream = OpenStream(tb, w.World)
	tb.Cleanup(func() {
		for _, leak := range w.Leaks(tb) {
			tb.Error(leak)
		}
	})
	return w
}

// NewCarrier makes one more carrier of effects, as another process has one.
func (w *World) NewCarrier(tb testing.TB) *effects.Carrier {
	tb.Helper()
	sender, err := ses.New(aws.Config{
		Region: "local", HTTPClient: w.Post, Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
	}, "stellwerk@example.org")
	if err != nil {
		tb.Fatal(err)
	}
	return effects.New(w.Table, Origin, sender, w.Push, w.Clock.Now, w.logger())
}

// PushThrough lets the carriers reach push services by a client.
func (w *World) PushThrough(tb testing.TB, out *outbound.Client) {
	tb.Helper()
	w.Push = push.New(w.Table, out, Origin, "stellwerk@example.org", w.Clock.Now, w.logger())
	w.Carrier = w.NewCarrier(tb)
}

func (w *World) logger() *slog.Logger {
	return slog.New(slog.NewJSONHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// Secret remembers a token, so that it is looked for where it must not be. It returns the token's text.
func (w *World) Secret(t token.Token) string {
	if t == "" {
		return ""
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.secrets[t.Secret()] = "a token"
	return t.Secret()
}

// Deliver hands all that the stream has to two carriers at once, several times and in any order, and returns the mails that
// were sent meanwhile, in the order in which they went out.
func (w *World) Deliver(tb testing.TB) []Mail {
	tb.Helper()
	before := w.Post.Count()
	w.drain(tb, func(k table.EffectKey, err error) { tb.Errorf("carry out effect %s: %v", k.ID(), err) })
	return w.sent(before)
}

// DeliverByClock is Deliver where things go wrong: the clock has the stream name again what was not carried out, until nothing
// is left.
func (w *World) DeliverByClock(tb testing.TB) []Mail {
	tb.Helper()
	before := w.Post.Count()
	for range 200 {
		w.drain(tb, func(table.EffectKey, error) {})
		if len(w.Items(tb, "E#")) == 0 {
			return w.sent(before)
		}
		w.Pass(10 * time.Minute)
		_, _ = w.Carrier.Remind(tb.Context()) // what it could not name, it names the next time
	}
	tb.Fatalf("effects are left for ever: %v", w.Items(tb, "E#"))
	return nil
}

func (w *World) drain(tb testing.TB, failed func(table.EffectKey, error)) {
	tb.Helper()
	other := w.NewCarrier(tb)
	for {
		keys := w.stream.Effects(tb)
		if len(keys) == 0 {
			return
		}
		keys = append(keys, keys...)
		rand.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
		var both sync.WaitGroup
		for _, carrier := range []*effects.Carrier{w.Carrier, other} {
			both.Go(func() {
				for _, k := range keys {
					if err := carrier.Carry(tb.Context(), k); err != nil {
						failed(k, err)
					}
				}
			})
		}
		both.Wait()
	}
}

// sent returns the mails after the first n, and remembers their links as secrets.
func (w *World) sent(n int) []Mail {
	mails := w.Post.Since(n)
	for _, m := range mails {
		w.Secret(token.Token(m.Token))
	}
	return mails
}

// SignUp signs an address up at an organisation called Acme, in a browser of its own, and returns that browser's cookie.
func (w *World) SignUp(tb testing.TB, email string) string {
	tb.Helper()
	t, err := w.Accounts.SignUp(tb.Context(), Home, Wish(email))
	if err != nil {
		tb.Fatalf("sign %s up: %v", email, err)
	}
	return w.Secret(t)
}

// Wish is a sign-up in order.
func Wish(email string) route.SignUpRequest {
	return route.SignUpRequest{
		Organisation: "Acme", GivenName: "Ida", Surname: "Inhaber", Email: email, Password: Password, Language: "de",
	}
}

// LinkTo delivers the mails and returns the token of the one mail to this address.
func (w *World) LinkTo(tb testing.TB, email string) string {
	tb.Helper()
	found := ""
	for _, m := range w.Deliver(tb) {
		if m.To == email && m.Token != "" {
			if found != "" {
				tb.Fatalf("%s got more than one link", email)
			}
			found = m.Token
		}
	}
	if found == "" {
		tb.Fatalf("%s got no link", email)
	}
	return found
}

// Confirm confirms a sign-up.
func (w *World) Confirm(ctx context.Context, browser, link, password string) (session string, err error) {
	t, err := w.Accounts.Confirm(ctx, Home, browser, route.ConfirmRequest{Token: link, Password: password})
	return w.Secret(t), err
}

// SignIn signs in from Home.
func (w *World) SignIn(ctx context.Context, email, password string) (session string, err error) {
	t, err := w.Accounts.SignIn(ctx, Home, route.SignInRequest{Email: email, Password: password})
	return w.Secret(t), err
}

// Member makes an account by way of sign-up and confirmation, with the mails of that delivered, and returns its session.
func (w *World) Member(tb testing.TB, email string) accounts.Session {
	tb.Helper()
	browser := w.SignUp(tb, email)
	session, err := w.Confirm(tb.Context(), browser, w.LinkTo(tb, email), "")
	if err != nil {
		tb.Fatalf("confirm %s: %v", email, err)
	}
	w.Deliver(tb)
	return w.Session(tb, session)
}

// Session looks up a session that must be there.
func (w *World) Session(tb testing.TB, cookie string) accounts.Session {
	tb.Helper()
	s, err := w.Accounts.Session(tb.Context(), cookie)
	if err != nil {
		tb.Fatalf("look up a session: %v", err)
	}
	return s
}

// Pass lets time pass.
func (w *World) Pass(d time.Duration) { w.Clock.Move(d) }

// guarded is a log for many writers.
type guarded struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (g *guarded) Write(p []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.buf.Write(p)
}

func (g *guarded) String() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.buf.String()
}

// Log is all that was logged.
func (w *World) Log() string { return w.log.String() }
