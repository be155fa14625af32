package archive

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// encode writes an item in DynamoDB's JSON, attributes and the elements of sets in order: the same item is always the same bytes.
func encode(item map[string]types.AttributeValue) ([]byte, error) {
	all := map[string]any{}
	for name, v := range item {
		plain, err := toJSON(v)
		if err != nil {
			return nil, fmt.Errorf("attribute %s: %w", name, err)
		}
		all[name] = plain
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(map[string]any{"Item": all}) // keys are sorted; ends with a line feed
	return out.Bytes(), err
}

func toJSON(v types.AttributeValue) (any, error) {
	switch v := v.(type) {
	case *types.AttributeValueMemberS:
		return map[string]any{"S": v.Value}, nil
	case *types.AttributeValueMemberN:
		return map[string]any{"N": v.Value}, nil
	case *types.AttributeValueMemberB:
		return map[string]any{"B": v.Value}, nil
	case *types.AttributeValueMemberBOOL:
		return map[string]any{"BOOL": v.Value}, nil
	case *types.AttributeValueMemberNULL:
		return map[string]any{"NULL": true}, nil
	case *types.AttributeValueMemberSS:
		return map[string]any{"SS": slices.Sorted(slices.Values(v.Value))}, nil
	case *types.AttributeValueMemberNS:
		return map[string]any{"NS": slices.Sorted(slices.Values(v.Value))}, nil
	case *types.AttributeValueMemberBS:
		return map[string]any{"BS": slices.SortedFunc(slices.Values(v.Value), bytes.Compare)}, nil
	case *types.AttributeValueMemberL:
		list := make([]any, len(v.Value))
		for i, element := range v.Value {
			var err error
			if list[i], err = toJSON(element); err != nil {
				return nil, err
			}
		}
		return map[string]any{"L": list}, nil
	case *types.AttributeValueMemberM:
		m := map[string]any{}
		for name, element := range v.Value {
			var err error
			if m[name], err = toJSON(element); err != nil {
				return nil, err
			}
		}
		return map[string]any{"M": m}, nil
	}
	return nil, fmt.Errorf("no type of DynamoDB's: %T", v)
}

// decode reads a line that encode, or DynamoDB's own export, has written.
func decode(line []byte) (map[string]types.AttributeValue, error) {
	var in struct{ Item map[string]json.RawMessage }
	if err := json.Unmarshal(line, &in); err != nil {
		return nil, err
	}
	if len(in.Item) == 0 {
		return nil, fmt.Errorf("a line without an item")
	}
	return attributes(in.Item)
}

func attributes(in map[string]json.RawMessage) (map[string]types.AttributeValue, error) {
	out := map[string]types.AttributeValue{}
	for name, raw := range in {
		v, err := fromJSON(raw)
		if err != nil {
			return nil, fmt.Errorf("attribute %s: %w", name, err)
		}
		out[name] = v
	}
	return out, nil
}

func fromJSON(raw json.RawMessage) (types.AttributeValue, error) {
	var typed map[string]json.RawMessage
	if err := json.Unmarshal(raw, &typed); err != nil {
		return nil, err
	}
	if len(typed) != 1 {
		return nil, fmt.Errorf("a value of %d types", len(typed))
	}
	kind := slices.Collect(maps.Keys(typed))[0]
	value := typed[kind]
	switch kind {
	case "S":
		v := &types.AttributeValueMemberS{}
		return v, json.Unmarshal(value, &v.Value)
	case "N":
		v := &types.AttributeValueMemberN{}
		return v, json.Unmarshal(value, &v.Value)
	case "B":
		v := &types.AttributeValueMemberB{}
		return v, json.Unmarshal(value, &v.Value)
	case "BOOL":
		v := &types.AttributeValueMemberBOOL{}
		return v, json.Unmarshal(value, &v.Value)
	case "NULL":
		return &types.AttributeValueMemberNULL{Value: true}, nil
	case "SS":
		v := &types.AttributeValueMemberSS{}
		return v, json.Unmarshal(value, &v.Value)
	case "NS":
		v := &types.AttributeValueMemberNS{}
		return v, json.Unmarshal(value, &v.Value)
	case "BS":
		v := &types.AttributeValueMemberBS{}
		return v, json.Unmarshal(value, &v.Value)
	case "L":
		var list []json.RawMessage
		if err := json.Unmarshal(value, &list); err != nil {
			return nil, err
		}
		v := &types.AttributeValueMemberL{Value: make([]types.AttributeValue, len(list))}
		for i, element := range list {
			var err error
			if v.Value[i], err = fromJSON(element); err != nil {
				return nil, err
			}
		}
		return v, nil
	case "M":
		var m map[string]json.RawMessage
		if err := json.Unmarshal(value, &m); err != nil {
			return nil, err
		}
		inner, err := attributes(m)
		return &types.AttributeValueMemberM{Value: inner}, err
	}
	return nil, fmt.Errorf("a value of type %q", kind)
}
