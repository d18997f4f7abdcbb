package bound_test

import (
	"bytes"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/internal/bound"
)

func TestCheck(t *testing.T) {
	t.Run("a [name] with signs", func(t *testing.T) {
		bound.Check(t, []byte("invoer"), func(data []byte) {
			if !bytes.Equal(data, []byte("invoer")) {
				t.Errorf("got %q", data)
			}
		})
	})
}
