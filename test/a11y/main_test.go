// Package a11y_test holds the built site to WCAG 2.2 AA: axe-core judges its pages, and a browser reads them with a keyboard, on a phone, with other colours and
// larger letters.
package a11y_test

import (
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

func TestMain(m *testing.M) { sitebuild.Main(m) }
