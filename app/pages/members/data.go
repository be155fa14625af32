package members

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// Data downloads all data of one person. The server makes the file; without it the reason is said.
func Data(ctx app.Context, id org.MemberID, name, format string) {
	tenant := store.Here().Tenant
	ui.Ask(ctx, func() ([]byte, error) { return store.Client().MemberData(tenant, id, format) }, func(ctx app.Context, file []byte, err error) {
		if err != nil {
			store.Notify(ctx, ui.ErrorText(err))
			return
		}
		kind := "application/json"
		if format == "pdf" {
			kind = "application/pdf"
		}
		ui.Download(strings.ReplaceAll(name, " ", "-")+"-"+ui.T("dossier.file")+"."+format, kind, file)
		store.Notify(ctx, ui.T("dossier.made", "name", name))
	})
}
