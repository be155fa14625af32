package httpapi

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"stellwerk/functions/internal/executor"
	"stellwerk/shared/route"
)

type (
	storageIn  struct{ Body body[route.StorageRequest] }
	storageOut struct{ Body route.StorageReply }
)

// bearer begins the header by which a system shows its key.
const bearer = "Bearer "

// keyIn is the key that a request shows, "" for none, or for more than one.
func keyIn(r *http.Request) string {
	given := r.Header.Values("Authorization")
	if len(given) != 1 || len(given[0]) < len(bearer) || !strings.EqualFold(given[0][:len(bearer)], bearer) {
		return ""
	}
	return given[0][len(bearer):]
}

func (a *API) systemOperations() {
	op := huma.Operation{Method: http.MethodPut, Path: route.SystemStorage, OperationID: "reportStorage",
		Summary: "Say how much storage people use, as a connected system", Tags: []string{"Connected systems"}}
	add(a, system, op, func(ctx context.Context, c caller, in *storageIn) (*storageOut, error) {
		return a.reportStorage(ctx, c, in)
	})
}

func (a *API) reportStorage(ctx context.Context, c caller, in *storageIn) (*storageOut, error) {
	cmd, result, err := a.systems.Report(ctx, c.system, in.Body.Value)
	reply := route.CommandReply{Command: cmd.ID, State: route.Applied, Again: result.Again}
	if err != nil {
		reply.State, reply.Faults = route.Refused, problemOf(ctx, err).Faults
	}
	logCommand(ctx, cmd, executor.Reply{Result: result, Err: err}, reply)
	if err != nil {
		return nil, err
	}
	out := &storageOut{route.StorageReply{Command: cmd.ID}}
	if result.Entry != nil {
		out.Body.Changed = len(result.Entry.Changes)
	}
	return out, nil
}
