package attr

// Error is a refusal in DynamoDB's wording.
type Error struct {
	Message string
	// Malformed says that the JSON has another shape than an attribute value: DynamoDB answers SerializationException
	// then, and ValidationException otherwise.
	Malformed bool
}

func (e *Error) Error() string { return e.Message }

func invalid(message string) *Error { return &Error{Message: message} }

func malformed(message string) *Error { return &Error{Message: message, Malformed: true} }

const parameters = "One or more parameter values were invalid: "

var (
	errNoKind     = invalid("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")
	errManyKinds  = invalid("Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes")
	errNull       = invalid(parameters + "Null attribute value types must have the value of true")
	errDigits     = invalid("Attempting to store more than 38 significant digits in a Number")
	errOverflow   = invalid("Number overflow. Attempting to store a number with magnitude larger than supported range")
	errUnderflow  = invalid("Number underflow. Attempting to store a number with magnitude smaller than supported range")
	errDuplicates = invalid("Input collection contains duplicates")

	// ErrDepth refuses values and items that nest deeper than MaxDepth.
	ErrDepth = invalid("Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit")
)

func errNotNumber(text string) *Error {
	if text == "" {
		return invalid("The parameter cannot be converted to a numeric value")
	}
	return invalid("The parameter cannot be converted to a numeric value: " + text)
}
