//go:build !js

package store

import "crypto/rand"

// random fills b with chance.
func random(b []byte) { _, _ = rand.Read(b) }
