package gallery

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
	"stellwerk/shared/route"
)

// feedback is what tells how things stand.
func feedback() []Specimen {
	return []Specimen{notices(), banners(), jobs(), progress(), connections(), skeletons(), empties()}
}

func notices() Specimen {
	notice := func(name string, n ui.Notice) State {
		n.ID, n.OnClose = name, nothing
		return State{name, func() app.UI { return &n }}
	}
	return Specimen{
		ID: "notice", Title: "Notice",
		Care: []string{
			"Stays at least 6 seconds, 12 if it offers to take something back, and stands still while somebody points at it or has the focus in it.",
			"Without motion the seconds are written instead of the line that runs down.",
			"Is read out without taking the focus. When it is closed by keyboard the focus goes to the page.",
		},
		States: []State{
			notice("Offers to take it back", ui.Notice{Text: say("Ute Unger ist deaktiviert.", "Ute Unger is deactivated."), Tone: ui.OK, Seconds: 12, OnUndo: nothing}),
			notice("Tells", ui.Notice{Text: say("Ihr Profil ist gespeichert.", "Your profile is saved."), Tone: ui.OK, Seconds: 6}),
			notice("Stays until it is closed", ui.Notice{Text: say("Die Adresse ist kopiert.", "The address is copied."), Tone: ui.Info}),
			notice("Waits", ui.Notice{Text: say("Wird gesendet, sobald die Verbindung wieder da ist.", "Will be sent once the connection is back."), Tone: ui.Wait}),
			notice("Did not happen", ui.Notice{Text: say("Das hat der Server nicht angenommen. Es wurde nichts geändert.", "The server did not accept this. Nothing was changed."), Tone: ui.Bad}),
			notice("Long", ui.Notice{Text: say("1.248 Mitglieder haben jetzt das Tag «Bereitschaft Wasserwerk Nord», 12 hatten es schon.", "1,248 members now have the tag “On call at the northern waterworks”, 12 had it already."), Tone: ui.OK, Seconds: 12, OnUndo: nothing}),
		},
	}
}

func banners() Specimen {
	return Specimen{
		ID: "banner", Title: "Banner",
		Care: []string{"Says what concerns the whole page until it is over, and what one can do.", "Is read out when it comes; an icon and words beside the colour."},
		States: []State{
			{"Information", func() app.UI {
				return ui.Banner(ui.Info, ui.IconRefresh, say("Eine neue Version ist da.", "A new version is available."), say("Sie wird beim Neuladen übernommen.", "It is taken over when the page loads again."),
					ui.Button{Text: say("Neu laden", "Reload"), Kind: ui.Quiet, OnClick: nothing}.UI())
			}},
			{"Waiting", func() app.UI {
				return ui.Banner(ui.Wait, ui.IconWifiOff, say("Offline seit 14:20", "Offline since 14:20"), say("3 Änderungen sind gemerkt und werden gesendet.", "3 changes are kept and will be sent."))
			}},
			{"Folded, on a phone", func() app.UI {
				return ui.BannerFold(ui.Wait, ui.IconWifiOff, say("Offline seit 14:20 · 3 warten", "Offline since 14:20 · 3 wait"), say("3 Änderungen sind gemerkt und werden gesendet.", "3 changes are kept and will be sent."),
					ui.Button{Text: say("Jetzt versuchen", "Try now"), Kind: ui.Quiet, OnClick: nothing}.UI())
			}},
			{"Bad", func() app.UI {
				return ui.Banner(ui.Bad, ui.IconAlertCircle, say("Eine Änderung wurde nicht angenommen.", "A change was not accepted."), say("Ben Berger wurde inzwischen gelöscht.", "Ben Berger has been deleted meanwhile."),
					ui.Button{Text: say("Ansehen", "Look"), Kind: ui.Quiet, OnClick: nothing}.UI())
			}},
			{"Good", func() app.UI {
				return ui.Banner(ui.OK, ui.IconCircleCheck, say("Alles ist gesendet.", "Everything is sent."), "")
			}},
		},
	}
}

func jobs() Specimen {
	job := func(name string, j ui.JobCard) State {
		return State{name, func() app.UI {
			j.ID, j.Title, j.OnStop, j.OnResume, j.OnUndo, j.OnClose = name, say("Tags ändern · Nachtschicht", "Change tags · Night shift"), nothing, nothing, nothing, nothing
			if j.Why != "" {
				j.Why = say("Der Server ist voll ausgelastet.", "The server is at its limit.")
			}
			return j.UI()
		}}
	}
	return Specimen{
		ID: "job", Title: "Job",
		Care: []string{
			"Says how far it is in numbers, and that one can go on working.",
			"Can be stopped: what is done stays done, and can be resumed or taken back.",
			"Each state has an icon and a sentence; the sentence is read out when it changes.",
		},
		States: []State{
			job("Begins", ui.JobCard{State: route.JobRunning}),
			job("Runs", ui.JobCard{State: route.JobRunning, Done: 412, Total: 1248}),
			job("Stops", ui.JobCard{State: route.JobStopping, Done: 430, Total: 1248}),
			job("Stopped", ui.JobCard{State: route.JobStopped, Done: 450, Total: 1248}),
			job("Failed", ui.JobCard{State: route.JobFailed, Done: 450, Total: 1248, Why: "full"}),
			job("Done", ui.JobCard{State: route.JobDone, Done: 1248, Total: 1248}),
			job("Done, some refused", ui.JobCard{State: route.JobDone, Done: 1248, Total: 1248, Refused: 12}),
		},
	}
}

func progress() Specimen {
	return Specimen{
		ID: "progress", Title: "Progress and spinner",
		Care: []string{"Has a name and, where it is known, how much is done.", "Without motion an unknown amount is striped and the spinner turns slowly."},
		States: []State{
			{"A third", func() app.UI { return ui.Progress(say("Wird geprüft", "Checking"), 33, 100) }},
			{"Unknown", func() app.UI { return ui.Progress(say("Wird geladen", "Loading"), 0, 0) }},
			{"All", func() app.UI { return ui.Progress(say("Wird geprüft", "Checking"), 100, 100) }},
			{"Spinner", func() app.UI { return ui.Spinner(say("Datei wird gelesen", "Reading the file")) }},
		},
	}
}

func connections() Specimen {
	at := time.Date(2026, 3, 2, 14, 20, 0, 0, time.UTC)
	state := func(name string, c ui.Connection) State { return State{name, c.UI} }
	return Specimen{
		ID: "connection", Title: "Connection",
		Care: []string{"Dot, dotted ring, arrows, a struck-out wave, a lock: told apart without colour.", "Always in words, never alarming; read out when it changes."},
		States: []State{
			state("Live", ui.Connection{}),
			state("Connecting", ui.Connection{State: ui.Connecting}),
			state("Catching up", ui.Connection{State: ui.CatchingUp, Have: 12_000, Total: 50_000}),
			state("Sending", ui.Connection{State: ui.Sending, Waiting: 2}),
			state("Offline", ui.Connection{State: ui.Offline, Since: at}),
			state("Offline, changes wait", ui.Connection{State: ui.Offline, Since: at, Waiting: 3}),
			state("Locked", ui.Connection{State: ui.Locked, Waiting: 3}),
			state("Barred", ui.Connection{State: ui.Barred, Waiting: 3}),
			state("Blocked", ui.Connection{State: ui.Blocked, Why: say("Version zu alt", "version too old"), Waiting: 1}),
		},
	}
}

func skeletons() Specimen {
	return Specimen{
		ID: "skeleton", Title: "Skeleton",
		Care: []string{"As high as what will stand there, so that nothing jumps.", "Hidden from screen readers; it stands still without motion."},
		States: []State{
			{"Rows", func() app.UI { return ui.Skeleton(3) }},
			{"Cards", func() app.UI { return ui.SkeletonCards(3) }},
			{"Form", func() app.UI { return ui.SkeletonForm(2) }},
			{"Text", func() app.UI { return ui.SkeletonText(3) }},
		},
	}
}

func empties() Specimen {
	return Specimen{
		ID: "empty", Title: "Empty",
		Care: []string{"Says what will stand here, and the next step as a button.", "That a search finds nothing is something else, and says how to find more."},
		States: []State{
			{"Nothing yet", func() app.UI {
				return ui.Empty(ui.IconUsersGroup, say("Noch keine Gruppen", "No groups yet"), say("In Gruppen fassen Sie zusammen, wer zusammenarbeitet.", "Groups bring those together who work together."),
					ui.Button{Text: say("Gruppe anlegen", "Add a group"), Kind: ui.Primary, Icon: ui.IconPlus, OnClick: nothing}.UI())
			}},
			{"Nothing found", func() app.UI {
				return ui.Empty(ui.IconSearch, say("Niemand passt zu allen Filtern", "Nobody matches all filters"), say("Nehmen Sie einen Filter weg.", "Take a filter off."),
					ui.Button{Text: say("Alle Filter weg", "Take all filters off"), OnClick: nothing}.UI())
			}},
		},
	}
}
