// Command echo is a bootstrap for tests: it answers, fails, panics, hangs or leaves, as the event says.
package main

import (
	"context"
	"errors"
	"os"
	"strings"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
)

type event struct{ Do, Text string }

type answer struct {
	Text, ID, ARN, Table string
	Deadline             bool
	Variables            []string
}

func main() {
	lambda.Start(func(ctx context.Context, e event) (answer, error) {
		switch e.Do {
		case "fail":
			return answer{}, errors.New(e.Text)
		case "panic":
			panic(e.Text)
		case "leave":
			os.Exit(3)
		case "hang":
			select {}
		case "large":
			return answer{Text: strings.Repeat("x", 7<<20)}, nil
		}
		about, _ := lambdacontext.FromContext(ctx)
		_, deadline := ctx.Deadline()
		return answer{
			Text: e.Text, ID: about.AwsRequestID, ARN: about.InvokedFunctionArn, Table: os.Getenv("TABLE_NAME"), Deadline: deadline, Variables: os.Environ(),
		}, nil
	})
}
