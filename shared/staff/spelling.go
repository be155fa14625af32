package staff

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// spelling holds the headings that mean a field, in any spelling that Fold makes equal. A likely heading counts only where no sure one is in
// the table: "Name" is the surname next to "Vorname", but not next to "Nachname".
type spelling struct {
	de, en string // for templates, and sure
	sure   string
	likely string
}

var spellings = map[Field]spelling{
	GivenName: {
		de: "Vorname", en: "First name",
		sure:   "vornamen givenname givennames firstname forename firstnames vname prenom personvorname",
		likely: "rufname callname preferredname preferredfirstname erstervorname nickname first given",
	},
	Surname: {
		de: "Nachname", en: "Last name",
		sure:   "nachnamen familienname zuname surname lastname familyname secondname nname nom personnachname",
		likely: "name last family",
	},
	Email: {
		de: "E-Mail", en: "Email",
		sure: "emailadresse emailaddress mailadresse mailaddress mail emails mailadr emailadr elektronischepost " +
			"dienstlicheemail dienstemail emaildienstlich emailgeschaeftlich geschaeftlicheemail geschaeftlicheemailadresse dienstlicheemailadresse " +
			"firmenemail emailfirma emailarbeit workemail businessemail companyemail corporateemail officeemail emailwork workemailaddress email1value",
		likely: "userprincipalname upn primaryemail emailprimary hauptemail email1",
	},
	Kind: {
		de: "Art", en: "Kind",
		sure: "typ type membertype usertype persontype mitgliedsart benutzerart benutzertyp personenart mitarbeiterart mitgliedstyp personentyp kindofmember",
	},
	Title: {
		de: "Position", en: "Job title",
		sure: "jobtitle jobtitel funktion stelle stellenbezeichnung function taetigkeit positionsbezeichnung berufsbezeichnung " +
			"funktionsbezeichnung stellentitel aufgabe jobbezeichnung occupation jobposition",
		likely: "titel title beruf job jobrole",
	},
	Location: {
		de: "Standort", en: "Location",
		sure:   "buero office officelocation niederlassung arbeitsort dienstort einsatzort site workplace worklocation dienstsitz arbeitsplatz filiale branch betriebsstaette arbeitsstaette",
		likely: "ort city stadt place town",
	},
	Phone: {
		de: "Telefon", en: "Phone",
		sure: "tel telefonnummer telefonnr telnr telnummer phonenumber telephone telephonenumber phoneno rufnummer fon " +
			"telefondienstlich diensttelefon telefongeschaeftlich businessphone workphone officephone phonework telefonarbeit dienstlichetelefonnummer festnetz durchwahl phone1value telefonbuero",
		likely: "tel1 telefon1 phone1",
	},
	Mobile: {
		de: "Mobil", en: "Mobile",
		sure:   "handy mobilnummer mobilephone mobiltelefon handynummer cell cellphone mobilenumber mobilenummer mobilnr handynr diensthandy mobilephonenumber telefonmobil mobiltelefonnummer telmobil",
		likely: "tel2 telefon2 phone2",
	},
	Groups: {
		de: "Einheiten", en: "Units",
		sure:   "unit einheit gruppe gruppen group unitid unitids groupid groupids gruppenid gruppenids einheitid einheitids gruppenzugehoerigkeit organisationseinheit organisationseinheiten orgunit orgunits",
		likely: "abteilung abteilungen department departments",
	},
	Contacts: {
		de: "Weitere Kontakte", en: "Further contacts",
		sure: "kontakte weiterekontaktdaten othercontacts additionalcontacts",
	},
	Tags: {
		de: "Schlagworte", en: "Tags",
		sure:   "tag schlagwort schlagwoerter stichwort stichworte stichwoerter label labels etiketten etikett keyword keywords markierung markierungen",
		likely: "kategorie kategorien categories category",
	},
	StaffNumber: {
		de: "Personalnummer", en: "Staff number",
		sure: "personalnr persnr personalid personnelnumber employeenumber employeeid employeeno staffid staffno mitarbeiternummer mitarbeiternr " +
			"mitgliedsnummer mitgliedsnr mitgliednr mitgliednummer membershipnumber membernumber memberid matrikelnummer",
	},
	Birthday: {
		de: "Geburtsdatum", en: "Birthday",
		sure: "geburtstag gebdatum gebdat geb geborenam geboren gebtag birthdate dateofbirth dob born birth",
	},
	Sex: {
		de: "Geschlecht", en: "Sex",
		sure:   "gender geschl",
		likely: "anrede salutation mw mwd wmd",
	},
	Quota: {
		de: "Speicherplatz", en: "Storage quota",
		sure: "speicher speicherkontingent speicherlimit kontingent storage storagelimit quotalimit diskquota",
	},
	Language: {
		de: "Sprache", en: "Language",
		sure: "korrespondenzsprache muttersprache preferredlanguage lang locale",
	},
	StartDate: {
		de: "Eintrittsdatum", en: "Start date",
		sure: "eintritt eintrittam eintrittstag einstellungsdatum einstellung startdatum beginn arbeitsbeginn dienstbeginn diensteintritt dabeiseit " +
			"eintrittindiefirma firmeneintritt datumeintritt start startingdate startedon joined joindate joineddate joinedon dateofjoining hiredate hired dateofhire " +
			"employmentstart employmentstartdate entrydate eingetretenam beschaeftigtseit",
		likely: "seit since",
	},
	From: {
		de: "Erster Tag", en: "First day",
		sure: "gueltigab gueltigvon zugangab zugangvon befristetab befristetvon mitgliedab validfrom accessfrom membershipfrom",
	},
	Until: {
		de: "Letzter Tag", en: "Last day",
		sure: "austritt austrittsdatum austrittam austrittstag enddatum vertragsende befristetbis befristung gueltigbis zugangbis mitgliedbis ausgetretenam letzterarbeitstag " +
			"enddate endingdate validuntil validto expirydate expirationdate expires expireson leavingdate exitdate dateofleaving terminationdate contractend lastworkingday",
		likely: "bis ende until end",
	},
	Notes: {
		de: "Bemerkung", en: "Notes",
		sure:   "bemerkungen notiz notizen note anmerkung anmerkungen kommentar kommentare comment comments remark remarks hinweis hinweise memo",
		likely: "info information beschreibung description",
	},
}

// fullNames are headings under which given name and surname stand together.
const fullNames = "name vollername vollstaendigername gesamtname displayname fullname anzeigename namevorname nachnamevorname vornamenachname vornamename vorundnachname firstandlastname lastnamefirstname mitarbeiter employee person"

// meaning is what a folded heading stands for.
type meaning struct {
	field Field
	sure  bool
}

// index holds every spelling by its folded form. It is made when the first table comes, not when the program starts.
var index = sync.OnceValue(func() (x struct {
	meanings  map[string]meaning
	fullNames map[string]bool
}) {
	x.meanings, x.fullNames = map[string]meaning{}, map[string]bool{}
	for f, s := range spellings {
		for _, word := range strings.Fields(s.likely) {
			x.meanings[Fold(word)] = meaning{f, false}
		}
		for _, word := range append(strings.Fields(s.sure), s.de, s.en, string(f)) {
			x.meanings[Fold(word)] = meaning{f, true}
		}
	}
	for _, word := range strings.Fields(fullNames) {
		x.fullNames[Fold(word)] = true
	}
	return x
})

// meaningOf says what a heading means as it stands.
func meaningOf(heading string) (meaning, bool) {
	mean, ok := index().meanings[Fold(heading)]
	return mean, ok
}

// isFullName says whether a heading stands for given name and surname together.
func isFullName(heading string) bool { return index().fullNames[Fold(heading)] }

// plainLetters are letters with marks and what they are without.
var plainLetters = map[rune]string{
	'ä': "a", 'á': "a", 'à': "a", 'â': "a", 'ã': "a", 'å': "a", 'æ': "a", 'ö': "o", 'ó': "o", 'ò': "o", 'ô': "o", 'õ': "o", 'ø': "o", 'œ': "o",
	'ü': "u", 'ú': "u", 'ù': "u", 'û': "u", 'é': "e", 'è': "e", 'ê': "e", 'ë': "e", 'í': "i", 'ì': "i", 'î': "i", 'ï': "i", 'ß': "ss", 'ç': "c", 'ñ': "n",
}

// Fold brings a heading into the form in which spellings are compared: lower case, letters and digits only, and Büro,
// Buero and Buro all as "buro".
func Fold(heading string) string {
	folded := make([]byte, 0, len(heading))
	for _, r := range heading {
		if r >= utf8.RuneSelf {
			r = unicode.ToLower(r)
			if plain, ok := plainLetters[r]; ok {
				folded = append(folded, plain...)
			} else if unicode.IsLetter(r) || unicode.IsDigit(r) {
				folded = utf8.AppendRune(folded, r)
			}
			continue
		}
		c := byte(r)
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		last := len(folded) - 1
		switch {
		case c == 'e' && last >= 0 && (folded[last] == 'a' || folded[last] == 'o' || folded[last] == 'u'):
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			folded = append(folded, c)
		}
	}
	return string(folded)
}
