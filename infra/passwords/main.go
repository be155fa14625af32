// Command passwords makes the set of common passwords in shared/password/common from a list with the most common first:
//
//	passwords list.json own.txt common.set
//
// The list is a JSON array of strings, own.txt has our own words, one a line. make.sh fetches the list and calls it.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strings"

	"stellwerk/shared/password"
	"stellwerk/shared/password/common"
)

const (
	// whole is how many of the passwords that are long enough go in.
	whole = 10_000
	// bases is how many shorter words of letters go in, which count with digits appended.
	bases = 3_000
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 4 {
		log.Fatal("usage: passwords list.json own.txt common.set")
	}
	listed, err := readList(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	own, err := os.ReadFile(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	words, err := choose(listed, ownWords(string(own)))
	if err != nil {
		log.Fatal(err)
	}
	b := common.Pack(words)
	if err := os.WriteFile(os.Args[3], b, 0o644); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d words in %d bytes\n", len(words), len(b))
}

func readList(path string) ([]string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var listed []string
	if err := json.Unmarshal(b, &listed); err != nil {
		return nil, fmt.Errorf("%s is no JSON array of strings: %w", path, err)
	}
	if len(listed) < 2*whole {
		return nil, fmt.Errorf("%s has only %d words: is it the right list?", path, len(listed))
	}
	return listed, nil
}

func ownWords(text string) []string {
	var words []string
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			words = append(words, line)
		}
	}
	return words
}

// choose picks what goes into the set: our own words, the short bases, then the passwords that are long enough. What
// Check refuses without it is left out: digits alone, and words that are another one with something appended. It is an
// error if one of the whole passwords would not be refused.
func choose(listed, own []string) ([]string, error) {
	var short, long []string
	for _, word := range listed {
		word = strings.ToLower(word)
		switch {
		case len(word) >= password.MinLength && len(long) < whole:
			long = append(long, word)
		case len(word) >= common.MinBase && len(word) < password.MinLength && len(short) < bases && isLetters(word):
			short = append(short, word)
		}
	}
	chosen := map[string]bool{}
	var words []string
	for _, word := range append(append(own, short...), long...) {
		if password.OnlyDigits(word) || known(chosen, word) {
			continue
		}
		if len(common.Forms(word)) == 0 {
			return nil, fmt.Errorf("%q would not be looked up: widen the bounds in shared/password/common", word)
		}
		chosen[word] = true
		words = append(words, word)
	}
	return words, nil
}

func known(chosen map[string]bool, word string) bool {
	for _, form := range common.Forms(word) {
		if chosen[form] {
			return true
		}
	}
	return false
}

func isLetters(word string) bool {
	return strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") == ""
}
