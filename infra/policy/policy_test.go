package policy

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// promise is one that the template keeps; keep says what breaks it. Each of its breaks is a change of the template's text that it has to
// find: what is there, and what stands there instead.
type promise struct {
	story  string
	keep   func(d document, broken func(format string, args ...any))
	breaks [][2]string
}

func TestThePromises(t *testing.T) {
	whole := read(t)
	for _, p := range slices.Concat(data, rights, watch, web) {
		t.Run(p.story, func(t *testing.T) {
			for _, found := range kept(p, parse(t, whole)) {
				t.Error(found)
			}
			if len(p.breaks) == 0 {
				t.Error("nothing shows that this can fail")
			}
			for _, b := range p.breaks {
				if !strings.Contains(whole, b[0]) {
					t.Errorf("the template has no %q to break", b[0])
					continue
				}
				if len(kept(p, parse(t, strings.Replace(whole, b[0], b[1], 1)))) == 0 {
					t.Errorf("it is not found if %q stands for %q", b[1], b[0])
				}
			}
		})
	}
}

func kept(p promise, d document) (found []string) {
	p.keep(d, func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) })
	return found
}

var data = []promise{
	{"the table is encrypted, recoverable and not deleted by mistake", func(d document, broken func(string, ...any)) {
		for path, want := range map[string]string{
			"SSESpecification/SSEEnabled": "true", "SSESpecification/SSEType": "KMS", "DeletionProtectionEnabled": "true", "BillingMode": "PAY_PER_REQUEST",
			"PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled": "true", "StreamSpecification/StreamViewType": "NEW_AND_OLD_IMAGES",
			"TimeToLiveSpecification/Enabled": "true",
		} {
			if got := text(d.properties("Table"), path); got != want {
				broken("%s of the table is %q, want %s", path, got, want)
			}
		}
		for _, kept := range []string{"Table", "Files"} {
			for _, policy := range []string{"DeletionPolicy", "UpdateReplacePolicy"} {
				if text(d, "Resources/"+kept+"/"+policy) != "Retain" {
					broken("%s: %s does not retain it", kept, policy)
				}
			}
		}
	}, [][2]string{
		{"SSEEnabled: true", "SSEEnabled: false"}, {"DeletionProtectionEnabled: true", "DeletionProtectionEnabled: false"},
		{"PointInTimeRecoveryEnabled: true", "PointInTimeRecoveryEnabled: false"}, {"DeletionPolicy: Retain", "DeletionPolicy: Delete"},
		{"UpdateReplacePolicy: Retain", "UpdateReplacePolicy: Delete"}, {"PAY_PER_REQUEST", "PROVISIONED"},
	}},
	{"no bucket is public, and each is encrypted and refuses plain HTTP", func(d document, broken func(string, ...any)) {
		policies := map[string]any{}
		for _, name := range d.of("AWS::S3::BucketPolicy") {
			policies[strings.TrimPrefix(text(d.properties(name), "Bucket"), "!Ref ")] = at(d.properties(name), "PolicyDocument")
		}
		for _, name := range d.of("AWS::S3::Bucket") {
			p := d.properties(name)
			for _, flag := range []string{"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"} {
				if text(p, "PublicAccessBlockConfiguration/"+flag) != "true" {
					broken("%s lacks %s", name, flag)
				}
			}
			if text(p, "OwnershipControls/Rules/0/ObjectOwnership") != "BucketOwnerEnforced" || at(p, "AccessControl") != nil {
				broken("%s knows access lists", name)
			}
			if at(p, "BucketEncryption/ServerSideEncryptionConfiguration/0/ServerSideEncryptionByDefault/SSEAlgorithm") == nil {
				broken("%s is not encrypted", name)
			}
			secure := false
			for _, s := range statements(policies[name], "Statement") {
				everyone := text(s, "Principal") == "*" || at(s, "Principal/AWS") != nil
				if everyone && text(s, "Effect") != "Deny" {
					broken("a policy of %s lets everyone in", name)
				}
				secure = secure || everyone && text(s, "Condition/Bool/aws:SecureTransport") == "false" && text(s, "Action") == "s3:*" && len(list(s, "Resource")) == 2
			}
			if !secure {
				broken("%s takes plain HTTP", name)
			}
		}
	}, [][2]string{
		{"BlockPublicPolicy: true", "BlockPublicPolicy: false"}, {"RestrictPublicBuckets: true\n      OwnershipControls", "OwnershipControls"},
		{"BucketOwnerEnforced", "ObjectWriter"}, {"SSEAlgorithm: !If", "Other: !If"}, {"Effect: Deny", "Effect: Allow"},
		{`aws:SecureTransport: "false"`, `aws:SecureTransport: "true"`}, {"Principal: { Service: cloudfront.amazonaws.com }", `Principal: "*"`},
	}},
	{"files are versioned, and what is personal in them goes by itself", func(d document, broken func(string, ...any)) {
		p := d.properties("Files")
		if text(p, "VersioningConfiguration/Status") != "Enabled" {
			broken("files are not versioned")
		}
		var lists, old, unfinished bool
		for _, r := range list(p, "LifecycleConfiguration/Rules") {
			on := text(r, "Status") == "Enabled"
			lists = lists || on && text(r, "Prefix") == "imports/" && text(r, "ExpirationInDays") == "1"
			old = old || on && at(r, "Prefix") == nil && text(r, "NoncurrentVersionExpiration/NoncurrentDays") == "1"
			unfinished = unfinished || on && at(r, "AbortIncompleteMultipartUpload") != nil
		}
		if !lists || !old || !unfinished {
			broken("staff lists go: %v, their old versions: %v, unfinished uploads: %v", lists, old, unfinished)
		}
	}, [][2]string{
		{"VersioningConfiguration:\n        Status: Enabled", "VersioningConfiguration:\n        Status: Suspended"},
		{"Prefix: imports/", "Prefix: import/"}, {"NoncurrentDays: 1", "NoncurrentDays: 365"},
	}},
	{"what is secret is not shown", func(d document, broken func(string, ...any)) {
		if text(d, "Parameters/EdgeKey/NoEcho") != "true" {
			broken("the edge's key is shown to whoever may look at the stack")
		}
		every(at(d, "Outputs"), func(v any) {
			if s, ok := v.(string); ok && strings.Contains(s, "EdgeKey") {
				broken("an output shows the edge's key")
			}
		})
	}, [][2]string{{"NoEcho: true", "NoEcho: false"}, {"Value: !Ref Cdn", "Value: !Ref EdgeKey"}}},
	{"the queue of dead letters is encrypted and keeps them for as long as can be", func(d document, broken func(string, ...any)) {
		for _, name := range d.of("AWS::SQS::Queue") {
			if text(d.properties(name), "SqsManagedSseEnabled") != "true" || text(d.properties(name), "MessageRetentionPeriod") != "1209600" {
				broken("%s is not encrypted, or forgets within 14 days", name)
			}
		}
	}, [][2]string{{"SqsManagedSseEnabled: true", "SqsManagedSseEnabled: false"}, {"1209600", "3600"}}},
	{"mails go encrypted, and nobody who complained or whose address is gone is written to again", func(d document, broken func(string, ...any)) {
		p := d.properties("Mails")
		reasons := texts(p, "SuppressionOptions/SuppressedReasons")
		if !slices.Contains(reasons, "BOUNCE") || !slices.Contains(reasons, "COMPLAINT") || text(p, "DeliveryOptions/TlsPolicy") != "REQUIRE" ||
			text(p, "ReputationOptions/ReputationMetricsEnabled") != "true" {
			broken("the configuration set is %v", p)
		}
		if text(d.properties("MailIdentity"), "ConfigurationSetAttributes/ConfigurationSetName") != "!Ref Mails" {
			broken("mails go without the configuration set")
		}
		events := texts(d.properties("MailFigures"), "EventDestination/MatchingEventTypes")
		if !slices.Contains(events, "BOUNCE") || !slices.Contains(events, "COMPLAINT") || at(d.properties("MailFigures"), "EventDestination/SnsDestination") != nil {
			broken("bounces and complaints are not counted, or addresses sent around")
		}
	}, [][2]string{{"[BOUNCE, COMPLAINT]", "[BOUNCE]"}, {"TlsPolicy: REQUIRE", "TlsPolicy: OPTIONAL"}, {"ConfigurationSetName: !Ref Mails", "ConfigurationSetName: other"}}},
	{"what make deploy needs is an output", func(d document, broken func(string, ...any)) {
		for _, name := range []string{"WebAddress", "WebBucket", "TableName", "FilesBucket", "Distribution"} {
			if at(d, "Outputs/"+name+"/Value") == nil {
				broken("there is no output %s", name)
			}
		}
	}, [][2]string{{"  WebBucket:\n    Value", "  Bucket:\n    Value"}}},
}

// lets says whether a role lets its function do something, and with what.
func lets(d document, role, action string) (resources []string, ok bool) {
	for _, p := range list(d.properties(role), "Policies") {
		for _, s := range statements(p, "PolicyDocument/Statement") {
			if slices.Contains(texts(s, "Action"), action) {
				resources, ok = append(resources, texts(s, "Resource")...), true
			}
		}
	}
	return resources, ok
}

var action = regexp.MustCompile(`^[a-z0-9]+:[A-Z][A-Za-z]+$`)

var rights = []promise{
	{"every function has a role of its own that names each action and each thing", func(d document, broken func(string, ...any)) {
		seen := map[string]bool{}
		for _, f := range d.of("AWS::Serverless::Function") {
			role, _ := strings.CutSuffix(strings.TrimPrefix(text(d.properties(f), "Role"), "!GetAtt "), ".Arn")
			if role == "" || seen[role] || at(d.properties(f), "Policies") != nil {
				broken("%s has no role of its own but %q", f, role)
			}
			seen[role] = true
		}
		for _, role := range d.of("AWS::IAM::Role") {
			p := d.properties(role)
			if !seen[role] || at(p, "ManagedPolicyArns") != nil {
				broken("%s is nobody's role, or takes over a policy of others", role)
			}
			for _, who := range list(p, "AssumeRolePolicyDocument/Statement") {
				if text(who, "Principal/Service") != "lambda.amazonaws.com" {
					broken("%s may be taken by %v", role, at(who, "Principal"))
				}
			}
			for _, policy := range list(p, "Policies") {
				for _, s := range statements(policy, "PolicyDocument/Statement") {
					if at(s, "NotAction") != nil || at(s, "NotResource") != nil || len(list(s, "Action")) == 0 || len(list(s, "Resource")) == 0 {
						broken("%s has a statement that says what is not: %v", role, s)
					}
					for _, a := range texts(s, "Action") {
						if !action.MatchString(a) {
							broken("%s may %s: name each action", role, a)
						}
					}
					for _, r := range texts(s, "Resource") {
						if !strings.HasPrefix(r, "!") || strings.HasPrefix(r, "!Sub *") || strings.Contains(strings.TrimSuffix(r, "/*"), "*") {
							broken("%s may do things with %s: name the thing", role, r)
						}
					}
				}
			}
		}
	}, [][2]string{
		{"- dynamodb:GetItem", "- dynamodb:*"}, {"Resource: !GetAtt Table.Arn", `Resource: "*"`}, {"Role: !GetAtt ClockRole.Arn", "Role: !GetAtt ApiRole.Arn"},
		{"Action: s3:ListBucket", "NotAction: s3:ListBucket"}, {"Service: lambda.amazonaws.com", "Service: ec2.amazonaws.com"},
		{"      Policies:\n        - PolicyName: Api", "      ManagedPolicyArns: [arn:aws:iam::aws:policy/AdministratorAccess]\n      Policies:\n        - PolicyName: Api"},
	}},
	{"nobody may do more than their work", func(d document, broken func(string, ...any)) {
		for _, c := range []struct {
			role, action string
			may          bool
		}{
			{"ApiRole", "dynamodb:PutItem", true}, {"ApiRole", "ses:SendEmail", false}, {"ApiRole", "dynamodb:Scan", false}, {"ApiRole", "dynamodb:DeleteTable", false},
			{"ApiRole", "s3:PutObject", true}, {"StreamRole", "ses:SendEmail", true}, {"StreamRole", "sqs:SendMessage", true}, {"StreamRole", "dynamodb:GetRecords", true}, {"StreamRole", "dynamodb:Scan", true}, {"ClockRole", "dynamodb:Scan", false},
			{"ClockRole", "dynamodb:UpdateItem", true}, {"ClockRole", "dynamodb:PutItem", false}, {"ClockRole", "dynamodb:GetItem", false}, {"ClockRole", "s3:GetObject", false},
			{"ClockRole", "ses:SendEmail", false}, {"WorkbooksRole", "dynamodb:UpdateItem", true}, {"WorkbooksRole", "dynamodb:PutItem", false},
			{"WorkbooksRole", "dynamodb:DeleteItem", false}, {"WorkbooksRole", "s3:GetObject", false}, {"WorkbooksRole", "ses:SendEmail", false}, {"WorkbooksRole", "logs:PutLogEvents", true}, {"ApiRole", "logs:PutLogEvents", true}, {"StreamRole", "logs:PutLogEvents", true}, {"ClockRole", "logs:PutLogEvents", true},
		} {
			if _, may := lets(d, c.role, c.action); may != c.may {
				broken("%s may %s: %v, want %v", c.role, c.action, may, c.may)
			}
		}
		for _, role := range []string{"ApiRole", "StreamRole"} {
			if r, _ := lets(d, role, "s3:GetObject"); !slices.Equal(r, []string{"!Sub ${Files.Arn}/imports/*"}) {
				broken("%s may read the files %v", role, r)
			}
			// Without it S3 answers 403 where a file is not there, and no job could tell.
			if r, _ := lets(d, role, "s3:ListBucket"); !slices.Equal(r, []string{"!GetAtt Files.Arn"}) {
				broken("%s can't tell whether a file is there: %v", role, r)
			}
		}
	}, [][2]string{
		{"Action: [s3:GetObject, s3:PutObject, s3:DeleteObject]", "Action: [s3:GetObject, s3:PutObject, ses:SendEmail]"},
		{"Action: dynamodb:UpdateItem", "Action: dynamodb:PutItem"}, {"Action: sqs:SendMessage", "Action: sqs:ReceiveMessage"},
		{"${Files.Arn}/imports/*", "${Files.Arn}/*"}, {"Action: s3:ListBucket", "Action: s3:GetBucketLocation"},
	}},
	{"who goes through the whole table sees keys only", func(d document, broken func(string, ...any)) {
		for _, role := range d.of("AWS::IAM::Role") {
			for _, p := range list(d.properties(role), "Policies") {
				for _, s := range statements(p, "PolicyDocument/Statement") {
					if !slices.Contains(texts(s, "Action"), "dynamodb:Scan") {
						continue
					}
					if !slices.Equal(texts(s, "Condition/ForAllValues:StringEquals/dynamodb:Attributes"), []string{"PK", "SK"}) ||
						text(s, "Condition/StringEquals/dynamodb:Select") != "SPECIFIC_ATTRIBUTES" || len(texts(s, "Action")) != 1 {
						broken("%s may scan more than keys: %v", role, s)
					}
				}
			}
		}
	}, [][2]string{
		{"dynamodb:Attributes: [PK, SK]", "dynamodb:Attributes: [PK, SK, d]"}, {"dynamodb:Select: SPECIFIC_ATTRIBUTES", "dynamodb:Select: ALL_ATTRIBUTES"},
		{"Action: dynamodb:Scan", "Action: [dynamodb:Scan, dynamodb:Query]"}, {"ForAllValues:StringEquals", "ForAnyValue:StringEquals"},
	}},
	{"functions are what is built and tested, and can be taken back", func(d document, broken func(string, ...any)) {
		for _, f := range d.of("AWS::Serverless::Function") {
			for path, want := range map[string]string{"Runtime": "provided.al2023", "Architectures/0": "arm64", "AutoPublishAlias": "live", "Handler": "bootstrap"} {
				if got, _ := d.function(f, path).(string); got != want {
					broken("%s of %s is %q, want %s", path, f, got, want)
				}
			}
			if text(d, "Resources/"+f+"/Metadata/BuildMethod") != "makefile" {
				broken("%s is not built by the Makefile", f)
			}
		}
		api := at(d.properties("Api"), "DeploymentPreference")
		if !strings.HasPrefix(text(api, "Type"), "Canary") || len(list(api, "Alarms")) == 0 {
			broken("a new API takes over all at once, or no alarm takes it back")
		}
		for _, a := range texts(api, "Alarms") {
			// The HTTP API leads to the new version, which waits for these alarms: one on the API's id would wait for itself.
			every(d.properties(strings.TrimPrefix(a, "!Ref ")), func(v any) {
				if s, ok := v.(string); ok && strings.Contains(s, "HttpApi") {
					broken("alarm %s waits for the API, and the API for it", a)
				}
			})
		}
	}, [][2]string{
		{"[arm64]", "[x86_64]"}, {"AutoPublishAlias: live", "AutoPublishAlias: other"}, {"Type: Canary10Percent5Minutes", "Type: AllAtOnce"},
		{"Alarms: [!Ref ApiErrors, !Ref ApiFails]", "Alarms: [!Ref ApiErrors, !Ref ApiRefuses]"},
	}},
}

// alarmed lists the names of the metrics that alarms look at, with what they look at them of.
func alarmed(d document) []string {
	var all []string
	for _, name := range d.of("AWS::CloudWatch::Alarm") {
		every(d.properties(name), func(v any) {
			m, ok := v.(map[string]any)
			if !ok || m["MetricName"] == nil {
				return
			}
			line := fmt.Sprint(m["MetricName"])
			for _, dimension := range list(m, "Dimensions") {
				line += " " + strings.NewReplacer("!Ref ", "", "!Sub ", "", "!GetAtt ", "").Replace(text(dimension, "Value"))
			}
			all = append(all, line)
		})
	}
	return all
}

// written are the figures that functions write, and by what they are told apart: the tests of functions/internal/metrics hold them to it.
var written = map[string]bool{
	"requests class": true, "ms class": true, "deeds state": true, "effects outcome": true, "mails what": true, "jobs state": true,
	"batches function": true, "ms function": true, "rcu function": true, "wcu function": true,
}

var watch = []promise{
	{"each thing that can go wrong has an alarm, and each alarm tells somebody", func(d document, broken func(string, ...any)) {
		all := alarmed(d)
		want := []string{
			"Throttles Api ${Api}:live", "Throttles Stream ${Stream}:live", "Invocations Clock ${Clock}:live", "IteratorAge Stream ${Stream}:live",
			"ApproximateNumberOfMessagesVisible DeadLetters.QueueName", "5xx HttpApi", "Latency HttpApi", "ReadThrottleEvents Table", "WriteThrottleEvents Table",
			"Reputation.BounceRate Mails", "Reputation.ComplaintRate Mails", "ApiFailures",
			"effects given up", "effects put off",
		}
		for _, f := range d.of("AWS::Serverless::Function") {
			want = append(want, "Errors "+f+" ${"+f+"}:live")
		}
		for _, w := range want {
			if !slices.Contains(all, w) {
				broken("there is no alarm on %s", w)
			}
		}
		for _, name := range d.of("AWS::CloudWatch::Alarm") {
			p := d.properties(name)
			if !slices.Contains(texts(p, "AlarmActions"), "!Ref Alarms") || text(p, "AlarmDescription") == "" || at(p, "TreatMissingData") == nil || text(p, "ActionsEnabled") == "false" {
				broken("%s tells nobody, or not what it means", name)
			}
		}
		if text(d.properties("AlarmsByMail"), "Endpoint") != "!Ref AlarmAddress" || text(d.properties("AlarmsByMail"), "TopicArn") != "!Ref Alarms" {
			broken("alarms reach no address")
		}
		if n := len(list(d.properties("Cost"), "NotificationsWithSubscribers")); n < 2 || text(d.properties("Cost"), "Budget/BudgetLimit/Amount") != "!Ref MonthlyBudget" {
			broken("nobody is warned of costs")
		}
	}, [][2]string{
		{"MetricName: IteratorAge", "MetricName: Age"}, {"Value: !GetAtt DeadLetters.QueueName", "Value: other"}, {"MetricName: WriteThrottleEvents", "MetricName: ReadThrottleEvents"},
		{"AlarmActions: [!Ref Alarms]", "AlarmActions: []"}, {"Value: !Sub '${Clock}:live'", "Value: !Sub '${Clock}:old'"}, {"Amount: !Ref MonthlyBudget", "Amount: 1000000"},
		{"MetricName: Reputation.ComplaintRate", "MetricName: Reputation.Rate"}, {"Endpoint: !Ref AlarmAddress", "Endpoint: !Ref MailFrom"},
	}},
	{"what functions write as figures goes under the stack's name, and alarms and dashboard look at what there is", func(d document, broken func(string, ...any)) {
		for _, f := range d.of("AWS::Serverless::Function") {
			if space, _ := d.function(f, "Environment/Variables/METRICS_NAMESPACE").(string); space != "!Ref AWS::StackName" {
				broken("%s writes figures under %q", f, space)
			}
		}
		// Each combination of dimensions is billed: by route and by deed only who asks for it.
		if text(d, "Parameters/Figures/Default") != "few" || at(d, "Globals/Function/Environment/Variables/METRICS") != "!Ref Figures" {
			broken("figures are told apart finely without being asked for")
		}
		for _, name := range d.of("AWS::CloudWatch::Alarm") {
			p := d.properties(name)
			if text(p, "Namespace") == "!Sub ${AWS::StackName}" && text(p, "MetricName") != "ApiFailures" &&
				!written[text(p, "MetricName")+" "+text(p, "Dimensions/0/Name")] {
				broken("%s looks at %s by %s, which no function writes", name, text(p, "MetricName"), text(p, "Dimensions/0/Name"))
			}
		}
		for _, shown := range regexp.MustCompile(`\["\$\{AWS::StackName\}", "(\w+)", "(\w+)"`).FindAllStringSubmatch(text(d.properties("Dashboard"), "DashboardBody"), -1) {
			if !written[shown[1]+" "+shown[2]] {
				broken("the dashboard shows %s by %s, which no function writes", shown[1], shown[2])
			}
		}
	}, [][2]string{
		{"METRICS_NAMESPACE: !Ref AWS::StackName", "METRICS_NAMESPACE: other"}, {"Default: few", "Default: all"}, {"METRICS: !Ref Figures", "METRICS: all"},
		{"MetricName: effects", "MetricName: Effects"}, {"{ Name: outcome,", "{ Name: state,"}, {`"deeds", "state"`, `"deeds", "deed"`},
	}},
	{"what is given up is kept", func(d document, broken func(string, ...any)) {
		streams, schedules := 0, 0
		for _, f := range d.of("AWS::Serverless::Function") {
			events, _ := at(d.properties(f), "Events").(map[string]any)
			for name, e := range events {
				switch text(e, "Type") {
				case "DynamoDB":
					streams++
					if text(e, "Properties/DestinationConfig/OnFailure/Destination") != "!GetAtt DeadLetters.Arn" || !slices.Contains(texts(e, "Properties/FunctionResponseTypes"), "ReportBatchItemFailures") ||
						text(e, "Properties/BisectBatchOnFunctionError") != "true" || text(e, "Properties/MaximumRetryAttempts") == "" {
						broken("%s of %s loses what it gives up, or never gives up", name, f)
					}
				case "ScheduleV2":
					schedules++
					if text(e, "Properties/DeadLetterConfig/Arn") != "!GetAtt DeadLetters.Arn" {
						broken("%s of %s loses calls", name, f)
					}
				}
			}
		}
		if streams == 0 || schedules == 0 {
			broken("there are %d streams and %d schedules", streams, schedules)
		}
	}, [][2]string{{"Destination: !GetAtt DeadLetters.Arn", "Destination: other"}, {"Arn: !GetAtt DeadLetters.Arn", "Arn: other"}, {"[ReportBatchItemFailures]", "[]"}, {"MaximumRetryAttempts: 10", "BatchWindow: 1"}}},
	{"logs end, each function has its own, and none says who asked", func(d document, broken func(string, ...any)) {
		for _, name := range d.of("AWS::Logs::LogGroup") {
			if text(d.properties(name), "RetentionInDays") != "!Ref LogDays" {
				broken("%s is kept for ever", name)
			}
		}
		for _, f := range d.of("AWS::Serverless::Function") {
			if got := text(d.properties(f), "LoggingConfig/LogGroup"); got != "!Ref "+f+"Logs" || d.function(f, "LoggingConfig/LogFormat") == nil {
				broken("%s logs to %q", f, got)
			}
		}
		format := text(d.properties("HttpApi"), "AccessLogSettings/Format")
		var fields map[string]string
		if err := json.Unmarshal([]byte(format), &fields); err != nil || strings.Contains(format, "identity") || strings.Contains(format, "path") || strings.Contains(format, "user") {
			broken("the API's log holds what is somebody's own: %s (%v)", format, err)
		}
	}, [][2]string{{"RetentionInDays: !Ref LogDays", "RetentionInDays: 3653"}, {"LogGroup: !Ref ClockLogs", "LogGroup: !Ref ApiLogs"}, {"$context.requestId", "$context.identity.sourceIp"}}},
	{"the dashboard can be read and names what is there", func(d document, broken func(string, ...any)) {
		body, ok := strings.CutPrefix(text(d.properties("Dashboard"), "DashboardBody"), "!Sub ")
		if !ok || !json.Valid([]byte(body)) {
			broken("the dashboard is no JSON")
		}
		for _, name := range regexp.MustCompile(`\$\{(\w+)`).FindAllStringSubmatch(body, -1) {
			if name[1] != "AWS" && at(d, "Resources/"+name[1]) == nil {
				broken("the dashboard shows %s, which is not there", name[1])
			}
		}
	}, [][2]string{{`{"widgets": [`, `{"widgets": `}, {`"TableName", "${Table}"`, `"TableName", "${Tables}"`}}},
}

// TestEachAlarmIsExplained: whoever is woken by one finds what to do.
func TestEachAlarmIsExplained(t *testing.T) {
	handbook, err := os.ReadFile("../../docs/operating.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile(`(?m)^\| ([A-Za-z, ]+)[ (|]`).FindAllStringSubmatch(string(handbook), -1)
	explained := map[string]bool{}
	for _, row := range rows {
		for name := range strings.FieldsSeq(strings.ReplaceAll(row[1], ",", " ")) {
			explained[name] = true
		}
	}
	d := parse(t, read(t))
	for _, name := range append(d.of("AWS::CloudWatch::Alarm"), "Cost") {
		if !explained[name] {
			t.Errorf("docs/operating.md does not say what %s means", name)
		}
	}
}
