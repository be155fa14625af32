package mail

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"stellwerk/infra/local/disk"
)

// Outbox keeps mails in a directory instead of sending them: ID.eml, which every mail program opens, and ID.json with the
// envelope. It survives restarts. The newest MaxMails are kept.
type Outbox struct {
	dir     string
	keep    int
	mu      sync.Mutex
	mails   []Mail        // oldest first
	changed chan struct{} // closed at the next mail
}

// MaxMails is how many mails an outbox keeps.
const MaxMails = 1000

type envelope struct {
	At   time.Time `json:"at"`
	From string    `json:"from"`
	To   []string  `json:"to"`
}

// OpenOutbox uses or makes the directory.
func OpenOutbox(dir string) (*Outbox, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	o := &Outbox{dir: dir, keep: MaxMails, changed: make(chan struct{})}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	for _, entry := range entries {
		id, isEnvelope := strings.CutSuffix(entry.Name(), ".json")
		switch {
		case strings.HasPrefix(entry.Name(), disk.TempPrefix):
			_ = os.Remove(filepath.Join(dir, entry.Name())) // left by a crash; the next start tries again
		case isEnvelope && validID.MatchString(id):
			m, err := o.load(id)
			if err != nil {
				return nil, fmt.Errorf("outbox: %w; move the two files of %s away", err, id)
			}
			o.mails = append(o.mails, read(m))
		}
	}
	slices.SortFunc(o.mails, func(a, b Mail) int { return strings.Compare(a.ID, b.ID) })
	return o, nil
}

var validID = regexp.MustCompile(`^[0-9a-f]{13}-[a-z2-7]{26}$`)

func (o *Outbox) file(id, end string) string { return filepath.Join(o.dir, id+end) }

func (o *Outbox) load(id string) (Message, error) {
	var e envelope
	data, err := os.ReadFile(o.file(id, ".json"))
	if err != nil {
		return Message{}, err
	}
	if err := json.Unmarshal(data, &e); err != nil {
		return Message{}, fmt.Errorf("%s.json: %w", id, err)
	}
	raw, err := os.ReadFile(o.file(id, ".eml"))
	return Message{ID: id, At: e.At, From: e.From, To: e.To, Raw: raw}, err
}

// Deliver implements Delivery. The mail is on disk when it returns.
func (o *Outbox) Deliver(_ context.Context, m Message) error {
	if !validID.MatchString(m.ID) {
		return fmt.Errorf("outbox: %q is no id of a mail", m.ID)
	}
	e, err := json.Marshal(envelope{m.At, m.From, m.To})
	if err != nil {
		return err
	}
	if err := disk.Replace(o.file(m.ID, ".eml"), m.Raw); err != nil {
		return fmt.Errorf("outbox: %w", err)
	}
	if err := disk.Replace(o.file(m.ID, ".json"), e); err != nil { // last: a mail without it isn't there
		return fmt.Errorf("outbox: %w", err)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.mails = append(o.mails, read(m))
	slices.SortFunc(o.mails, func(a, b Mail) int { return strings.Compare(a.ID, b.ID) })
	close(o.changed)
	o.changed = make(chan struct{})
	return o.prune()
}

func (o *Outbox) prune() error {
	for len(o.mails) > o.keep {
		for _, end := range []string{".json", ".eml"} {
			if err := disk.Remove(o.file(o.mails[0].ID, end)); err != nil {
				return fmt.Errorf("outbox: %w", err)
			}
		}
		o.mails = o.mails[1:]
	}
	return nil
}

// Mails gives all mails, newest first.
func (o *Outbox) Mails() []Mail {
	o.mu.Lock()
	defer o.mu.Unlock()
	out := slices.Clone(o.mails)
	slices.Reverse(out)
	return out
}

// Wait gives the newest mail that is wanted, waiting for it until ctx is done.
func (o *Outbox) Wait(ctx context.Context, wanted func(Mail) bool) (Mail, error) {
	for {
		o.mu.Lock()
		changed := o.changed
		o.mu.Unlock()
		mails := o.Mails()
		if i := slices.IndexFunc(mails, wanted); i >= 0 {
			return mails[i], nil
		}
		select {
		case <-ctx.Done():
			return Mail{}, fmt.Errorf("no such mail among %d in the outbox: %w", len(mails), ctx.Err())
		case <-changed:
		}
	}
}

func (o *Outbox) find(id string) (Mail, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	i := slices.IndexFunc(o.mails, func(m Mail) bool { return m.ID == id })
	if i < 0 {
		return Mail{}, false
	}
	return o.mails[i], true
}
