// Package skip says when a test does not run: under -short, and where a program is missing that the machine need not have. It knows no test.
package skip

import (
	"os"
	"testing"
)

// Short skips a test under -short: one that builds the site, or needs a browser, a server or the command itself.
func Short(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("takes long: not under -short")
	}
}

// Absent skips a test for want of something on this machine. Where DILEMMA_NO_SKIP is set, as in the pipelines, that is a failure.
func Absent(t testing.TB, format string, args ...any) {
	t.Helper()
	if os.Getenv("DILEMMA_NO_SKIP") != "" {
		t.Fatalf("may not be skipped: "+format, args...)
	}
	t.Skipf(format, args...)
}

// All reports whether a test tries all of its cases, and not some: with DILEMMA_CASES=all, as in the weekly job.
func All() bool { return os.Getenv("DILEMMA_CASES") == "all" }

// Cases returns how many cases a property test tries: all, or a third of them.
func Cases(all int) int {
	if All() {
		return all
	}
	return all / 3
}
