// Command api is the function that answers the cockpit's requests.
package main

import (
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"stellwerk/functions/internal/config"
	"stellwerk/functions/internal/lambdahttp"
	"stellwerk/functions/internal/metrics"
	"stellwerk/functions/internal/wiring"
)

func main() {
	log := metrics.FunctionLog(os.Stdout, os.Getenv, "Api")
	settings, aws, err := config.Function(os.Getenv)
	if err != nil {
		log.Error("the function can't start", "err", err)
		os.Exit(1)
	}
	api, err := wiring.API(aws, settings, nil, log)
	if err != nil {
		log.Error("the function can't start", "err", err)
		os.Exit(1)
	}
	lambda.Start(lambdahttp.Handler(lambdahttp.BehindEdge(settings.EdgeKey, api)))
}
