package dynamo

import (
	"encoding/json"
	"fmt"
	"strings"
)

// The parameters of CreateTable and UpdateTable, as encoding/json reads them: they are rare and small. Unlike the rest of
// the protocol their keys match without regard to case, which no client depends on.
type tableInput struct {
	TableName                   *string
	AttributeDefinitions        []attributeInput
	KeySchema                   []keyInput
	BillingMode                 *string
	ProvisionedThroughput       *throughputInput
	LocalSecondaryIndexes       []indexInput
	GlobalSecondaryIndexes      []indexInput
	GlobalSecondaryIndexUpdates []indexUpdateInput
	StreamSpecification         *streamInput
	DeletionProtectionEnabled   *bool
	TableClass                  *string
	SSESpecification            json.RawMessage
	OnDemandThroughput          json.RawMessage
	ReplicaUpdates              []json.RawMessage
	VectorIndexes               json.RawMessage
}

type attributeInput struct{ AttributeName, AttributeType *string }

type keyInput struct{ AttributeName, KeyType *string }

type throughputInput struct{ ReadCapacityUnits, WriteCapacityUnits *int64 }

type projectionInput struct {
	ProjectionType   *string
	NonKeyAttributes []string
}

type indexInput struct {
	IndexName             *string
	KeySchema             []keyInput
	Projection            *projectionInput
	ProvisionedThroughput *throughputInput
}

type indexUpdateInput struct {
	Create *indexInput
	Update *indexInput
	Delete *indexInput
}

type streamInput struct {
	StreamEnabled  *bool
	StreamViewType *string
}

func readTableInput(in *request) (*tableInput, error) {
	in.Skip()
	if err := in.End(); err != nil {
		return nil, err
	}
	t := new(tableInput)
	if err := json.Unmarshal(in.body, t); err != nil {
		return nil, refuse(unreadable, "%s", wordsFor(err))
	}
	return t, nil
}

// wordsFor says in DynamoDB's manner what encoding/json found.
func wordsFor(err error) string {
	if mismatch, ok := err.(*json.UnmarshalTypeError); ok {
		kind, _, _ := strings.Cut(mismatch.Value, " ")
		switch kind {
		case "object":
			return "Start of structure or map found where not expected"
		case "array":
			return "Unrecognized collection type class " + mismatch.Type.String()
		}
		return strings.ToUpper(kind) + "_VALUE cannot be converted to " + mismatch.Type.String()
	}
	return ""
}

var (
	keyTypes    = []string{"HASH", "RANGE"}
	scalarTypes = []string{"B", "N", "S"}
	projections = []string{"ALL", "KEYS_ONLY", "INCLUDE"}
	views       = []string{"NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"}
	billings    = []string{"PROVISIONED", "PAY_PER_REQUEST"}
	classes     = []string{"STANDARD", "STANDARD_INFREQUENT_ACCESS"}
)

// shape checks the parameters that both operations share.
func (t *tableInput) shape(c *checks) {
	for i, a := range t.AttributeDefinitions {
		path := fmt.Sprintf("attributeDefinitions.%d.member.", i+1)
		c.present(path+"attributeName", a.AttributeName)
		c.present(path+"attributeType", a.AttributeType)
		c.oneOf(path+"attributeType", a.AttributeType, scalarTypes...)
	}
	c.oneOf("billingMode", t.BillingMode, billings...)
	c.oneOf("tableClass", t.TableClass, classes...)
	t.ProvisionedThroughput.shape("provisionedThroughput", c)
	if t.StreamSpecification != nil {
		if t.StreamSpecification.StreamEnabled == nil {
			c.add("null", "streamSpecification.streamEnabled", "Member must not be null")
		}
		c.oneOf("streamSpecification.streamViewType", t.StreamSpecification.StreamViewType, views...)
	}
	if t.KeySchema != nil {
		keySchemaShape("keySchema", t.KeySchema, c)
	}
	for i := range t.LocalSecondaryIndexes {
		t.LocalSecondaryIndexes[i].shape(fmt.Sprintf("localSecondaryIndexes.%d.member.", i+1), c)
	}
	for i := range t.GlobalSecondaryIndexes {
		t.GlobalSecondaryIndexes[i].shape(fmt.Sprintf("globalSecondaryIndexes.%d.member.", i+1), c)
	}
	for i, u := range t.GlobalSecondaryIndexUpdates {
		path := fmt.Sprintf("globalSecondaryIndexUpdates.%d.member.", i+1)
		switch {
		case u.Create != nil:
			u.Create.shape(path+"create.", c)
		case u.Update != nil:
			c.name(path+"update.indexName", u.Update.IndexName, minNamed)
		case u.Delete != nil:
			c.name(path+"delete.indexName", u.Delete.IndexName, minNamed)
		}
	}
}

func (c *checks) present(path string, value *string) {
	if value == nil {
		c.add("null", path, "Member must not be null")
	}
}

func (p *throughputInput) shape(path string, c *checks) {
	if p == nil {
		return
	}
	for _, f := range []struct {
		name  string
		value *int64
	}{{"readCapacityUnits", p.ReadCapacityUnits}, {"writeCapacityUnits", p.WriteCapacityUnits}} {
		if f.value == nil {
			c.add("null", path+"."+f.name, "Member must not be null")
		}
		c.atLeast(path+"."+f.name, f.value, 1)
	}
}

func keySchemaShape(path string, keys []keyInput, c *checks) {
	if len(keys) == 0 {
		c.add("'[]'", path, "Member must have length greater than or equal to 1")
	}
	if len(keys) > 2 {
		var parts []string
		for _, k := range keys {
			parts = append(parts, fmt.Sprintf("KeySchemaElement(attributeName=%s, keyType=%s)", text(k.AttributeName), text(k.KeyType)))
		}
		c.add("'["+strings.Join(parts, ", ")+"]'", path, "Member must have length less than or equal to 2")
	}
	for i, k := range keys {
		at := fmt.Sprintf("%s.%d.member.", path, i+1)
		c.present(at+"attributeName", k.AttributeName)
		c.present(at+"keyType", k.KeyType)
		c.oneOf(at+"keyType", k.KeyType, keyTypes...)
	}
}

func (ix *indexInput) shape(path string, c *checks) {
	c.name(path+"indexName", ix.IndexName, minNamed)
	if ix.KeySchema == nil {
		c.add("null", path+"keySchema", "Member must not be null")
	} else {
		keySchemaShape(path+"keySchema", ix.KeySchema, c)
	}
	if ix.Projection == nil {
		c.add("null", path+"projection", "Member must not be null")
	} else {
		c.oneOf(path+"projection.projectionType", ix.Projection.ProjectionType, projections...)
		if ix.Projection.NonKeyAttributes != nil && len(ix.Projection.NonKeyAttributes) == 0 {
			c.add("'[]'", path+"projection.nonKeyAttributes", "Member must have length greater than or equal to 1")
		}
	}
	ix.ProvisionedThroughput.shape(path+"provisionedThroughput", c)
}
