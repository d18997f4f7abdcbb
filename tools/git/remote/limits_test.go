package remote

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
)

// TestLimits keeps the beginning of what a server says, however it comes.
func TestLimits(t *testing.T) {
	const much = 1 << 20
	var complaint limited
	if n, err := io.Copy(&complaint, strings.NewReader(strings.Repeat("x", much))); n != much || err != nil || len(complaint.String()) != 4096 {
		t.Error(n, err, len(complaint.String()))
	}
	var said lines
	for range 100 {
		if n, err := said.Write([]byte(strings.Repeat("regel\n", 1000))); n != 6000 || err != nil {
			t.Fatal(n, err)
		}
	}
	said.end()
	if size := len(strings.Join(said.all, "\n")); size > maxLines || size < maxLines-10 || said.all[0] != "regel" {
		t.Error(size)
	}
	progress := quota(10)
	if n, err := io.Copy(&progress, strings.NewReader("tien bytes")); n != 10 || err != nil {
		t.Error(n, err)
	}
	if _, err := progress.Write([]byte("x")); !errors.Is(err, wire.ErrTooMuch) {
		t.Error(err)
	}
}
