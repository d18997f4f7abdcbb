// Package search_test searches the built site in a browser, and reads its index. The benchmark counts what a search transfers.
package search_test

import (
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

func TestMain(m *testing.M) { sitebuild.Main(m) }
