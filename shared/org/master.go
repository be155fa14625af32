package org

import (
	"net/url"
	"slices"
	"strings"

	"stellwerk/shared/fault"
)

// MasterData are the fields of an organisation's master data in the order in which people fill them in.
var MasterData = []Text[Tenant]{
	{"legalForm", func(t *Tenant) *string { return &t.LegalForm }, ParseTitle},
	{"register", func(t *Tenant) *string { return &t.Register }, ParseTitle},
	{"vatID", func(t *Tenant) *string { return &t.VATID }, ParseVATID},
	{"street", func(t *Tenant) *string { return &t.Street }, ParseTitle},
	{"postalCode", func(t *Tenant) *string { return &t.PostalCode }, ParsePostalCode},
	{"city", func(t *Tenant) *string { return &t.City }, ParseTitle},
	{"phone", func(t *Tenant) *string { return &t.Phone }, ParsePhone},
	{"email", func(t *Tenant) *string { return &t.Email }, parseMailbox},
	{"website", func(t *Tenant) *string { return &t.Website }, ParseWebsite},
	{"billing", func(t *Tenant) *string { return &t.Billing }, ParseNotes},
	{"signatureDe", func(t *Tenant) *string { return &t.SignatureDe }, ParseNotes},
	{"signatureEn", func(t *Tenant) *string { return &t.SignatureEn }, ParseNotes},
}

// Regional are the fields that say which language and which days hold where nobody has said anything else, and what members are called.
var Regional = []Text[Tenant]{
	{"language", func(t *Tenant) *string { return (*string)(&t.Language) }, func(field, s string) (string, error) {
		l, err := ParseLanguage(field, s)
		return string(l), err
	}},
	{"wording", func(t *Tenant) *string { return (*string)(&t.Wording) }, ParseWording},
	{"zone", func(t *Tenant) *string { return &t.Zone }, ParseZone},
}

// TenantTexts are all the fields that tenants.edit takes.
var TenantTexts = slices.Concat(MasterData, Regional, Sight)

// Master finds a field of the master data.
func Master(name string) (f Text[Tenant], found bool) { return FindText(MasterData, name) }

// MaxPostalCode is how many characters a postal code has at most.
const MaxPostalCode = 12

// ParsePostalCode accepts a postal code: up to 12 characters on one line.
func ParsePostalCode(field, s string) (string, error) { return line(field, s, 0, MaxPostalCode) }

// parseMailbox accepts an address, or nothing.
func parseMailbox(field, s string) (string, error) {
	if strings.TrimSpace(s) == "" {
		return "", nil
	}
	e, err := ParseEmail(field, s)
	return string(e), err
}

// ParseWebsite accepts the address of a website, or nothing; https:// is put before one that is written without. Fault: website.malformed.
func ParseWebsite(field, s string) (string, error) {
	s, err := line(field, s, 0, MaxTitle)
	if err != nil || s == "" {
		return s, err
	}
	if !strings.Contains(s, "://") {
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || !strings.Contains(strings.Trim(u.Hostname(), "."), ".") || u.User != nil || strings.Contains(s, " ") {
		return "", fault.On(field, "website.malformed")
	}
	return s, nil
}

// vatStates are the countries whose VAT ids are known by their form alone.
const vatStates = " BE BG CY CZ DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI GB LI NO "

// ParseVATID accepts a VAT id with its country in front, or nothing, and drops what is written between. The check digits of German, Austrian
// and Swiss ones are checked. Faults: vat.malformed, vat.checksum.
func ParseVATID(field, s string) (string, error) {
	s, err := line(field, s, 0, MaxPhone)
	if err != nil || s == "" {
		return s, err
	}
	id := strings.ToUpper(strings.NewReplacer(" ", "", ".", "", "-", "", "/", "").Replace(s))
	for _, suffix := range []string{"MWST", "TVA", "IVA"} {
		if strings.HasPrefix(id, "CHE") {
			id = strings.TrimSuffix(id, suffix)
		}
	}
	check, digits := func(string) bool { return true }, ""
	switch {
	case strings.HasPrefix(id, "DE"):
		check, digits = vatDE, only(id[2:], 9)
	case strings.HasPrefix(id, "ATU"):
		check, digits = vatAT, only(id[3:], 8)
	case strings.HasPrefix(id, "CHE"):
		check, digits = vatCH, only(id[3:], 9)
	case len(id) >= 4 && len(id) <= 14 && strings.Contains(vatStates, " "+id[:2]+" ") && plain(id[2:]):
		digits = id
	}
	switch {
	case digits == "":
		return "", fault.On(field, "vat.malformed")
	case !check(digits):
		return "", fault.On(field, "vat.checksum")
	}
	return id, nil
}

// only is s if it is n digits, "" otherwise.
func only(s string, n int) string {
	if len(s) != n || strings.Trim(s, "0123456789") != "" {
		return ""
	}
	return s
}

// plain says that s is capital letters and digits.
func plain(s string) bool {
	for i := range len(s) {
		if (s[i] < '0' || s[i] > '9') && (s[i] < 'A' || s[i] > 'Z') {
			return false
		}
	}
	return true
}

// vatDE checks the last of nine digits by ISO/IEC 7064, MOD 11,10.
func vatDE(d string) bool {
	product := 10
	for i := range 8 {
		sum := (int(d[i]-'0') + product) % 10
		if sum == 0 {
			sum = 10
		}
		product = 2 * sum % 11
	}
	return (11-product)%10 == int(d[8]-'0')
}

// vatAT checks the last of eight digits: every second of the others counts twice, by its digits; 4 is added.
func vatAT(d string) bool {
	sum := 4
	for i := range 7 {
		n := int(d[i] - '0')
		if i%2 == 1 {
			n = 2*n/10 + 2*n%10
		}
		sum += n
	}
	return (10-sum%10)%10 == int(d[7]-'0')
}

// vatCH checks the last of nine digits by weights and modulo 11, as for every Swiss UID.
func vatCH(d string) bool {
	sum := 0
	for i, weight := range []int{5, 4, 3, 2, 7, 6, 5, 4} {
		sum += weight * int(d[i]-'0')
	}
	check := (11 - sum%11) % 11
	return check < 10 && check == int(d[8]-'0')
}
