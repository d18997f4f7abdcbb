//go:build unix

package verdict

import (
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
)

// BenchmarkAgain checks a book again after one file changed, alternating with only reading the same files and decoding their YAML. In processor time of the
// process, x/decode is what a check takes that begins with what an earlier one stored, divided by that of decoding; ms/stays is what a check takes that
// remembers the one before it, as that of check --watch and of serve, with the look by which it is seen that a file was saved; ms/look is such a look alone.
func BenchmarkAgain(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			w := newWorld(b, 1, n)
			w.stays.Check(w.day, nil)
			time.Sleep(rest)
			w.stays.Check(w.day, nil) // what was not at rest is read once more
			var again, decoding, staying, looking time.Duration
			name := casebook.Path(fixture.Slug(1))
			for b.Loop() {
				w.write(name, w.read(name)+"\nNog een zin.\n")
				k := w.keeper()
				again += cpu(func() { anew(b, k.Check(w.day, nil)) })
				decoding += cpu(func() {
					if err := fixture.Decode(w.root); err != nil {
						b.Fatal(err)
					}
				})
				w.stays.last = k.last
				w.write(name, w.read(name)+"\nEn nog een.\n")
				looking += cpu(func() { w.keeper().Changed() })
				staying += cpu(func() { w.stays.Changed(); anew(b, w.stays.Check(w.day, nil)) })
			}
			b.ReportMetric(float64(again)/float64(decoding), "x/decode")
			b.ReportMetric(float64(again.Microseconds())/1000/float64(b.N), "ms/again")
			b.ReportMetric(float64(staying.Microseconds())/1000/float64(b.N), "ms/stays")
			b.ReportMetric(float64(looking.Microseconds())/1000/float64(b.N), "ms/look")
		})
	}
}

func anew(b *testing.B, o Outcome) {
	if len(o.Anew) != 1 {
		b.Fatal(len(o.Anew), "files were looked at anew")
	}
}

// cpu returns the processor time that the process takes while do runs.
func cpu(do func()) time.Duration {
	used := func() time.Duration {
		var u syscall.Rusage
		_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	before := used()
	do()
	return used() - before
}
