package route

// RequestHeader carries a number that whoever asks gives a request; the answer says it again, what is logged of the request says it, and so
// does a page that has to tell somebody that something went wrong. Without one, or with one that is of another form, the server makes it.
const RequestHeader = "X-Request-Id"

// requestDigits is how long the number is: as many hexadecimal digits, lower case. They are enough to find a request within the weeks that logs are
// kept, and few enough to be read out on the phone.
const requestDigits = 12

// ValidRequestID says whether s is of a request's form. Nothing else that a client writes comes into the log.
func ValidRequestID(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return len(s) == requestDigits
}
