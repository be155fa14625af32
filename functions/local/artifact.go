package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"stellwerk/infra/local/runtimeapi"
	"stellwerk/infra/local/template"
)

// artifacts are the programs that are deployed, run as Lambda runs them, and the ports by which they reach what stands for AWS.
type artifacts struct {
	pools   []*runtimeapi.Pool
	servers []*http.Server
}

// atOnce is how many programs of one function run at once.
const atOnce = 8

// programs starts the functions of the template as they lie in dir: Api/bootstrap and so on, built by make artifact. They are told where
// DynamoDB, S3 and SES are by the SDK's own variables, as anybody would who moves them.
func (i *installation) programs(dir string, email http.Handler, log io.Writer) (map[string]function, error) {
	i.artifacts = &artifacts{}
	told := map[string]string{}
	for name, h := range map[string]http.Handler{"AWS_ENDPOINT_URL_DYNAMODB": i.database, "AWS_ENDPOINT_URL_S3": i.files, "AWS_ENDPOINT_URL_SESV2": email} {
		address, err := i.artifacts.serve(h, i.log)
		if err != nil {
			return nil, err
		}
		told[name] = address
	}
	log = &whole{to: log}
	made := map[string]function{}
	for _, f := range i.template.Functions {
		environment := maps.Clone(f.Environment)
		maps.Copy(environment, told)
		pool, err := runtimeapi.NewPool(runtimeapi.Function{
			Bootstrap: filepath.Join(dir, f.ID, "bootstrap"), Name: f.Name, ARN: "arn:aws:lambda:" + region + ":" + template.Account + ":function:" + f.Name,
			Region: region, Timeout: f.Timeout, Memory: f.Memory, Environment: environment, Output: log, Log: i.log,
		}, atOnce)
		if err != nil {
			return nil, fmt.Errorf("%w; build the programs first: make artifact", err)
		}
		i.artifacts.pools = append(i.artifacts.pools, pool)
		made[f.ID] = func(ctx context.Context, event json.RawMessage) (json.RawMessage, error) {
			return pool.Invoke(ctx, event)
		}
	}
	return made, nil
}

// serve answers programs of this machine on a free port and returns its address.
func (a *artifacts) serve(h http.Handler, log *slog.Logger) (address string, err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	server := &http.Server{Handler: forTools(h), ReadHeaderTimeout: 10 * time.Second, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
	a.servers = append(a.servers, server)
	go func() { _ = server.Serve(listener) }() // ends with close
	return "http://" + listener.Addr().String(), nil
}

// close ends the programs, and then what they reach. Without programs there is nothing to end.
func (a *artifacts) close() error {
	if a == nil {
		return nil
	}
	var errs []error
	for _, p := range a.pools {
		errs = append(errs, p.Close())
	}
	for _, s := range a.servers {
		errs = append(errs, s.Close())
	}
	return errors.Join(errs...)
}

// whole lets one write after the other, since several programs print at once.
type whole struct {
	mu sync.Mutex
	to io.Writer
}

func (w *whole) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.to.Write(p)
}
