package dynamo

import (
	"errors"
	"fmt"
	"strings"

	"stellwerk/infra/local/dynamo/attr"
	"stellwerk/infra/local/dynamo/expr"
	"stellwerk/infra/local/dynamo/wire"
)

// fault is a refusal as DynamoDB words it.
type fault struct {
	kind    string    // the exception's name
	message string    // "" leaves it out of the answer
	item    attr.Item // ConditionalCheckFailedException with ALL_OLD
	reasons []reason  // TransactionCanceledException
}

// reason is what one action of a cancelled transaction came to.
type reason struct {
	code, message string
	item          attr.Item
}

func (f *fault) Error() string { return f.kind + ": " + f.message }

const (
	validation     = "ValidationException"
	notFound       = "ResourceNotFoundException"
	inUse          = "ResourceInUseException"
	checkFailed    = "ConditionalCheckFailedException"
	cancelled      = "TransactionCanceledException"
	conflicting    = "TransactionConflictException"
	otherBody      = "IdempotentParameterMismatchException"
	overThroughput = "ProvisionedThroughputExceededException"
	throttled      = "ThrottlingException"
	unreadable     = "SerializationException"
	unknownCall    = "UnknownOperationException"
	internal       = "InternalServerError"
)

// prefixes are the name spaces of the exceptions that don't live in DynamoDB's own.
var prefixes = map[string]string{
	validation:  "com.amazon.coral.validate#",
	throttled:   "com.amazon.coral.availability#",
	unreadable:  "com.amazon.coral.service#",
	unknownCall: "com.amazon.coral.service#",
}

const ownPrefix = "com.amazonaws.dynamodb.v20120810#"

func refuse(kind, format string, args ...any) *fault {
	return &fault{kind: kind, message: fmt.Sprintf(format, args...)}
}

func invalid(format string, args ...any) *fault { return refuse(validation, format, args...) }

// wrong is invalid with the words that begin most of DynamoDB's refusals of parameters.
func wrong(format string, args ...any) *fault {
	return invalid("One or more parameter values were invalid: "+format, args...)
}

// unsupported refuses what this engine leaves out on purpose.
func unsupported(what string) *fault {
	return invalid("%s is not supported by the embedded engine", what)
}

var (
	errNoTable = refuse(notFound, "Requested resource not found")
	errKey     = invalid("The provided key element does not match the schema")
)

// asFault gives any error the shape of an answer. What nobody foresaw becomes InternalServerError with its text, which
// helps on a machine of one's own.
func asFault(err error) *fault {
	var f *fault
	var value *attr.Error
	var expression *expr.Error
	var text *wire.Error
	switch {
	case errors.As(err, &f):
		return f
	case errors.As(err, &value):
		if value.Malformed {
			return refuse(unreadable, "%s", value.Message)
		}
		return invalid("%s", value.Message)
	case errors.As(err, &expression):
		return invalid("%s", expression.Message)
	case errors.As(err, &text):
		return refuse(unreadable, "%s", text.Message)
	}
	return refuse(internal, "%s", err)
}

// status is the HTTP status of the answer.
func (f *fault) status() int {
	if f.kind == internal {
		return 500
	}
	return 400
}

// body writes the answer.
func (f *fault) body(e *wire.Encoder) {
	prefix, ok := prefixes[f.kind]
	if !ok {
		prefix = ownPrefix
	}
	e.Open()
	e.TextField("__type", prefix+f.kind)
	if f.message != "" {
		name := "message"
		if f.kind == unreadable || f.kind == cancelled {
			name = "Message"
		}
		e.TextField(name, f.message)
	}
	if f.item != nil {
		e.Key("Item")
		e.Raw(attr.AppendItemJSON(nil, f.item))
	}
	if f.reasons != nil {
		e.Key("CancellationReasons")
		e.OpenArray()
		for _, r := range f.reasons {
			r.encode(e)
		}
		e.CloseArray()
	}
	e.Close()
}

func (r reason) encode(e *wire.Encoder) {
	e.Open()
	e.TextField("Code", r.code)
	if r.message != "" {
		e.TextField("Message", r.message)
	}
	if r.item != nil {
		e.Key("Item")
		e.Raw(attr.AppendItemJSON(nil, r.item))
	}
	e.Close()
}

// cancel is the refusal of a transaction, with one reason for each of its actions, in order.
func cancel(reasons []reason) *fault {
	codes := make([]string, len(reasons))
	for i, r := range reasons {
		codes[i] = r.code
	}
	f := refuse(cancelled, "Transaction cancelled, please refer cancellation reasons for specific reasons [%s]",
		strings.Join(codes, ", "))
	f.reasons = reasons
	return f
}

// asReason is what a refused action says inside a cancelled transaction.
func (f *fault) asReason() reason {
	code, ok := map[string]string{
		checkFailed:    "ConditionalCheckFailed",
		conflicting:    "TransactionConflict",
		overThroughput: "ProvisionedThroughputExceeded",
		throttled:      "ThrottlingError",
		validation:     "ValidationError",
	}[f.kind]
	if !ok {
		code = f.kind
	}
	return reason{code: code, message: f.message, item: f.item}
}

var conflictReason = reason{code: "TransactionConflict", message: "Transaction is ongoing for the item"}
