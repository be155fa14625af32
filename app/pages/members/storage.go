package members

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// storageUI is how much storage somebody may use, and how much of it they do where a connected system has said so.
func storageUI(m org.Member) app.UI {
	u := m.Storage
	if u == nil {
		return given(ui.QuotaText(m.Quota))
	}
	most := int64(org.QuotaBytes(m.Quota))
	key, bar, over := "storage.of", "storage-bar", u.Bytes-most
	switch {
	case most == 0:
		key = "storage.used"
	case over > 0:
		key, bar = "storage.over", "storage-bar storage-over"
	}
	said := ui.T(key, "used", ui.BytesText(u.Bytes), "quota", ui.QuotaText(m.Quota), "over", ui.BytesText(over))
	parts := []app.UI{app.Span().Text(said)}
	if most > 0 {
		parts = append(parts, app.Div().Class(bar).Body(ui.Progress(said, int(u.Bytes>>10), int(max(1, most>>10)))))
	}
	return app.Div().Class("member-value storage").Body(append(parts, app.Small().Class("member-note").Text(reportedText(u)))...)
}

// reportedText says when that was reported, and by what: who does not manage the organisation knows no systems, and nobody one that is disconnected.
func reportedText(u *org.StorageUse) string {
	t := store.Replica().Tenant()
	if at := t.System(u.System); at >= 0 {
		return ui.T("storage.by", "day", ui.Date(u.At), "system", t.Systems[at].Name)
	}
	return ui.T("storage.at", "day", ui.Date(u.At))
}
