package httpapi

import (
	"context"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

type Jobs interface {
	Start(ctx context.Context, t tenancy.Tenant, by executor.Who, cmd ledger.Command) (route.JobReply, error)
	List(ctx context.Context, t tenancy.Tenant, by executor.Who) (route.JobsReply, error)
	Get(ctx context.Context, t tenancy.Tenant, by executor.Who, job org.JobID) (route.JobReply, error)
	Stop(ctx context.Context, t tenancy.Tenant, by executor.Who, job org.JobID) (route.JobReply, error)
	Resume(ctx context.Context, t tenancy.Tenant, by executor.Who, job org.JobID) (route.JobReply, error)
	Refused(ctx context.Context, t tenancy.Tenant, by executor.Who, job org.JobID, after int) (route.RefusedReply, error)
	Import(ctx context.Context, t tenancy.Tenant, by executor.Who, in route.ImportRequest) (route.JobReply, error)
	Fill(ctx context.Context, t tenancy.Tenant, by executor.Who, job org.JobID, part int, data []byte) error
	Preview(ctx context.Context, t tenancy.Tenant, by executor.Who, job org.JobID, after, limit int) (route.ImportPreviewReply, error)
	Apply(ctx context.Context, t tenancy.Tenant, by executor.Who, job org.JobID) (route.JobReply, error)
}
