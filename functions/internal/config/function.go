package config

import (
	"context"
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
)

// Function reads what a function in AWS is told: the settings, and who and where it is. Lambda says that in variables, which hold for as long
// as the program runs. The SDK could find it in many other places as well; looking there, and the clients that it would need for it, would take a
// good part of the program's start.
func Function(get func(name string) string) (Settings, aws.Config, error) {
	s, err := Read(get)
	region, key, secret := get("AWS_REGION"), get("AWS_ACCESS_KEY_ID"), get("AWS_SECRET_ACCESS_KEY")
	if region == "" || key == "" || secret == "" {
		err = errors.Join(err, errors.New("AWS_REGION, AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY is missing; Lambda sets them"))
	}
	if err != nil {
		return s, aws.Config{}, err
	}
	return s, aws.Config{
		Region:        region,
		Credentials:   credentials.NewStaticCredentialsProvider(key, secret, get("AWS_SESSION_TOKEN")),
		ConfigSources: []any{endpoints{get}},
	}, nil
}

// endpoints tells the SDK's clients where services are that are not at their usual place: AWS_ENDPOINT_URL_DYNAMODB and the like.
type endpoints struct{ get func(string) string }

// GetServiceBaseEndpoint is what the SDK asks of its sources of settings.
func (e endpoints) GetServiceBaseEndpoint(_ context.Context, service string) (string, bool, error) {
	url := e.get("AWS_ENDPOINT_URL_" + strings.ToUpper(strings.ReplaceAll(service, " ", "_")))
	return url, url != "", nil
}
