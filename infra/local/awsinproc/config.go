package awsinproc

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/smithy-go/middleware"
)

// Place gives a service an address of its own, such as one that browsers reach for signed addresses of files. Requests
// to it are still answered in the process.
type Place struct {
	Service string // as the SDK names it: "S3", "DynamoDB", "DynamoDB Streams", "SESv2"
	Address string // with http:// or https://, without a slash at the end
	Client  aws.HTTPClient
}

// Config is the configuration that functions are built from: static credentials, one region, requests answered by the
// services, everything else as the SDK has it by default. It reads no environment, no files and no metadata service.
func Config(region string, key aws.Credentials, s Services, places ...Place) (aws.Config, error) {
	c := &client{region: region, services: s, places: map[string]aws.HTTPClient{}}
	addresses := addresses{}
	for _, p := range places {
		u, err := url.Parse(p.Address)
		if err != nil || u.Host == "" || p.Client == nil {
			return aws.Config{}, fmt.Errorf("place of %s: %q must be an address such as http://localhost:8080/files, with a client", p.Service, p.Address)
		}
		c.places[strings.ToLower(u.Host)] = p.Client
		addresses[p.Service] = p.Address
	}
	key.Source = "infra/local"
	return aws.Config{
		Region:                     region,
		Credentials:                credentials.StaticCredentialsProvider{Value: key},
		HTTPClient:                 c,
		ConfigSources:              []any{addresses},
		APIOptions:                 []func(*middleware.Stack) error{unsigned},
		RequestChecksumCalculation: aws.RequestChecksumCalculationWhenSupported,
		ResponseChecksumValidation: aws.ResponseChecksumValidationWhenSupported,
	}, nil
}

// addresses is how the SDK asks a configuration for a service's own address.
type addresses map[string]string

// GetServiceBaseEndpoint implements the SDK's interface of that name.
func (a addresses) GetServiceBaseEndpoint(_ context.Context, service string) (string, bool, error) {
	address, ok := a[service]
	return address, ok, nil
}

// unsigned leaves out the signature of requests to the database, which never leave the process: nobody would look at it, and it is a good
// part of what a request costs. Files look at theirs.
func unsigned(stack *middleware.Stack) error {
	for _, id := range []string{"Signing", "ComputePayloadHash"} {
		if step, ok := stack.Finalize.Get(id); ok {
			if _, err := stack.Finalize.Swap(id, notForTables{step}); err != nil {
				return err
			}
		}
	}
	return nil
}

// notForTables is a step of the SDK that requests to the database pass by.
type notForTables struct{ middleware.FinalizeMiddleware }

func (n notForTables) HandleFinalize(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (middleware.FinalizeOutput, middleware.Metadata, error) {
	if strings.HasPrefix(awsmiddleware.GetServiceID(ctx), "DynamoDB") {
		return next.HandleFinalize(ctx, in)
	}
	return n.FinalizeMiddleware.HandleFinalize(ctx, in, next)
}
