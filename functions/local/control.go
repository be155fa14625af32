package main

import (
	"context"
	"log/slog"
	"net/http"

	"stellwerk/infra/local/control"
)

// control answers an export: a copy of the database as it is at this moment, and the files.
func (i *installation) control() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /database", func(w http.ResponseWriter, _ *http.Request) {
		if _, err := i.database.WriteTo(w); err != nil {
			panic(http.ErrAbortHandler) // half a copy must not look like one
		}
	})
	mux.Handle("/files/", http.StripPrefix("/files", i.files))
	return mux
}

// serveControl answers until ctx is done. Without a socket everything works but exports while it runs.
func serveControl(ctx context.Context, o options, i *installation, log *slog.Logger) error {
	l, err := control.Listen(o.data)
	if err != nil {
		log.Warn("exports are possible only while this is stopped", "err", err)
		return nil
	}
	return serve(ctx, l, i.control(), log)
}
