package tenants

import (
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// LogoArgs is the name of the logo as it was seen and as it shall be, "" for none, and its picture: a JPEG file in base64, see org.ParsePicture.
type LogoArgs struct {
	From    org.PictureID `json:"from"`
	To      org.PictureID `json:"to"`
	Picture string        `json:"picture,omitempty"`
}

// SetLogo gives the organisation another logo. Faults: picture.missing for a name that comes without its picture, those of a picture,
// tenant.logoMeanwhile, edit.none.
var SetLogo = ledger.Spec[LogoArgs]{
	Name: "tenants.setLogo",
	Keep: func(a LogoArgs) []ledger.Picture {
		id, data, err := org.ParsePicture("logo", a.Picture)
		if err != nil {
			return nil
		}
		return []ledger.Picture{{Of: ledger.Ref{Kind: ledger.KindTenant}, ID: id, JPEG: data}}
	},
	Run: func(w ledger.World, by ledger.Actor, a LogoArgs) (ledger.Outcome, error) {
		return change(w, by, func(t *org.Tenant) error {
			to, err := org.ParsePictureID("logo", string(a.To))
			switch {
			case err != nil:
				return err
			case t.Logo == to:
				return fault.New(fault.Conflict, "edit.none")
			case t.Logo != a.From:
				return fault.New(fault.Conflict, "tenant.logoMeanwhile").On("logo")
			}
			if to != "" || a.Picture != "" {
				id, _, err := org.ParsePicture("logo", a.Picture)
				if err != nil {
					return err
				}
				if id != to {
					return fault.On("logo", "picture.missing")
				}
			}
			t.Logo = to
			return nil
		})
	},
}.Deed()
