package members

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/shared/org"
)

// Deactivate ends a member's access at once, and the notice offers to take it back. Faults are those of the deed.
func Deactivate(ctx app.Context, id org.MemberID) error { return toOne(ctx, deactivate, id) }

// Reactivate gives a member access again at once, and the notice offers to take it back. Faults are those of the deed.
func Reactivate(ctx app.Context, id org.MemberID) error { return toOne(ctx, reactivate, id) }

func toOne(ctx app.Context, deed string, id org.MemberID) error {
	m, _ := store.Replica().Member(id)
	_, err := store.Do(ctx, deed, listArgs{[]org.MemberID{id}}, saidOne(deed, m.Name()))
	return err
}
