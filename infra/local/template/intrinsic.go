package template

import (
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// resolve returns n with every intrinsic replaced by its local value. Lines are kept; n itself is left as it was.
// Entries that refer to AWS::NoValue are left out, as CloudFormation does.
func (r *reader) resolve(n *yaml.Node) *yaml.Node {
	if value, ok := r.intrinsic(n); ok {
		return value
	}
	switch n.Kind {
	case yaml.AliasNode:
		r.refuse(n, "an alias (*name) is not understood here; write the value out")
		return scalar(n, "")
	case yaml.MappingNode:
		c := *n
		c.Content = nil
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == "<<" {
				r.refuse(n.Content[i], "a merge key (<<) is not understood here; write the values out")
				continue
			}
			if value := r.resolve(n.Content[i+1]); value != nil {
				c.Content = append(c.Content, n.Content[i], value)
			}
		}
		return &c
	case yaml.SequenceNode:
		c := *n
		c.Content = nil
		for _, item := range n.Content {
			if value := r.resolve(item); value != nil {
				c.Content = append(c.Content, value)
			}
		}
		return &c
	}
	return n
}

func scalar(at *yaml.Node, value string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value, Line: at.Line, Column: at.Column}
}

// intrinsic resolves n if it is one, in the short form (!Ref x) or the long one (Ref: x). A nil value means no value.
func (r *reader) intrinsic(n *yaml.Node) (value *yaml.Node, ok bool) {
	name, argument := "", n
	switch {
	case strings.HasPrefix(n.Tag, "!") && !strings.HasPrefix(n.Tag, "!!"):
		name = strings.TrimPrefix(n.Tag, "!")
	case n.Kind == yaml.MappingNode && len(n.Content) == 2:
		key := n.Content[0].Value
		if key != "Ref" && !strings.HasPrefix(key, "Fn::") {
			return nil, false
		}
		name, argument = strings.TrimPrefix(key, "Fn::"), n.Content[1]
	default:
		return nil, false
	}
	switch name {
	case "Ref":
		if argument.Kind != yaml.ScalarNode {
			r.refuse(n, "!Ref needs one name")
			return scalar(n, ""), true
		}
		if argument.Value == "AWS::NoValue" {
			return nil, true
		}
		return scalar(n, r.ref(n, argument.Value)), true
	case "GetAtt":
		id, attribute := "", ""
		if argument.Kind == yaml.ScalarNode {
			id, attribute, _ = strings.Cut(argument.Value, ".")
		} else if len(argument.Content) == 2 {
			id, attribute = argument.Content[0].Value, argument.Content[1].Value
		}
		return scalar(n, r.attribute(n, id, attribute)), true
	case "Sub":
		return scalar(n, r.sub(n, argument)), true
	case "If":
		return r.choice(n, argument), true
	}
	r.refuse(n, "intrinsic !%s is not understood here; use !Ref, !Sub, !GetAtt or !If, or teach infra/local/template", name)
	return scalar(n, ""), true
}

// ref is what !Ref of a parameter, pseudo parameter or resource gives.
func (r *reader) ref(at *yaml.Node, name string) string {
	switch name {
	case "AWS::Region":
		return r.options.Region
	case "AWS::AccountId":
		return Account
	case "AWS::Partition":
		return "aws"
	case "AWS::URLSuffix":
		return "amazonaws.com"
	case "AWS::StackName":
		return r.options.Stack
	}
	if value, ok := r.out.Parameters[name]; ok {
		return value
	}
	res, ok := r.resources[name]
	if !ok {
		r.refuse(at, "%q is neither a parameter nor a resource of this template; check its spelling", name)
		return ""
	}
	switch res.kind {
	case "AWS::Serverless::HttpApi":
		return r.name(res)
	case "AWS::SQS::Queue":
		return "https://sqs." + r.options.Region + ".amazonaws.com/" + Account + "/" + r.name(res)
	}
	return r.name(res)
}

// attribute is what !GetAtt gives.
func (r *reader) attribute(at *yaml.Node, id, attribute string) string {
	res, ok := r.resources[id]
	if !ok {
		r.refuse(at, "!GetAtt %s.%s: there is no resource %q; check its spelling", id, attribute, id)
		return ""
	}
	name := r.name(res)
	switch res.kind + " " + attribute {
	case "AWS::DynamoDB::Table Arn":
		return r.arn("dynamodb", "table/"+name)
	case "AWS::DynamoDB::Table StreamArn":
		return streamARN(r.arn("dynamodb", "table/"+name))
	case "AWS::Serverless::Function Arn":
		return r.arn("lambda", "function:"+name)
	case "AWS::SQS::Queue Arn":
		return r.arn("sqs", name)
	case "AWS::SQS::Queue QueueName":
		return name
	case "AWS::S3::Bucket Arn":
		return "arn:aws:s3:::" + name
	case "AWS::S3::Bucket RegionalDomainName":
		return name + ".s3." + r.options.Region + ".amazonaws.com"
	}
	if slices.Contains(onlyInAWS[res.kind], attribute) {
		return r.arn("none", res.id+"/"+attribute)
	}
	r.refuse(at, "!GetAtt %s.%s: attribute %q of %s is not understood here", id, attribute, attribute, res.kind)
	return ""
}

func (r *reader) arn(service, what string) string {
	return "arn:aws:" + service + ":" + r.options.Region + ":" + Account + ":" + what
}

// streamARN stands for a stream whose real name only the running table knows: Stream events are matched by it.
func streamARN(table string) string { return table + "/stream/local" }

var substitution = regexp.MustCompile(`\$\{([^}]*)\}`)

// sub is what !Sub gives, in both forms. ${!x} stays as ${x}.
func (r *reader) sub(at, argument *yaml.Node) string {
	local := map[string]string{}
	if argument.Kind == yaml.SequenceNode && len(argument.Content) == 2 {
		r.pairs(argument.Content[1], "the variables of !Sub", func(key, value *yaml.Node) {
			if v := r.resolve(value); v != nil {
				local[key.Value] = r.text(v, "variable "+key.Value+" of !Sub")
			}
		})
		argument = argument.Content[0]
	}
	if argument.Kind != yaml.ScalarNode {
		r.refuse(at, "!Sub needs a text, or a list of a text and its variables")
		return ""
	}
	return substitution.ReplaceAllStringFunc(argument.Value, func(found string) string {
		name := strings.TrimSpace(found[2 : len(found)-1])
		if literal, ok := strings.CutPrefix(name, "!"); ok {
			return "${" + literal + "}"
		}
		if value, ok := local[name]; ok {
			return value
		}
		if id, attribute, ok := strings.Cut(name, "."); ok {
			return r.attribute(at, id, attribute)
		}
		return r.ref(at, name)
	})
}

// nameProperty says which property gives a resource its own name.
var nameProperty = map[string]string{
	"AWS::DynamoDB::Table":      "TableName",
	"AWS::S3::Bucket":           "BucketName",
	"AWS::SQS::Queue":           "QueueName",
	"AWS::Serverless::Function": "FunctionName",
	"AWS::SES::EmailIdentity":   "EmailIdentity",
}

// name is a resource's local name: its own, else stack and logical id, as CloudFormation would but without the random end.
func (r *reader) name(res *resource) string {
	if given := child(res.properties, nameProperty[res.kind]); given != nil {
		if res.naming {
			r.refuse(given, "the name of %s refers to itself", res.id)
			return ""
		}
		res.naming = true
		defer func() { res.naming = false }()
		if value := r.resolve(given); value != nil {
			return r.text(value, nameProperty[res.kind]+" of "+res.id)
		}
	}
	name := r.options.Stack + "-" + res.id
	if res.kind == "AWS::S3::Bucket" {
		return strings.ToLower(name)
	}
	return name
}
