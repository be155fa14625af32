// Command clock is the function that looks, once a minute, for what the stream should have done and did not.
package main

import (
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"stellwerk/functions/internal/config"
	"stellwerk/functions/internal/metrics"
	"stellwerk/functions/internal/wiring"
)

func main() {
	log := metrics.FunctionLog(os.Stdout, os.Getenv, "Clock")
	settings, aws, err := config.Function(os.Getenv)
	if err != nil {
		log.Error("the function can't start", "err", err)
		os.Exit(1)
	}
	lambda.Start(wiring.Background(aws, settings, nil, log).Remind)
}
