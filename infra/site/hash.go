package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// The standard library's SHA-256 brings with it what a certified module has to have: other hashes, AES, a source of chance, and tests of all that
// at every start, together more than 40 KB of what a person has to download. The app needs one sum. So it is built with a package crypto/sha256 that
// has nothing else; its compression function is the standard library's own file.
const oneSum = `package sha256

// Sizes in bytes.
const (
	Size      = 32
	BlockSize = 64
	chunk     = BlockSize
)

// Digest is the state of the compression function.
type Digest struct{ h [8]uint32 }

// Sum256 returns the SHA-256 checksum of the data: FIPS 180-4, 5.1.1 and 6.2.
func Sum256(data []byte) (sum [Size]byte) {
	d := Digest{[8]uint32{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}}
	whole := len(data) &^ (chunk - 1)
	blockGeneric(&d, data[:whole])
	var last [2 * chunk]byte
	rest := copy(last[:], data[whole:])
	last[rest] = 0x80
	end := chunk
	if rest+1+8 > chunk {
		end = 2 * chunk
	}
	for i, bits := 1, uint64(len(data))*8; i <= 8; i, bits = i+1, bits>>8 {
		last[end-i] = byte(bits)
	}
	blockGeneric(&d, last[:end])
	for i, h := range d.h {
		sum[4*i], sum[4*i+1], sum[4*i+2], sum[4*i+3] = byte(h>>24), byte(h>>16), byte(h>>8), byte(h)
	}
	return sum
}
`

// overlay makes the files that take the place of the standard library's, and returns the flag that makes go use them.
func overlay() (flag string, err error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOROOT: %w", err)
	}
	src := filepath.Join(strings.TrimSpace(string(root)), "src", "crypto")
	block := filepath.Join(src, "internal", "fips140", "sha256", "sha256block.go")
	for _, f := range []string{block, filepath.Join(src, "sha256", "sha256.go")} {
		if _, err := os.Stat(f); err != nil {
			return "", fmt.Errorf("the standard library keeps its SHA-256 elsewhere than it did: %w", err)
		}
	}
	sum, err := filepath.Abs(filepath.Join(slimDir, "sha256.go"))
	if err != nil {
		return "", err
	}
	if err := keep(sum, []byte(oneSum)); err != nil {
		return "", err
	}
	list, err := json.Marshal(map[string]map[string]string{"Replace": {
		filepath.Join(src, "sha256", "sha256.go"):      sum,
		filepath.Join(src, "sha256", "sha256block.go"): block,
	}})
	if err != nil {
		return "", err
	}
	return "-overlay=build/slim.overlay.json", keep("build/slim.overlay.json", list)
}
