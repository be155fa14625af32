// Command stream is the function that carries out what changes of the table ask for: mails, and jobs step by step.
package main

import (
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"stellwerk/functions/internal/config"
	"stellwerk/functions/internal/mail/ses"
	"stellwerk/functions/internal/metrics"
	"stellwerk/functions/internal/wiring"
	"stellwerk/functions/stream/records"
)

func main() {
	log := metrics.FunctionLog(os.Stdout, os.Getenv, "Stream")
	settings, aws, err := config.Function(os.Getenv)
	if err != nil {
		log.Error("the function can't start", "err", err)
		os.Exit(1)
	}
	sender, err := ses.New(aws, settings.MailFrom)
	if err != nil {
		log.Error("the function can't start", "err", err)
		os.Exit(1)
	}
	work := wiring.Background(aws, settings, sender, log)
	lambda.Start(records.Handler(work.Effects.Carry, work.Jobs.Advance, work.Backfills.Step, log))
}
