package httpapi

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"stellwerk/functions/internal/executor"
	"stellwerk/shared/deeds"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

type deedIn struct {
	InTenant
	Preview bool          `query:"preview" doc:"Say what would change, storing nothing"`
	Command org.CommandID `query:"command" doc:"Id of the command, made by the caller: the same id is done once. Without one, each request is a new command."`
	Body    body[json.RawMessage]
}

type deedOut struct {
	Status int
	Body   route.CommandReply
}

// deedOperations gives each deed an operation of its own, so that other software sees its arguments. What is refused is a
// problem here and not a reply with faults.
func (a *API) deedOperations() {
	for _, d := range deeds.All {
		if deeds.Reserved[d.Name] {
			continue
		}
		op := huma.Operation{
			Method: http.MethodPost, Path: strings.Replace(route.Deed, "{deed}", d.Name, 1), OperationID: d.Name,
			Summary: "The deed " + d.Name, Tags: []string{"Deeds"},
		}
		add(a, member, op, func(ctx context.Context, c caller, in *deedIn) (*deedOut, error) {
			return a.deed(ctx, c.member, d.Name, in)
		}, func(all *huma.OpenAPI) {
			all.Paths[op.Path].Post.RequestBody.Content["application/json"].Schema = all.Components.Schemas.Schema(reflect.TypeOf(d.Args()), true, "")
		})
	}
}

func (a *API) deed(ctx context.Context, m Member, deed string, in *deedIn) (*deedOut, error) {
	cmd := ledger.Command{ID: in.Command, Deed: deed, Args: in.Body.Value}
	if in.Preview {
		changes, err := a.wouldChange(ctx, m, deed, cmd.Args)
		return &deedOut{http.StatusOK, route.CommandReply{Command: cmd.ID, State: route.Previewed, Changes: changes}}, err
	}
	if cmd.ID == "" {
		cmd.ID = newID[org.CommandID]()
	}
	result, err := a.commands.Do(ctx, m.Tenant, m.Who, cmd, executor.Since(m.signed))
	done := executor.Reply{Result: result, Err: err}
	reply, err := a.reply(ctx, m, cmd, done)
	if err != nil {
		reply.State, reply.Faults = route.Refused, problemOf(ctx, err).Faults
	}
	logCommand(ctx, cmd, done, reply)
	if err != nil {
		return nil, err
	}
	if reply.State == route.Running {
		return &deedOut{http.StatusAccepted, reply}, nil
	}
	return &deedOut{http.StatusOK, reply}, nil
}

func newID[T org.ID]() T {
	var chance [10]byte
	_, _ = rand.Read(chance[:]) // never fails
	return org.NewID[T](time.Now().UnixMilli(), chance)
}

func itoa(n int) string { return strconv.Itoa(n) }
