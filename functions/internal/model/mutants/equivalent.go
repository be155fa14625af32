package main

// equivalent are the mutants that no command can tell from the original, each with its reason.
var equivalent = map[string]string{}
