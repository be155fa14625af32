package dynamo

import (
	"strings"

	"stellwerk/infra/local/dynamo/attr"
	"stellwerk/infra/local/dynamo/expr"
)

// input is the parameters of an operation on items, or of one action in a batch or transaction. nil means absent.
type input struct {
	Table, Index                                   *string
	Item, Key, Start                               attr.Item
	Condition, Filter, Projection, Update, KeyText *string
	Names                                          map[string]string
	Values                                         map[string]attr.Value
	KeyConditions                                  map[string]expr.LegacyCondition
	Returns, Capacity, Metrics, OnFailure, Select  *string
	Consistent, Forward                            *bool
	Limit, Segment, Segments                       *int64
	legacy                                         []string // parameters from before expressions that were given
}

// field reads one member of the parameters.
func (p *input) field(in *request, key []byte) {
	switch string(key) {
	case "TableName":
		p.Table = in.Optional()
	case "IndexName":
		p.Index = in.Optional()
	case "Item":
		p.Item = in.item()
	case "Key":
		p.Key = in.item()
	case "ExclusiveStartKey":
		p.Start = in.item()
	case "ConditionExpression":
		p.Condition = in.Optional()
	case "FilterExpression":
		p.Filter = in.Optional()
	case "ProjectionExpression":
		p.Projection = in.Optional()
	case "UpdateExpression":
		p.Update = in.Optional()
	case "KeyConditionExpression":
		p.KeyText = in.Optional()
	case "ExpressionAttributeNames":
		p.Names = in.texts()
	case "ExpressionAttributeValues":
		p.Values = in.values()
	case "ReturnValues":
		p.Returns = in.Optional()
	case "ReturnConsumedCapacity":
		p.Capacity = in.Optional()
	case "ReturnItemCollectionMetrics":
		p.Metrics = in.Optional()
	case "ReturnValuesOnConditionCheckFailure":
		p.OnFailure = in.Optional()
	case "Select":
		p.Select = in.Optional()
	case "ConsistentRead":
		p.Consistent = optionalBool(in)
	case "ScanIndexForward":
		p.Forward = optionalBool(in)
	case "Limit":
		p.Limit = in.Int()
	case "Segment":
		p.Segment = in.Int()
	case "TotalSegments":
		p.Segments = in.Int()
	case "KeyConditions":
		p.KeyConditions = in.keyConditions()
	case "AttributesToGet", "AttributeUpdates", "Expected", "ConditionalOperator", "QueryFilter", "ScanFilter":
		if string(in.Raw()) != "null" {
			p.legacy = append(p.legacy, string(key))
		}
	default:
		in.Skip()
	}
}

func optionalBool(in *request) *bool {
	if v, given := in.Bool(); given {
		return &v
	}
	return nil
}

func is(flag *bool) bool { return flag != nil && *flag }

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// readInput reads the whole body as the parameters of one operation.
func readInput(in *request) (*input, error) {
	p := new(input)
	return p, in.fields(func(key []byte) { p.field(in, key) })
}

// The sets of values that parameters take, in the order in which DynamoDB lists them.
var (
	capacityLevels = []string{"INDEXES", "TOTAL", "NONE"}
	metricsLevels  = []string{"SIZE", "NONE"}
	returnLevels   = []string{"ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"}
	failureLevels  = []string{"ALL_OLD", "NONE"}
	selections     = []string{"SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"}
)

// shape checks what can be judged without knowing the table, at path, which ends with a dot if not empty.
func (p *input) shape(path string, c *checks) {
	c.name(path+"tableName", p.Table, 1)
	if p.Index != nil {
		c.name(path+"indexName", p.Index, minNamed)
	}
	c.oneOf(path+"returnConsumedCapacity", p.Capacity, capacityLevels...)
	c.oneOf(path+"returnItemCollectionMetrics", p.Metrics, metricsLevels...)
	c.oneOf(path+"returnValues", p.Returns, returnLevels...)
	c.oneOf(path+"returnValuesOnConditionCheckFailure", p.OnFailure, failureLevels...)
	c.oneOf(path+"select", p.Select, selections...)
}

// expressions lists the names of the expressions that are given.
func (p *input) expressions() []string {
	var given []string
	for _, e := range []struct {
		name string
		text *string
	}{
		{"ProjectionExpression", p.Projection}, {"FilterExpression", p.Filter}, {"UpdateExpression", p.Update},
		{"ConditionExpression", p.Condition}, {"KeyConditionExpression", p.KeyText},
	} {
		if e.text != nil {
			given = append(given, e.name)
		}
	}
	return given
}

// dialect refuses the old parameters, and names or values without an expression to use them. takes names the expressions
// that the operation has.
func (p *input) dialect(takes ...string) error {
	given := p.expressions()
	if len(p.legacy) > 0 && len(given) > 0 {
		return invalid("Can not use both expression and non-expression parameters in the same request: "+
			"Non-expression parameters: {%s} Expression parameters: {%s}",
			strings.Join(p.legacy, ", "), strings.Join(given, ", "))
	}
	if len(p.legacy) > 0 {
		return unsupported("The parameter " + p.legacy[0])
	}
	if len(given) == 0 {
		if p.Names != nil {
			return invalid("ExpressionAttributeNames can only be specified when using expressions")
		}
		if p.Values != nil {
			if len(takes) == 1 {
				return invalid("ExpressionAttributeValues can only be specified when using expressions: %s is null", takes[0])
			}
			return invalid("ExpressionAttributeValues can only be specified when using expressions: %s are both null",
				strings.Join(takes, " and "))
		}
	}
	return nil
}

// scope makes the scope of the request's expressions and checks names and values themselves.
func (p *input) scope() (*expr.Scope, error) {
	s := expr.NewScope(p.Names, p.Values)
	return s, s.Valid()
}
