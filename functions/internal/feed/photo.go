package feed

import (
	"context"

	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/visible"
)

// Photo reads a photo of a member, the present one or one of before, for who may see the member's photo: a JPEG file of up to org.MaxPicture bytes.
// Fault: photo.notFound, also for who may not. Cost: up to 6 RCU.
func (f *Feed) Photo(ctx context.Context, tenant tenancy.Tenant, v visible.Viewer, member, photo string) ([]byte, error) {
	id, err := org.ParseID[org.MemberID]("member", member)
	picture, wrong := org.ParsePictureID("photo", photo)
	ref := ledger.Ref{Kind: ledger.KindMember, ID: string(id)}
	if err != nil || wrong != nil || picture == "" || !v.Field(ref, "photo") {
		return nil, photoNotFound()
	}
	return f.picture(ctx, tenant, ref, picture)
}

// Logo reads a logo of the organisation, the present one or one of before. Fault: photo.notFound. Cost: up to 6 RCU.
func (f *Feed) Logo(ctx context.Context, tenant tenancy.Tenant, v visible.Viewer, logo string) ([]byte, error) {
	picture, wrong := org.ParsePictureID("logo", logo)
	ref := ledger.Ref{Kind: ledger.KindTenant, ID: string(tenant.ID())}
	if wrong != nil || picture == "" || !v.Field(ref, "logo") {
		return nil, photoNotFound()
	}
	return f.picture(ctx, tenant, ref, picture)
}

func (f *Feed) picture(ctx context.Context, tenant tenancy.Tenant, of ledger.Ref, id org.PictureID) ([]byte, error) {
	jpeg, found, err := f.table.Picture(ctx, tenant, of, id)
	if err == nil && !found {
		err = photoNotFound()
	}
	return jpeg, err
}

func photoNotFound() error { return fault.New(fault.NotFound, "photo.notFound") }
