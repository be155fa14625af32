package httpapi

import (
	"net/http"

	"stellwerk/shared/fault"
	"stellwerk/shared/route"
)

// shapeOf refuses an app whose requests this server would misunderstand, before anything of them is read.
func (e edge) shapeOf(r *http.Request) error {
	switch route.FitOf(r.Header.Get(route.ShapeHeader), e.shape) {
	case route.AppOld:
		return Refuse(http.StatusUpgradeRequired, fault.Unavailable, "app.outdated")
	case route.AppAhead:
		return fault.New(fault.Unavailable, "server.outdated")
	}
	return nil
}
