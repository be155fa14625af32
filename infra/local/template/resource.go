package template

import (
	"time"

	"gopkg.in/yaml.v3"
)

// Queue is a queue that only takes what others gave up on: nothing may read from it locally.
type Queue struct {
	ID, Name, ARN string
	Retention     time.Duration
}

// onlyInAWS are the kinds of resources that one machine has no use for: rights, logs, alarms, and what stands before the web app. What
// they say is resolved all the same, so that a slip of the pen is found. Listed are the attributes that others may ask of them.
var onlyInAWS = map[string][]string{
	"AWS::Budgets::Budget":                       nil,
	"AWS::CloudFront::CachePolicy":               nil,
	"AWS::CloudFront::Distribution":              {"DomainName", "Id"},
	"AWS::CloudFront::Function":                  {"FunctionARN"},
	"AWS::CloudFront::OriginAccessControl":       {"Id"},
	"AWS::CloudWatch::Alarm":                     {"Arn"},
	"AWS::CloudWatch::Dashboard":                 nil,
	"AWS::IAM::Role":                             {"Arn"},
	"AWS::Logs::LogGroup":                        {"Arn"},
	"AWS::Logs::MetricFilter":                    nil,
	"AWS::SES::ConfigurationSet":                 nil,
	"AWS::SES::ConfigurationSetEventDestination": nil,
	"AWS::SNS::Subscription":                     nil,
	"AWS::SNS::Topic":                            nil,
}

// read turns one resource into its local meaning.
func (r *reader) read(res *resource) {
	properties := &yaml.Node{Kind: yaml.MappingNode, Line: res.node.Line}
	var metadata *yaml.Node
	r.fields(res.node, "resource "+res.id, map[string]field{
		"Type":                ignored,
		"Properties":          func(v *yaml.Node) { properties = r.resolve(v) },
		"Metadata":            func(v *yaml.Node) { metadata = r.resolve(v) },
		"DependsOn":           r.dependsOn,
		"Condition":           ignored, // read before
		"DeletionPolicy":      r.only("DeletionPolicy of "+res.id, "Delete", "Retain", "RetainExceptOnCreate"),
		"UpdateReplacePolicy": r.only("UpdateReplacePolicy of "+res.id, "Delete", "Retain"),
	})
	what := res.kind + " " + res.id
	switch res.kind {
	case "AWS::Serverless::Function":
		r.function(res, what, properties, metadata)
	case "AWS::Serverless::HttpApi":
		r.httpAPI(what, mergeNodes(r.resolveOptional(r.api), properties))
	case "AWS::DynamoDB::Table":
		r.table(res, what, properties)
	case "AWS::S3::Bucket":
		r.bucket(res, what, properties)
	case "AWS::S3::BucketPolicy":
		r.fields(properties, what, map[string]field{"Bucket": ignored, "PolicyDocument": ignored})
	case "AWS::SQS::Queue":
		r.queue(res, what, properties)
	case "AWS::SES::EmailIdentity":
		r.identity(res, what, properties)
	case "AWS::CloudFront::ResponseHeadersPolicy":
		r.headers(what, properties)
	default:
		if _, known := onlyInAWS[res.kind]; known {
			return
		}
		r.refuse(res.node, "resource type %s (%s) has no local meaning; remove it, or give it one in infra/local/template",
			res.kind, res.id)
	}
}

func (r *reader) dependsOn(n *yaml.Node) {
	names := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		names = n.Content
	}
	for _, name := range names {
		if _, ok := r.resources[r.text(name, "DependsOn")]; !ok {
			r.refuse(name, "DependsOn names %q, which is no resource of this template", name.Value)
		}
	}
}

// httpAPI checks the API's own settings; its routes are the functions' events. What is ignored here guards an address
// that a local run doesn't have, or limits a rate that nobody pays for.
func (r *reader) httpAPI(what string, n *yaml.Node) {
	r.fields(n, what, map[string]field{
		"Name":                      ignored,
		"Description":               ignored,
		"StageName":                 r.only("StageName of "+what, "$default"),
		"DisableExecuteApiEndpoint": ignored,
		"DefaultRouteSettings":      ignored,
		"AccessLogSettings":         ignored,
		"FailOnWarnings":            ignored,
		"Tags":                      ignored,
	})
}

func (r *reader) queue(res *resource, what string, n *yaml.Node) {
	seconds := int((4 * 24 * time.Hour).Seconds())
	r.fields(n, what, map[string]field{
		"QueueName":              ignored,
		"MessageRetentionPeriod": r.setInt(&seconds, "MessageRetentionPeriod of "+what, 60, 1209600),
		"SqsManagedSseEnabled":   ignored,
		"KmsMasterKeyId":         ignored,
		"Tags":                   ignored,
	})
	name := r.name(res)
	r.out.Queues = append(r.out.Queues, Queue{
		ID: res.id, Name: name, ARN: r.arn("sqs", name), Retention: time.Duration(seconds) * time.Second,
	})
}

func (r *reader) identity(res *resource, what string, n *yaml.Node) {
	address := ""
	r.fields(n, what, map[string]field{
		"EmailIdentity":              r.setText(&address, "EmailIdentity of "+what),
		"ConfigurationSetAttributes": ignored,
		"DkimAttributes":             ignored,
		"FeedbackAttributes":         ignored,
		"MailFromAttributes":         ignored,
		"Tags":                       ignored,
	})
	if address == "" {
		r.refuse(res.node, "%s needs EmailIdentity: the address or domain that mail is sent from", what)
		return
	}
	r.out.Identities = append(r.out.Identities, address)
}

func (r *reader) resolveOptional(n *yaml.Node) *yaml.Node {
	if n == nil {
		return nil
	}
	return r.resolve(n)
}

// mergeNodes lays own over global the way SAM merges Globals: mappings by name, lists one after the other, else own wins.
func mergeNodes(global, own *yaml.Node) *yaml.Node {
	if global == nil {
		return own
	}
	if own == nil {
		return global
	}
	if global.Kind != own.Kind {
		return own
	}
	switch own.Kind {
	case yaml.SequenceNode:
		c := *own
		c.Content = append(append([]*yaml.Node{}, global.Content...), own.Content...)
		return &c
	case yaml.MappingNode:
		c := *own
		c.Content = append([]*yaml.Node{}, own.Content...)
		for i := 0; i+1 < len(global.Content); i += 2 {
			c.Content = mergePair(c.Content, global.Content[i], global.Content[i+1])
		}
		return &c
	}
	return own
}

func mergePair(content []*yaml.Node, key, value *yaml.Node) []*yaml.Node {
	for i := 0; i+1 < len(content); i += 2 {
		if content[i].Value == key.Value {
			content[i+1] = mergeNodes(value, content[i+1])
			return content
		}
	}
	return append(content, key, value)
}
