// Package story tells ledger entries to people: who did what to whom in a sentence, and what became of each field in words.
// It is pure: names of members that are here come from a function.
package story
