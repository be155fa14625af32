package route

import "strconv"

// Shape is how requests and replies look: it grows by one with every change of these that the other side would stumble over. A new
// version of the app and of the server never start at the very same time, so each understands the one before.
const Shape = 1

// ShapeHeader carries the app's Shape in each of its requests and the server's in each answer. Other software sends none: it knows the
// API by /v1/.
const ShapeHeader = "Stellwerk-Shape"

// Fit says how an app of a shape, as its header says, and this server go together.
type Fit int8

// The fits.
const (
	Fits     Fit = iota // or the app has said nothing
	AppOld              // a new version of the app has to be loaded
	AppAhead            // the server is about to be renewed
)

// FitOf compares a header with own, the server's shape. One apart is understood, whichever is the newer.
func FitOf(header string, own int) Fit {
	n, err := strconv.Atoi(header)
	switch {
	case header == "" || err == nil && n >= own-1 && n <= own+1:
		return Fits
	case err != nil || n < own:
		return AppOld
	}
	return AppAhead
}
