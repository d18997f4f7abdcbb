//go:build !js

package allowlist

import (
	"crypto/pbkdf2"
	"crypto/sha256"
)

// rounds makes trying all values of a kind slow: with 50,000 one try takes some hundredths of a second. It does not make a short number safe,
// which is why Never names kinds.
const rounds = 50_000

// derive returns the hash of a value, or nil where the salt is too short for the rules of this machine.
func derive(key string, salt []byte) []byte {
	h, err := pbkdf2.Key(sha256.New, key, salt, rounds, hashSize)
	if err != nil {
		return nil
	}
	return h
}
