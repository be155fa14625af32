// Package units reads units.csv, a list of groups with a key of its own for each, works out the tree that it leads to, and finds the groups
// that the cells of a staff list speak of.
//
// Refusals are faults with the row as the spreadsheet numbers it, the column as field (id, parentId, name, type), and the row's key as the
// value id. Their codes, beside those of a group's fields:
//
//	unit.noIDColumn      no column for …
//	unit.noNameColumn
//	unit.noID            the row has no key
//	unit.longID          the key has more than 60 characters
//	unit.twice           row {first} has the same key
//	unit.parentUnknown   {parent} is neither in the file nor a group
//	unit.cycle           the group would be part of itself: {way}
//	unit.tooDeep         the group would stand on level {level}, {max} there are
//	unit.tooMany         there would be {n} groups, {max} there may be
//	unit.unknown         {value}, in a staff list, is no group
//	unit.several         {value}, in a staff list, may be one of {paths}
package units
