// Command workbooks is the function that reads Excel files. The reader is large and not ours, and so are the files: it has a program and rights of
// its own, and no way to write anything but limits and sessions.
package main

import (
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"stellwerk/functions/internal/config"
	"stellwerk/functions/internal/lambdahttp"
	"stellwerk/functions/internal/metrics"
	"stellwerk/functions/internal/wiring"
	"stellwerk/functions/internal/workbook"
)

func main() {
	log := metrics.FunctionLog(os.Stdout, os.Getenv, "Workbooks")
	settings, aws, err := config.Function(os.Getenv)
	if err != nil {
		log.Error("the function can't start", "err", err)
		os.Exit(1)
	}
	api, err := wiring.Workbooks(aws, settings, workbook.Read, log)
	if err != nil {
		log.Error("the function can't start", "err", err)
		os.Exit(1)
	}
	lambda.Start(lambdahttp.Handler(lambdahttp.BehindEdge(settings.EdgeKey, api)))
}
