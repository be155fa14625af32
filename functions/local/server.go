package main

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"
)

// Limits of a connection. Bodies are at most some megabytes, also over a slow line.
const (
	headerTime = 10 * time.Second
	bodyTime   = 2 * time.Minute
	answerTime = 10 * time.Minute // with reading: the whole app over a slow line
	idleTime   = 2 * time.Minute
	// stopTime is how long requests that are under way may take when the process is told to stop.
	stopTime = 15 * time.Second
)

// serve answers on a listener until ctx is done, then lets what is under way end.
func serve(ctx context.Context, listener net.Listener, h http.Handler, log *slog.Logger) error {
	return serveTLS(ctx, listener, h, nil, log)
}

// serveTLS is serve over TLS, unless secure is nil.
func serveTLS(ctx context.Context, listener net.Listener, h http.Handler, secure *tls.Config, log *slog.Logger) error {
	server := &http.Server{
		Handler: h, ReadHeaderTimeout: headerTime, ReadTimeout: bodyTime, WriteTimeout: answerTime, IdleTimeout: idleTime, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn), TLSConfig: secure,
	}
	ended := make(chan error, 1)
	go func() {
		if secure != nil {
			ended <- server.ServeTLS(listener, "", "")
			return
		}
		ended <- server.Serve(listener)
	}()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer cancel()
	if err := server.Shutdown(last); err != nil {
		return errors.Join(err, server.Close())
	}
	return nil
}

// lastForwarded is the address that one's own proxy has seen: the last one in X-Forwarded-For; what stands before it was
// written by whoever asked.
func lastForwarded(r *http.Request) string {
	all := r.Header.Values("X-Forwarded-For")
	if len(all) > 0 {
		parts := strings.Split(all[len(all)-1], ",")
		if last := strings.TrimSpace(parts[len(parts)-1]); net.ParseIP(last) != nil {
			return last
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
