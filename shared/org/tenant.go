package org

import (
	"cmp"

	"stellwerk/shared/fault"
)

// Language is a language of texts.
type Language string

// The languages there are texts in.
const (
	German  Language = "de"
	English Language = "en"
)

// ParseLanguage accepts de or en. Fault: language.unknown.
func ParseLanguage(field, s string) (Language, error) {
	switch l := Language(s); l {
	case German, English:
		return l, nil
	}
	return "", fault.On(field, "language.unknown")
}

// Tenant is an organisation with its settings.
type Tenant struct {
	Name     string   `json:"name"`
	Language Language `json:"language"`       // of mails to people who have said nothing else
	Zone     string   `json:"zone,omitempty"` // IANA name of the time zone, see TimeZone; "" until somebody has chosen
	Founded  string   `json:"founded"`        // day, 2006-01-02
	// OfflineHours is for how long a device works without contact, see Offline; absent until somebody has chosen.
	OfflineHours int `json:"offlineHours,omitempty"`

	// Logo is its mark; "" for none.
	Logo PictureID `json:"logo,omitempty"`

	// Wording is what its members are called.
	Wording Wording `json:"wording,omitempty"`

	People People `json:"people,omitempty"` // who sees the others
	Hidden Hidden `json:"hidden,omitempty"` // what they do not see of them

	// Columns is what the headings of its staff lists mean, where no list of headings knows them.
	Columns Columns `json:"columns,omitempty"`

	// TagColours is which colours it has given its members' tags.
	TagColours TagColours `json:"tagColours,omitempty"`

	// Erased is the last member whose data was erased for good: so each erasure is an entry of its own.
	Erased  MemberID     `json:"erased,omitempty"`
	Domains []MailDomain `json:"domains,omitempty"` // of the organisation's addresses, in the order in which they were added
	Joining Joining      `json:"joining,omitempty"` // whose addresses may become users
	Systems []System     `json:"systems,omitempty"` // connected ones, in the order in which they came

	// Master data, see MasterData.
	LegalForm  string `json:"legalForm,omitempty"`
	Register   string `json:"register,omitempty"` // number and court of the register
	VATID      string `json:"vatID,omitempty"`    // with its country, without space
	Street     string `json:"street,omitempty"`   // and number
	PostalCode string `json:"postalCode,omitempty"`
	City       string `json:"city,omitempty"`
	Phone      string `json:"phone,omitempty"`
	Email      string `json:"email,omitempty"`
	Website    string `json:"website,omitempty"`
	Billing    string `json:"billing,omitempty"` // address of bills, where it is another
	// What stands below the organisation's mails, by their language; see Signature.
	SignatureDe string `json:"signatureDe,omitempty"`
	SignatureEn string `json:"signatureEn,omitempty"`
}

// Offline is for how many hours a device of this tenant works without contact.
func (t Tenant) Offline() int {
	if t.OfflineHours == 0 {
		return DefaultOffline
	}
	return t.OfflineHours
}

// Check says whether t is a tenant as the parsers make them.
func (t Tenant) Check() error {
	var faults fault.List
	same(&faults, "name", t.Name, ParseTenantName)
	_, err := ParseOfflineHours("offlineHours", t.Offline())
	_ = faults.Add(err)
	same(&faults, "logo", string(t.Logo), func(f, s string) (string, error) { p, err := ParsePictureID(f, s); return string(p), err })
	same(&faults, "columns", string(t.Columns), func(field, s string) (string, error) {
		c, err := ParseColumns(field, s)
		return string(c), err
	})
	same(&faults, "tagColours", string(t.TagColours), func(field, s string) (string, error) {
		c, err := ParseTagColours(field, s)
		return string(c), err
	})
	if t.Erased != "" {
		_, err := ParseID[MemberID]("erased", string(t.Erased))
		_ = faults.Add(err)
	}
	for _, f := range TenantTexts {
		same(&faults, f.Name, *f.Of(&t), f.Parse)
	}
	t.checkDomains(&faults)
	t.checkSystems(&faults)
	return faults.Err()
}

// Signature is what stands below the organisation's mails in a language, in any number of lines; where there is none in that language, that of the other, "" for none.
func (t Tenant) Signature(l Language) string {
	if l == German {
		return cmp.Or(t.SignatureDe, t.SignatureEn)
	}
	return cmp.Or(t.SignatureEn, t.SignatureDe)
}
