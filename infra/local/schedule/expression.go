// Package schedule runs jobs at the times that a SAM template's rate() and cron() expressions name. The time of each
// job's last run is kept on disk, so that a run missed while the machine was off happens once when it is back.
package schedule

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Expression says when something runs. Make one with Parse.
type Expression struct {
	text string
	rate time.Duration // 0 for cron
	cron *cron
}

func (e Expression) String() string { return e.text }

// Parse reads rate(value unit), with minutes, hours or days, or cron(minutes hours day-of-month month day-of-week year)
// as EventBridge writes them: days of the week are 1 (SUN) to 7, exactly one of the two day fields is ?, and L, W and #
// are allowed where EventBridge allows them.
func Parse(text string) (Expression, error) {
	inner, isRate := strings.CutPrefix(text, "rate(")
	if !isRate {
		var isCron bool
		if inner, isCron = strings.CutPrefix(text, "cron("); !isCron {
			return Expression{}, fmt.Errorf("schedule %q must be rate(…) or cron(…)", text)
		}
	}
	inner, closed := strings.CutSuffix(inner, ")")
	if !closed {
		return Expression{}, fmt.Errorf("schedule %q lacks its closing bracket", text)
	}
	e := Expression{text: text}
	var err error
	if isRate {
		e.rate, err = parseRate(inner)
	} else {
		e.cron, err = parseCron(inner)
	}
	if err != nil {
		return Expression{}, fmt.Errorf("schedule %q: %w", text, err)
	}
	return e, nil
}

var units = map[string]time.Duration{"minute": time.Minute, "hour": time.Hour, "day": 24 * time.Hour}

// longestRate keeps a slip of the pen from overflowing a duration.
const longestRate = 100 * 365 * 24 * time.Hour

func parseRate(s string) (time.Duration, error) {
	value, unit, _ := strings.Cut(s, " ")
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 {
		return 0, fmt.Errorf("%q must be a whole number from 1", value)
	}
	singular := strings.TrimSuffix(unit, "s")
	each, ok := units[singular]
	if !ok || (unit == singular) != (n == 1) {
		return 0, fmt.Errorf("unit %q must be minute, hour or day for 1, minutes, hours or days for more", unit)
	}
	if int64(n) > int64(longestRate/each) {
		return 0, fmt.Errorf("%d %s is longer than 100 years", n, unit)
	}
	return time.Duration(n) * each, nil
}

// Next is the first time after the given one, in its zone; zero when there is none before the year 2200. A wall clock
// time that a change to summer time skips is left out, one that comes twice counts once.
func (e Expression) Next(after time.Time) time.Time {
	if e.cron == nil {
		return after.Add(e.rate)
	}
	return e.cron.next(after)
}

// done is the time to remember when the run that was due is over at now: the latest due time that has passed, so that
// what was missed in between isn't made up for one by one and a rate keeps its beat.
func (e Expression) done(due, now time.Time) time.Time {
	if now.Before(due) {
		return due
	}
	if e.cron == nil {
		return due.Add(now.Sub(due) / e.rate * e.rate)
	}
	return now
}
