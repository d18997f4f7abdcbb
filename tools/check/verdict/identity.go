package verdict

import (
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"sync"

	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
)

// buildID matches the ID that the Go linker writes near the begin of a program: hashes of all that it was made from, and of what came out.
var buildID = lazy.Regexp(`[A-Za-z0-9_-]{20}/[A-Za-z0-9_-]{20}/[A-Za-z0-9_-]{20}/[A-Za-z0-9_-]{20}`)

// Identity returns a hash that is another one for every program that may judge otherwise: of its build ID, or of all of it when it has none, with what it
// says itself of its version and its modules. The error is that of reading the program.
var Identity = sync.OnceValues(func() (Sum, error) {
	program, err := openProgram()
	if err != nil {
		return Sum{}, err
	}
	defer program.Close()
	head := make([]byte, 64<<10)
	n, err := io.ReadFull(program, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return Sum{}, err
	}
	id := buildID().Find(head[:n])
	if id == nil {
		sum := sha256.New()
		sum.Write(head[:n])
		if _, err := io.Copy(sum, program); err != nil {
			return Sum{}, err
		}
		id = sum.Sum(nil)
	}
	about := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		about = info.String()
	}
	return sha256.Sum256(slices.Concat(id, []byte("\n"), []byte(about))), nil
})

// openProgram opens the program that runs. On Linux that is surely the one, also when another was put in its place meanwhile.
func openProgram() (*os.File, error) {
	if f, err := os.Open("/proc/self/exe"); err == nil {
		return f, nil
	}
	name, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return os.Open(name)
}
