package config

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
)

// Function reads what a function in AWS is told: the settings, and who and where it is, which the SDK finds by itself.
func Function(get func(name string) string) (Settings, aws.Config, error) {
	s, err := Read(get)
	if err != nil {
		return s, aws.Config{}, err
	}
	cfg, err := awsconfig.LoadDefaultConfig(context.Background())
	if err != nil {
		return s, cfg, fmt.Errorf("settings of the AWS SDK: %w", err)
	}
	return s, cfg, nil
}
