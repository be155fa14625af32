package ui

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/shared/route"
)

// JobCard shows how far something that takes longer is, and lets it be stopped, resumed and taken back. A handler that is nil is not
// offered.
type JobCard struct {
	ID, Title            string
	State                route.JobState
	Done, Total, Refused int    // rows or members
	Why                  string // it failed
	OnStop, OnResume     app.EventHandler
	OnUndo, OnClose      app.EventHandler
}

// UI is the element.
func (j JobCard) UI() app.UI {
	tone, icon := j.look()
	var sign app.UI = Icon(icon)
	if j.moving() {
		sign = app.Span().Class("spin").Aria("hidden", true)
	}
	return app.Section().Class("job").Class(toneClass[tone]).Aria("label", j.Title).Body(
		app.Div().Class("job-head").Body(
			app.Span().Class("job-sign").Body(sign),
			app.Strong().Text(j.Title),
			app.Div().Class("job-actions").Body(j.actions()...),
		),
		Progress(j.Title, j.Done, j.Total),
		app.P().Class("job-state").Attr("role", "status").Text(j.Says()),
	)
}

func (j JobCard) moving() bool { return j.State == route.JobRunning || j.State == route.JobStopping }

func (j JobCard) look() (Tone, IconName) {
	switch {
	case j.State == route.JobStopped:
		return Wait, IconStop
	case j.State == route.JobFailed:
		return Bad, IconAlertCircle
	case j.State == route.JobDone && j.Refused > 0:
		return Wait, IconAlert
	case j.State == route.JobDone:
		return OK, IconCircleCheck
	}
	return Neutral, IconProgress
}

func (j JobCard) actions() []app.UI {
	button := func(text string, icon IconName, h app.EventHandler) app.UI {
		return Button{Text: text, Icon: icon, Kind: Quiet, Scope: j.ID, OnClick: h}.UI()
	}
	var out []app.UI
	switch {
	case j.State == route.JobRunning && j.OnStop != nil:
		out = append(out, button(T("job.stop"), IconStop, j.OnStop))
	case j.State == route.JobStopped && j.OnResume != nil:
		out = append(out, button(T("job.resume"), IconPlay, j.OnResume))
	case j.State == route.JobDone && j.OnUndo != nil:
		out = append(out, button(T("button.undo"), IconArrowBack, j.OnUndo))
	}
	if !j.moving() && j.OnClose != nil {
		out = append(out, Button{Icon: IconX, Kind: Quiet, Label: T("button.close"), Scope: j.ID, OnClick: j.OnClose}.UI())
	}
	return out
}

// Says is how far it is, in a sentence.
func (j JobCard) Says() string {
	done, total := Number(j.Done), Number(j.Total)
	switch j.State {
	case route.JobRunning:
		if j.Total == 0 {
			return T("job.begins")
		}
		return T("job.running", "done", done, "total", total)
	case route.JobStopping:
		return T("job.stopping", "done", done, "total", total)
	case route.JobStopped:
		return T("job.stopped", "done", done, "total", total)
	case route.JobFailed:
		return T("job.failed", "done", done, "total", total, "why", j.Why)
	}
	if j.Refused > 0 {
		return N("job.doneRefused", j.Refused, "done", done)
	}
	return T("job.done", "done", done)
}
