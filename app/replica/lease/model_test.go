package lease

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// device is one in somebody's hands: its clock shows what they like, and its disk can be copied and put back.
type device struct {
	real   time.Time // which nobody sees
	clock  time.Time
	policy time.Duration
	disk   Lease
	copies []Lease
}

func newDevice(t *rapid.T) *device {
	hours := rapid.IntRange(1, 90*24).Draw(t, "policy")
	d := &device{real: met, policy: time.Duration(hours) * time.Hour}
	d.clock = d.real.Add(rapid.Custom(span).Draw(t, "how wrong the clock is"))
	d.disk = Met(d.real, d.clock, hours)
	return d
}

func span(t *rapid.T) time.Duration {
	unit := rapid.SampledFrom([]time.Duration{time.Second, time.Minute, time.Hour, 24 * time.Hour}).Draw(t, "unit")
	return time.Duration(rapid.IntRange(-100, 100).Draw(t, "units")) * unit
}

// store is what closing and opening the app does to a lease.
func (d *device) store(t *rapid.T, l Lease) {
	data, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	d.disk = Lease{}
	if err := json.Unmarshal(data, &d.disk); err != nil {
		t.Fatal(err)
	}
}

// Honest people with any clock that runs have their whole lease and not a moment more.
func TestAnHonestDeviceHasItsWholeLease(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := newDevice(t)
		for _, step := range rapid.SliceOfN(rapid.Custom(span), 0, 20).Draw(t, "steps") {
			passes := max(step, -step)
			d.real, d.clock = d.real.Add(passes), d.clock.Add(passes)
			open, left, _ := d.disk.State(d.clock)
			passed := d.real.Sub(met)
			if open != (passed < d.policy) || open && left != d.policy-passed {
				t.Fatalf("after %v of %v: open %v, %v left", passed, d.policy, open, left)
			}
			d.store(t, d.disk.Saw(d.clock, min(passes, time.Hour)))
		}
	})
}

// An enemy sets the clock, lets the app run and puts back copies of the disk. Without copies, the app is never open for longer than one
// lease in all; with them, each copy opens for one lease at most from where its clock stood, and for no other time.
func TestAnEnemyWinsNoLongerLease(t *testing.T) {
	const save = time.Minute // how often the app stores what it saw
	rapid.Check(t, func(t *rapid.T) {
		d := newDevice(t)
		copies := rapid.Bool().Draw(t, "copies")
		var ran time.Duration // while open, since the contact
		for range rapid.IntRange(1, 60).Draw(t, "moves") {
			switch move := rapid.IntRange(0, 5).Draw(t, "move"); {
			case move == 0:
				d.clock = d.clock.Add(rapid.Custom(span).Draw(t, "set"))
			case move == 1:
				d.clock = d.disk.Highest.Add(-rapid.SampledFrom([]time.Duration{0, Tolerance, Tolerance + 1, 2 * Tolerance}).Draw(t, "just before"))
			case move == 2 && copies:
				d.copies = append(d.copies, d.disk)
			case move == 3 && len(d.copies) > 0:
				d.disk = rapid.SampledFrom(d.copies).Draw(t, "put back")
			default: // open the app, and leave it open while the clock runs, or stands still
				stands := rapid.Bool().Draw(t, "the clock stands")
				for range rapid.IntRange(1, 100).Draw(t, "minutes") * rapid.SampledFrom([]int{1, 20}).Draw(t, "times") {
					open, left, _ := d.disk.State(d.clock)
					if !open {
						break
					}
					from := d.disk.Highest
					if d.clock.Before(from.Add(-Tolerance)) || d.clock.Sub(d.disk.Device) >= d.policy || left > d.policy || d.clock.Sub(from) > d.policy {
						t.Fatalf("%+v is open at %v", d.disk, d.clock)
					}
					if !stands {
						d.clock = d.clock.Add(save)
					}
					ran += save
					d.store(t, d.disk.Saw(d.clock, save))
					if d.disk.Highest.Before(from) {
						t.Fatalf("the furthest went back from %v to %v", from, d.disk.Highest)
					}
				}
			}
			if !copies && ran > d.policy+save {
				t.Fatalf("open for %v under a lease of %v", ran, d.policy)
			}
		}
	})
}

// A device that hears refusals only is locked when the server's time says so, whatever its own clock says.
func TestRefusalsTellTheTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := newDevice(t)
		later := rapid.Custom(span).Draw(t, "later")
		l := d.disk.Heard(met.Add(later))
		if open, left, _ := l.State(d.clock); open != (later < d.policy) || open && left != d.policy-max(later, 0) {
			t.Fatalf("told that %v have passed of %v: open %v, %v left", later, d.policy, open, left)
		}
	})
}
