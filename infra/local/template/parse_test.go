package template

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

const head = "Transform: AWS::Serverless-2016-10-31\n"

func TestIntrinsicsGiveLocalNames(t *testing.T) {
	const text = head + `
Parameters:
  Stage: {Type: String, Default: test}
Resources:
  People:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: !Sub people-${Stage}
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: PK, AttributeType: S}]
      KeySchema: [{AttributeName: PK, KeyType: HASH}]
      StreamSpecification: {StreamViewType: KEYS_ONLY}
  Files: {Type: AWS::S3::Bucket}
  Queue: {Type: AWS::SQS::Queue}
Outputs:
  O: {Value: %s}
`
	for value, want := range map[string]string{
		`!Ref Stage`:                                 "test",
		`{Ref: People}`:                              "people-test",
		`!Ref Files`:                                 "there-files",
		`!Ref AWS::Region`:                           "eu-north-1",
		`!GetAtt People.Arn`:                         "arn:aws:dynamodb:eu-north-1:000000000000:table/people-test",
		`{"Fn::GetAtt": [People, Arn]}`:              "arn:aws:dynamodb:eu-north-1:000000000000:table/people-test",
		`!GetAtt Queue.Arn`:                          "arn:aws:sqs:eu-north-1:000000000000:there-Queue",
		`!GetAtt Files.Arn`:                          "arn:aws:s3:::there-files",
		`!Sub "${Stage}/${Files.Arn}/${!Stage}"`:     "test/arn:aws:s3:::there-files/${Stage}",
		`!Sub ["${a}-${Stage}", {a: !Ref Files}]`:    "there-files-test",
		`{"Fn::Sub": "${AWS::StackName}:${People}"}`: "there:people-test",
		`plain`: "plain",
		`!Sub "${AWS::Partition}.${AWS::AccountId}."`: "aws.000000000000.",
	} {
		tpl, err := Parse("t.yaml", fmt.Appendf(nil, text, value), Options{Stack: "there", Region: "eu-north-1"})
		if err != nil {
			t.Errorf("%s: %v", value, err)
			continue
		}
		if got := tpl.Outputs["O"]; got != want {
			t.Errorf("%s gives %q, want %q", value, got, want)
		}
	}
}

const function = head + `
Globals:
  Function:
    Runtime: provided.al2023
    Timeout: 7
    Environment: {Variables: {SHARED: global, BOTH: global}}
Resources:
  Answer:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: answer/
      Environment: {Variables: {BOTH: own, OWN: own}}
      Events:
        One: {Type: HttpApi, Properties: {Path: "/v1/{id}", Method: get}}
        Rest: {Type: HttpApi, Properties: {Path: "/{proxy+}", Method: ANY, TimeoutInMillis: 1000}}
        Night: {Type: Schedule, Properties: {Schedule: "cron(0 3 * * ? *)", Input: '{"a":1}', Enabled: false}}
        Day: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(2 hours), ScheduleExpressionTimezone: Europe/Berlin}}
`

func TestGlobalsLieUnderAFunction(t *testing.T) {
	tpl, err := Parse("t.yaml", []byte(function), Options{})
	if err != nil {
		t.Fatal(err)
	}
	f, _ := tpl.Function("Answer")
	if got := fmt.Sprint(f.Environment); got != "map[BOTH:own OWN:own SHARED:global]" {
		t.Errorf("environment is %s; a function's own variable must win and the others stay", got)
	}
	if f.Timeout != 7*time.Second || f.Name != "stellwerk-Answer" {
		t.Errorf("timeout %v and name %s, want the global 7 s and stellwerk-Answer", f.Timeout, f.Name)
	}
	if f.Routes[0].Key() != "GET /v1/{id}" || f.Routes[1].Key() != "ANY /{proxy+}" || f.Routes[1].Timeout != time.Second {
		t.Errorf("routes are %+v", f.Routes)
	}
	night, day := f.Schedules[0], f.Schedules[1]
	if night.Enabled || string(night.Input) != `{"a":1}` || night.Scheduler {
		t.Errorf("the rule is %+v", night)
	}
	if !day.Enabled || day.Zone.String() != "Europe/Berlin" || !day.Scheduler {
		t.Errorf("the schedule is %+v", day)
	}
}

// TestRefusals: what isn't known is refused with its line, so that local and deployed never differ in silence.
func TestRefusals(t *testing.T) {
	body := func(s string) string { return head + "Resources:\n" + s }
	inFunction := func(s string) string {
		return body("  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: provided.al2023\n" + s)
	}
	inTable := func(s string) string {
		return body("  T:\n    Type: AWS::DynamoDB::Table\n    Properties:\n      BillingMode: PAY_PER_REQUEST\n" + s)
	}
	const keys = "      KeySchema: [{AttributeName: PK, KeyType: HASH}]\n      AttributeDefinitions: [{AttributeName: PK, AttributeType: S}]\n"
	for _, c := range []struct{ story, text, want string }{
		{"an unknown part of a template", head + "Mappings: {}\nResources: {}", `t.yaml:2: "Mappings" of the template`},
		{"no transform", "Resources: {}", "Transform is missing"},
		{"another transform", "Transform: X\nResources: {}", `t.yaml:1: Transform is "X"`},
		{"no resources", head, "Resources is missing"},
		{"an unknown resource type", body("  X: {Type: AWS::EC2::VPC}"), "t.yaml:3: resource type AWS::EC2::VPC (X)"},
		{"an unknown property", inFunction("      SnapStart: {}"), `t.yaml:7: "SnapStart" of AWS::Serverless::Function F`},
		{"an unknown property in Globals", head + "Globals:\n  Function:\n    Runtime: provided.al2023\n    VpcConfig: {}\nResources:\n  F: {Type: AWS::Serverless::Function}",
			`t.yaml:5: "VpcConfig" of AWS::Serverless::Function F`},
		{"an unknown part of Globals", head + "Globals: {Api: {}}\nResources: {}", `"Api" of Globals`},
		{"an unknown event type", inFunction("      Events:\n        E: {Type: SQS}"), `t.yaml:8: event E of F has type "SQS"`},
		{"an unknown property of an event", inFunction("      Events:\n        E: {Type: HttpApi, Properties: {Auth: {}}}"), `t.yaml:8: "Auth" of event E of F`},
		{"an unknown intrinsic", inFunction("      Description: !Join ['', [a]]"), "t.yaml:7: intrinsic !Join"},
		{"an unknown intrinsic in the long form", inFunction("      Description: {'Fn::Select': [0, [b]]}"), "t.yaml:7: intrinsic !Select"},
		{"an unknown intrinsic in an ignored property", inFunction("      Tags: {a: !ImportValue x}"), "t.yaml:7: intrinsic !ImportValue"},
		{"a name that doesn't exist", inFunction("      Description: !Ref Nobody"), `t.yaml:7: "Nobody" is neither`},
		{"a name that doesn't exist, in a text", inFunction("      Description: !Sub '${No.Arn}'"), `t.yaml:7: !GetAtt No.Arn`},
		{"an unknown attribute", inFunction("      Description: !GetAtt F.Version"), `t.yaml:7: !GetAtt F.Version: attribute "Version"`},
		{"a name that refers to itself", body("  Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Q}}"), "t.yaml:3: the name of Q refers to itself"},
		{"a key twice", body("  Q: {Type: AWS::SQS::Queue}\n  Q: {Type: AWS::SQS::Queue}"), `"Q" of Resources stands in line 3 already`},
		{"an alias", body("  Q: &q {Type: AWS::SQS::Queue}\n  R: *q"), "t.yaml:4:"},
		{"another runtime", inFunction("      Architectures: [riscv]"), `Architectures of AWS::Serverless::Function F is "riscv"`},
		{"a managed policy", inFunction("      Policies: [AmazonS3FullAccess]"), "t.yaml:7: a policy of"},
		{"a variable that Lambda keeps for itself", inFunction("      Environment: {Variables: {AWS_REGION: x}}"), `"AWS_REGION"`},
		{"a path that no gateway takes", inFunction("      Events:\n        E: {Type: HttpApi, Properties: {Path: '/{a+}/b', Method: GET}}"), "t.yaml:8:"},
		{"one route twice", inFunction("      Events:\n        E: {Type: HttpApi}") + "\n  G:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: provided.al2023\n      Events: {H: {Type: HttpApi}}",
			`t.yaml:13: event H of G: route "$default" belongs to event E of F already`},
		{"a stream of no table", inFunction("      Events:\n        E: {Type: DynamoDB, Properties: {Stream: x, StartingPosition: LATEST}}"), "t.yaml:8: Stream of event E of F must be"},
		{"a schedule that can't be read", inFunction("      Events:\n        E: {Type: Schedule, Properties: {Schedule: rate(1 minutes)}}"), "t.yaml:8: event E of F: schedule"},
		{"a key without a type", inTable("      KeySchema: [{AttributeName: PK, KeyType: HASH}]\n"), `key "PK" of AWS::DynamoDB::Table T is not in`},
		{"an attribute that is no key", inTable(strings.Replace(keys, "[{AttributeName: PK, AttributeType: S}", "[{AttributeName: PK, AttributeType: S}, {AttributeName: X, AttributeType: S}", 1)), `attribute "X"`},
		{"two hash keys", inTable("      KeySchema: [{AttributeName: PK, KeyType: HASH}, {AttributeName: SK, KeyType: HASH}]\n"), "must be HASH, then at most one RANGE"},
		{"provisioned capacity", inTable(keys + "      ProvisionedThroughput: {}\n"), `t.yaml:9: "ProvisionedThroughput"`},
		{"a parameter of an unknown type", head + "Parameters: {P: {Type: 'List<String>', Default: a}}\nResources: {}", `parameter P has type "List<String>"`},
	} {
		t.Run(c.story, func(t *testing.T) {
			_, err := Parse("t.yaml", []byte(c.text), Options{})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v\nwant a refusal with %q", err, c.want)
			}
		})
	}
}

func TestConditionsDecide(t *testing.T) {
	const text = head + `
Parameters:
  Kind: {Type: String, Default: ""}
Conditions:
  Given: !Not [!Equals [!Ref Kind, ""]]
  Small: !And [!Condition Given, !Equals [!Ref Kind, small]]
  Other: !Or [!Equals [!Ref Kind, x], !Not [!Condition Small]]
Resources:
  Q: {Type: AWS::SQS::Queue, Condition: Given}
Outputs:
  Small: {Value: small, Condition: Small}
  Kind: {Value: !If [Other, other, !If [Given, !Ref Kind, none]]}
`
	for kind, want := range map[string][3]string{"": {"", "", "other"}, "small": {"Q", "small", "small"}, "x": {"Q", "", "other"}} {
		tpl, err := Parse("t.yaml", []byte(text), Options{Parameters: map[string]string{"Kind": kind}})
		if err != nil {
			t.Fatal(err)
		}
		got := [3]string{"", tpl.Outputs["Small"], tpl.Outputs["Kind"]}
		if len(tpl.Queues) > 0 {
			got[0] = tpl.Queues[0].ID
		}
		if got != want {
			t.Errorf("%q gives %q, want %q", kind, got, want)
		}
	}
	for story, conditions := range map[string]string{
		"a circle":        "{A: !Condition B, B: !Condition A}",
		"no such":         "{A: !Condition B}",
		"not a condition": "{A: yes}",
		"half":            "{A: !Equals [a]}",
	} {
		if _, err := Parse("t.yaml", []byte(head+"Conditions: "+conditions+"\nResources: {}"), Options{}); err == nil {
			t.Errorf("%s was accepted", story)
		}
	}
}

func TestParametersAreChecked(t *testing.T) {
	const text = head + `
Parameters:
  Name: {Type: String, Default: abc, AllowedPattern: '[a-z]+', MinLength: 2, MaxLength: 4}
  Size: {Type: Number, Default: 3, MinValue: 1, MaxValue: 5}
  Kind: {Type: String, Default: x, AllowedValues: [x, y]}
Resources: {}
`
	for _, c := range []struct {
		name, value string
		ok          bool
	}{
		{"Name", "ab", true}, {"Name", "a", false}, {"Name", "abcde", false}, {"Name", "aB", false},
		{"Size", "5", true}, {"Size", "6", false}, {"Size", "0", false}, {"Size", "x", false},
		{"Kind", "y", true}, {"Kind", "z", false},
	} {
		tpl, err := Parse("t.yaml", []byte(text), Options{Parameters: map[string]string{c.name: c.value}})
		if (err == nil) != c.ok {
			t.Errorf("%s=%s: %v, want accepted: %v", c.name, c.value, err, c.ok)
		}
		if err == nil && tpl.Parameters[c.name] != c.value {
			t.Errorf("%s is %q, want the given %q", c.name, tpl.Parameters[c.name], c.value)
		}
	}
}

func FuzzParseNeverPanics(f *testing.F) {
	f.Add([]byte(function))
	f.Add([]byte(head + "Resources: {T: {Type: AWS::DynamoDB::Table, Properties: {KeySchema: [[a]]}}}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _ = Parse("t.yaml", data, Options{})
	})
}
