// Package staff reads a staff list: it finds out which column of a table holds which field, by header names in English
// and German, and brings cells into the form that deeds take, where that is a matter of the file and not of the domain
// (dates as Excel writes them, words for kinds, sexes and languages, lists of tags).
//
// Refusals are faults with the row as the spreadsheet numbers it, the field, and in their values the column's name.
// Their codes:
//
//	staff.noHeader           the first row holds an e-mail address: there are no headings
//	staff.noGivenName        no column for a field that every person needs …
//	staff.noSurname
//	staff.noEmail
//	staff.fullName           … or {column} holds given name and surname together
//	staff.columnTwice        {column} and {other} both mean the same field
//	staff.date               {value} is no date
//	staff.dateAmbiguous      {value} could be one of two days
//	staff.kind               {value} is neither user nor guest
//	staff.sex                {value} is none of female, male and diverse
//	staff.language           {value} is neither German nor English
//	staff.contacts           {value} is no contact with a label
//	staff.rounded            {value} is a number that a spreadsheet has rounded
//	staff.extraCells         the row goes on beyond the headings
package staff
