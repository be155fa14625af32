// Package expr reads and applies DynamoDB's expressions: conditions and filters, updates, projections, key conditions.
//
// An expression is parsed once and its tree kept by its text; each request then binds its own attribute names and
// values to the tree through a Scope. Refusals are *Error with DynamoDB's wording.
package expr

import (
	"errors"
	"fmt"

	"stellwerk/infra/local/dynamo/attr"
)

// Error is a refusal in DynamoDB's wording, to be answered as a ValidationException.
type Error struct{ Message string }

func (e *Error) Error() string { return e.Message }

func refusal(format string, args ...any) *Error { return &Error{Message: fmt.Sprintf(format, args...)} }

// in says in which kind of expression e was found.
func (e *Error) in(kind string) error {
	if e == nil {
		return nil
	}
	return refusal("Invalid %s: %s", kind, e.Message)
}

// Refusals that depend on the item.
var (
	errMissing  = refusal("The provided expression refers to an attribute that does not exist in the item")
	errDataType = refusal("An operand in the update expression has an incorrect data type")
	errPath     = refusal("The document path provided in the update expression is invalid for update")
)

// fromAttr turns a refusal of package attr into one of this package.
func fromAttr(err error) *Error {
	if err == nil {
		return nil
	}
	fault := new(attr.Error)
	if errors.As(err, &fault) {
		return &Error{Message: fault.Message}
	}
	return &Error{Message: err.Error()}
}
