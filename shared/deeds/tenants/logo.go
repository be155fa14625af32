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
		return ledger.PicturesOf(ledger.Ref{Kind: ledger.KindTenant}, a.Picture)
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
				if err := org.PictureNamed("logo", to, a.Picture); err != nil {
					return err
				}
			}
			t.Logo = to
			return nil
		})
	},
}.Deed()
