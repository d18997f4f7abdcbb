package allowlist_test

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"
)

// BenchmarkGuess guesses at a list on all cores, as somebody who wants to know what it hides does: with the form of today, and alternating with that
// of before 2026-11-29. The metrics are guesses a second, of all values of a list at once.
func BenchmarkGuess(b *testing.B) {
	salt := make([]byte, 16)
	var today, before time.Duration
	var n atomic.Int64
	guess := func(slow func(key []byte)) time.Duration {
		begin := time.Now()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				slow(fmt.Appendf(nil, "naam\x00guess%d", n.Add(1)))
			}
		})
		return time.Since(begin)
	}
	today = guess(func(key []byte) { argon2.IDKey(key, salt, 2, 19456, 1, 32) })
	before = guess(func(key []byte) { _, _ = pbkdf2.Key(sha256.New, string(key), salt, 50_000, 32) })
	b.ReportMetric(float64(b.N)/today.Seconds(), "guesses/s")
	b.ReportMetric(float64(b.N)/before.Seconds(), "before/s")
}
