package template

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"gopkg.in/yaml.v3"
)

// Table is one DynamoDB table.
type Table struct {
	ID, Name            string
	Attributes          []types.AttributeDefinition
	Key                 []types.KeySchemaElement
	Indexes             []types.GlobalSecondaryIndex
	Stream              types.StreamViewType // "" when the table has no stream
	TTLAttribute        string               // "" when nothing expires
	DeletionProtection  bool
	PointInTimeRecovery bool // a wish to AWS; locally a backup is a copy of the file
}

// CreateInput is the request that makes the table.
func (t Table) CreateInput() *dynamodb.CreateTableInput {
	in := &dynamodb.CreateTableInput{
		TableName:                 aws.String(t.Name),
		AttributeDefinitions:      t.Attributes,
		KeySchema:                 t.Key,
		GlobalSecondaryIndexes:    t.Indexes,
		BillingMode:               types.BillingModePayPerRequest,
		DeletionProtectionEnabled: aws.Bool(t.DeletionProtection),
	}
	if t.Stream != "" {
		in.StreamSpecification = &types.StreamSpecification{StreamEnabled: aws.Bool(true), StreamViewType: t.Stream}
	}
	return in
}

// TimeToLiveInput is the request that turns expiry on, or nil when nothing of the table expires.
func (t Table) TimeToLiveInput() *dynamodb.UpdateTimeToLiveInput {
	if t.TTLAttribute == "" {
		return nil
	}
	return &dynamodb.UpdateTimeToLiveInput{
		TableName:               aws.String(t.Name),
		TimeToLiveSpecification: &types.TimeToLiveSpecification{AttributeName: aws.String(t.TTLAttribute), Enabled: aws.Bool(true)},
	}
}

func (r *reader) table(res *resource, what string, n *yaml.Node) {
	t := Table{ID: res.id, Name: r.name(res)}
	billing, stream, ttl := "", "", false
	r.fields(n, what, map[string]field{
		"TableName":   ignored,
		"BillingMode": func(v *yaml.Node) { billing = v.Value; r.only("BillingMode of "+what, "PAY_PER_REQUEST")(v) },
		"AttributeDefinitions": func(v *yaml.Node) {
			for _, a := range r.list(v, "AttributeDefinitions of "+what) {
				t.Attributes = append(t.Attributes, r.attributeDefinition(a, what))
			}
		},
		"KeySchema": func(v *yaml.Node) { t.Key = r.keySchema(v, what) },
		"GlobalSecondaryIndexes": func(v *yaml.Node) {
			for _, index := range r.list(v, "GlobalSecondaryIndexes of "+what) {
				t.Indexes = append(t.Indexes, r.index(index, what))
			}
		},
		"StreamSpecification": func(v *yaml.Node) {
			r.fields(v, "StreamSpecification of "+what, map[string]field{"StreamViewType": func(v *yaml.Node) {
				r.only("StreamViewType of "+what, "KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES")(v)
				stream = v.Value
			}})
		},
		"TimeToLiveSpecification": func(v *yaml.Node) {
			r.fields(v, "TimeToLiveSpecification of "+what, map[string]field{
				"AttributeName": r.setText(&t.TTLAttribute, "AttributeName of the time to live of "+what),
				"Enabled":       r.setBool(&ttl, "Enabled of the time to live of "+what),
			})
		},
		"DeletionProtectionEnabled": r.setBool(&t.DeletionProtection, "DeletionProtectionEnabled of "+what),
		"PointInTimeRecoverySpecification": func(v *yaml.Node) {
			r.fields(v, "PointInTimeRecoverySpecification of "+what, map[string]field{
				"PointInTimeRecoveryEnabled": r.setBool(&t.PointInTimeRecovery, "PointInTimeRecoveryEnabled of "+what),
				"RecoveryPeriodInDays":       ignored,
			})
		},
		"SSESpecification": ignored,
		"TableClass":       ignored,
		"Tags":             ignored,
	})
	if billing == "" {
		r.refuse(res.node, "%s needs BillingMode: PAY_PER_REQUEST; provisioned capacity is not understood here", what)
	}
	if !ttl {
		t.TTLAttribute = ""
	}
	t.Stream = types.StreamViewType(stream)
	r.keysAreDefined(res, what, t)
	r.out.Tables = append(r.out.Tables, t)
}

func (r *reader) attributeDefinition(n *yaml.Node, what string) types.AttributeDefinition {
	name, kind := "", ""
	r.fields(n, "an attribute definition of "+what, map[string]field{
		"AttributeName": r.setText(&name, "AttributeName of "+what),
		"AttributeType": func(v *yaml.Node) { r.only("AttributeType of "+what, "S", "N", "B")(v); kind = v.Value },
	})
	return types.AttributeDefinition{AttributeName: aws.String(name), AttributeType: types.ScalarAttributeType(kind)}
}

// keySchema reads one HASH and at most one RANGE, in this order as AWS demands.
func (r *reader) keySchema(n *yaml.Node, what string) []types.KeySchemaElement {
	var keys []types.KeySchemaElement
	for i, k := range r.list(n, "KeySchema of "+what) {
		name, kind := "", ""
		r.fields(k, "a key of "+what, map[string]field{
			"AttributeName": r.setText(&name, "AttributeName of a key of "+what),
			"KeyType":       func(v *yaml.Node) { kind = v.Value },
		})
		if i > 1 || kind != []string{"HASH", "RANGE"}[min(i, 1)] {
			r.refuse(k, "KeySchema of %s must be HASH, then at most one RANGE", what)
		}
		keys = append(keys, types.KeySchemaElement{AttributeName: aws.String(name), KeyType: types.KeyType(kind)})
	}
	return keys
}

func (r *reader) index(n *yaml.Node, what string) types.GlobalSecondaryIndex {
	name, projection := "", ""
	index := types.GlobalSecondaryIndex{}
	var included []string
	r.fields(n, "an index of "+what, map[string]field{
		"IndexName": r.setText(&name, "IndexName of "+what),
		"KeySchema": func(v *yaml.Node) { index.KeySchema = r.keySchema(v, "an index of "+what) },
		"Projection": func(v *yaml.Node) {
			r.fields(v, "Projection of an index of "+what, map[string]field{
				"ProjectionType": func(v *yaml.Node) {
					r.only("ProjectionType of "+what, "ALL", "KEYS_ONLY", "INCLUDE")(v)
					projection = v.Value
				},
				"NonKeyAttributes": func(v *yaml.Node) {
					for _, a := range r.list(v, "NonKeyAttributes of "+what) {
						included = append(included, r.text(a, "NonKeyAttributes of "+what))
					}
				},
			})
		},
	})
	index.IndexName = aws.String(name)
	index.Projection = &types.Projection{ProjectionType: types.ProjectionType(projection), NonKeyAttributes: included}
	return index
}

// keysAreDefined refuses what CreateTable would refuse later and without a line.
func (r *reader) keysAreDefined(res *resource, what string, t Table) {
	defined := map[string]bool{}
	for _, a := range t.Attributes {
		defined[*a.AttributeName] = true
	}
	used := map[string]bool{}
	check := func(keys []types.KeySchemaElement, of string) {
		if len(keys) == 0 {
			r.refuse(res.node, "%s needs a KeySchema", of)
		}
		for _, k := range keys {
			used[*k.AttributeName] = true
			if !defined[*k.AttributeName] {
				r.refuse(res.node, "key %q of %s is not in AttributeDefinitions; add it with its type", *k.AttributeName, of)
			}
		}
	}
	check(t.Key, what)
	for _, index := range t.Indexes {
		check(index.KeySchema, "index "+*index.IndexName+" of "+what)
	}
	for _, name := range sortedKeys(defined) {
		if !used[name] {
			r.refuse(res.node, "attribute %q of %s is defined but no key; remove it from AttributeDefinitions", name, what)
		}
	}
}
