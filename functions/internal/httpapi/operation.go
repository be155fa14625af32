package httpapi

import (
	"net/http"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// operation is an address with what answers there.
type operation struct {
	address
	register func(huma.API)
}

// offer makes an operation answer at its address. Huma looks at all types of an operation when it is registered; for all operations that
// would be the better part of a function's start, so each is registered when it is first asked for, by itself: requests share nothing
// that another registration writes to.
func (a *API) offer(at address, register func(huma.API)) {
	a.operations = append(a.operations, operation{at, register})
	var once sync.Once
	var made handler
	a.mux.HandleFunc(at.method+" "+at.path, func(w http.ResponseWriter, r *http.Request) {
		once.Do(func() { register(humago.New(&made, humaConfig())) })
		made.ServeHTTP(w, r)
	})
}

// handler takes the one handler that a registration makes; its address has been found before.
type handler struct{ http.HandlerFunc }

// HandleFunc implements humago.Mux.
func (h *handler) HandleFunc(_ string, f func(http.ResponseWriter, *http.Request)) {
	h.HandlerFunc = f
}

// described registers all operations with one API, which describes them together.
func (a *API) described() huma.API {
	all := humago.New(http.NewServeMux(), humaConfig())
	for _, o := range a.operations {
		o.register(all)
	}
	return all
}
