package staff

// Field is what a column of a staff list can hold.
type Field string

// The fields. Their values are the names of a member's fields.
const (
	GivenName   Field = "givenName"
	Surname     Field = "surname"
	Email       Field = "email"
	Kind        Field = "kind"
	Title       Field = "title"
	Location    Field = "location"
	Groups      Field = "groups" // ids, names or paths of groups
	Phone       Field = "phone"
	Mobile      Field = "mobile"
	Contacts    Field = "contacts" // see ParseContacts
	Tags        Field = "tags"
	StaffNumber Field = "staffNumber"
	StartDate   Field = "startDate"
	From        Field = "firstDay"
	Until       Field = "until"
	Birthday    Field = "birthday"
	Sex         Field = "sex"
	Language    Field = "language"
	Quota       Field = "quota"
	Notes       Field = "notes"

	// Row is the number of the row in the file a person first dropped in. A list of refused rows carries it under the
	// heading RowHeader, so that a mended list still speaks of the same rows.
	Row Field = "row"
)

// RowHeader is the heading of the column that holds Row.
const RowHeader = "_row"

// Fields are the fields a person fills in, in the order of a template.
var Fields = []Field{GivenName, Surname, Email, Kind, Title, Location, Groups, Phone, Mobile, Contacts, Tags, StaffNumber, StartDate, From, Until, Birthday, Sex, Language, Quota, Notes}

// Required are the fields that no list may lack.
var Required = []Field{GivenName, Surname, Email}

// Name returns the heading of f in a template: German for "de", English for any other language.
func Name(f Field, lang string) string {
	s := spellings[f]
	if f == Row {
		return RowHeader
	}
	if lang == "de" {
		return s.de
	}
	return s.en
}

// Header returns the headings of a template in lang, in the order of Fields. Columns reads each back as its field.
func Header(lang string) []string {
	header := make([]string, len(Fields))
	for i, f := range Fields {
		header[i] = Name(f, lang)
	}
	return header
}
