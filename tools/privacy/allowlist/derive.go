//go:build !js

package allowlist

import (
	"crypto/pbkdf2"
	"crypto/sha256"
)

// rounds is the number of iterations of PBKDF2. With 50,000 one hash takes some hundredths of a second, so that trying many
// values is slow. It does not protect a short number, which is why Never lists kinds.
const rounds = 50_000

// derive returns the hash of a key, or nil where the machine only allows longer salts (Go in FIPS 140 mode).
func derive(key string, salt []byte) []byte {
	h, err := pbkdf2.Key(sha256.New, key, salt, rounds, hashSize)
	if err != nil {
		return nil
	}
	return h
}
