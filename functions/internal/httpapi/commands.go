package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"stellwerk/functions/internal/executor"
	"stellwerk/shared/deeds"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// InTenant is the tenant of the path, for the document only: it is resolved before any handler runs, and handlers take it
// from there.
type InTenant struct {
	Tenant org.TenantID `path:"tenant" doc:"Id of the organisation"`
}

type commandsIn struct {
	InTenant
	Body body[route.CommandsRequest]
}

type commandsOut struct{ Body route.CommandsReply }

type previewIn struct {
	InTenant
	Body body[route.PreviewRequest]
}

type previewOut struct{ Body route.PreviewReply }

func (a *API) commandOperations() {
	about := func(path, id, summary string) huma.Operation {
		return huma.Operation{Method: http.MethodPost, Path: path, OperationID: id, Summary: summary, Tags: []string{"Commands"}}
	}
	within(a, about(route.Commands, "commands", "Carry out commands, in order"), a.runCommands)
	within(a, about(route.Preview, "preview", "Say what a deed would change, storing nothing"), a.preview)
}

// runCommands carries out a batch. A command that is refused does not hold up those after it; one that could not be tried
// does, since they were made to follow it.
func (a *API) runCommands(ctx context.Context, m Member, in *commandsIn) (*commandsOut, error) {
	asked := in.Body.Value
	if asked.Account != m.Who.Account {
		return nil, fault.New(fault.Forbidden, "commands.otherAccount")
	}
	if len(asked.Commands) > route.MaxCommands {
		return nil, fault.On("commands", "commands.limit", "max", itoa(route.MaxCommands))
	}
	out := &commandsOut{route.CommandsReply{Replies: make([]route.CommandReply, 0, len(asked.Commands))}}
	var counted []executor.Option
	if n := len(asked.Commands); n > 1 && a.commands.PaceAll(ctx, m.Who.Account, n) {
		counted = []executor.Option{executor.Counted()}
	}
	counted = append(counted, executor.Since(m.signed))
	for rest := asked.Commands; len(rest) > 0; {
		done := a.commands.DoAll(ctx, m.Tenant, m.Who, rest, counted...)
		for i, d := range done {
			reply, err := a.reply(ctx, m, rest[i], d)
			if err != nil {
				reply = route.CommandReply{Command: rest[i].ID, State: route.Refused, Faults: problemOf(ctx, err).Faults}
			}
			logCommand(ctx, rest[i], d, reply)
			out.Body.Replies = append(out.Body.Replies, reply)
		}
		rest = rest[len(done):]
		if last := out.Body.Replies[len(out.Body.Replies)-1]; len(last.Faults) > 0 && last.Faults[0].Kind.Later() {
			for _, cmd := range rest {
				out.Body.Replies = append(out.Body.Replies, route.CommandReply{Command: cmd.ID, State: route.Refused, Faults: last.Faults})
			}
			break
		}
	}
	return out, nil
}

// logCommand notes what became of a command: names and ids that are known to be such, never what a client wrote.
func logCommand(ctx context.Context, cmd ledger.Command, result executor.Reply, reply route.CommandReply) {
	deed, id, code := "unknown", org.CommandID(""), ""
	if known, err := deeds.ByName(cmd.Deed); err == nil {
		deed = known.Name
	}
	if org.ValidID(string(cmd.ID)) {
		id = cmd.ID
	}
	if len(reply.Faults) > 0 {
		code = reply.Faults[0].Code
	}
	var seq uint64
	if result.Entry != nil {
		seq = result.Entry.Seq
	}
	about := requestOf(ctx)
	about.log.Info("command", "request", about.id, "account", about.who.account, "tenant", about.who.tenant, "deed", deed, "command", id, "state", reply.State, "again", reply.Again, "seq", seq, "fault", code)
}

// reply tells what one command has come to, and makes a job of what is too much for one entry.
func (a *API) reply(ctx context.Context, m Member, cmd ledger.Command, result executor.Reply) (route.CommandReply, error) {
	reply := route.CommandReply{Command: cmd.ID, State: route.Applied}
	if result.Err != nil {
		return reply, result.Err
	}
	if result.Parts > 1 {
		job, err := a.jobs.Start(ctx, m.Tenant, m.Who, cmd)
		reply.State, reply.Job = route.Running, &job
		return reply, err
	}
	reply.Again = result.Again
	if result.Entry != nil {
		if seen, ok := m.Viewer.Entry(*result.Entry); ok {
			reply.Entry = &seen
		} else {
			reply.Hidden = true
		}
	}
	return reply, nil
}

func (a *API) preview(ctx context.Context, m Member, in *previewIn) (*previewOut, error) {
	changes, err := a.wouldChange(ctx, m, in.Body.Value.Deed, in.Body.Value.Args)
	return &previewOut{route.PreviewReply{Changes: changes}}, err
}

// wouldChange runs a deed without storing anything and shows of it what the actor may see.
func (a *API) wouldChange(ctx context.Context, m Member, deed string, args []byte) ([]ledger.Change, error) {
	changes, err := a.commands.Preview(ctx, m.Tenant, m.Who, deed, args)
	if err != nil {
		return nil, err
	}
	return m.Viewer.Changes(changes), nil
}
