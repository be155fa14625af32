package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Skeleton stands where rows will be.
func Skeleton(rows int) app.UI {
	return skeleton("skeleton-rows", rows, func() app.UI {
		return app.Div().Class("skeleton-row").Body(app.I(), app.Div().Body(app.B(), app.Small()))
	})
}

// SkeletonCards stands where cards or tiles will be.
func SkeletonCards(n int) app.UI {
	return skeleton("skeleton-cards", n, func() app.UI {
		return app.Div().Class("skeleton-card").Body(app.Small(), app.B())
	})
}

// SkeletonForm stands where the fields of a form will be.
func SkeletonForm(fields int) app.UI {
	return skeleton("skeleton-form", fields, func() app.UI {
		return app.Div().Class("skeleton-field").Body(app.Small(), app.B())
	})
}

// SkeletonText stands where lines of text will be.
func SkeletonText(lines int) app.UI {
	return skeleton("skeleton-text", lines, func() app.UI { return app.Small() })
}

func skeleton(class string, n int, one func() app.UI) app.UI {
	return app.Div().Class("skeleton").Class(class).Aria("hidden", true).Body(
		app.Range(make([]struct{}, n)).Slice(func(int) app.UI { return one() }),
	)
}
