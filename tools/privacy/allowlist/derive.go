//go:build !js || review

package allowlist

import (
	"crypto/hmac"
	"crypto/sha256"

	"golang.org/x/crypto/argon2"
)

// form names the slow step, and how much memory (KiB) and how many passes it takes. Another program can make the codes from this
// line and the comment of the package.
const form = "argon2id,m=19456,t=2,p=1"

// atOnce limits how many derivations run at a time, since each takes 19 MiB.
var atOnce = make(chan struct{}, 2)

// derive returns the outcome of the slow step for a key.
func derive(key string, salt []byte) []byte {
	atOnce <- struct{}{}
	defer func() { <-atOnce }()
	return argon2.IDKey([]byte(key), salt, 2, 19456, 1, hashSize)
}

// is reports whether an entry is that of the value from which secret was derived.
func (e Entry) is(secret []byte) bool {
	return hmac.Equal(code(secret, e.salt), e.hash)
}

// code returns the code of a value in an entry with this salt.
func code(secret, salt []byte) []byte {
	h := hmac.New(sha256.New, secret)
	h.Write(salt)
	return h.Sum(nil)
}
