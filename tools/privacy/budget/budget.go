// Package budget limits the work on one file, so that no file keeps a check busy, whatever is in it. Work is counted in steps and never in time: the
// same file gives the same answer on every machine.
package budget

// A step takes a twelfth of a microsecond in ordinary text, and an eighth in most of the worst that is known, so that PerFile steps are about a second, of
// the two that a file of a megabyte may take. Prose takes two steps a byte, JSON four, a table of numbers five and one of mail addresses six: a megabyte
// of each fits. A larger file may take PerByte steps for each of its bytes, so that a report of ten megabytes is still searched; the time that it takes
// follows from its size.
const (
	PerFile = 8 << 20
	PerByte = 8
)

// Budget is what is left of the work that one file may take, with everything that is packed in it. The zero Budget has nothing left.
type Budget struct{ steps int }

// For returns the budget of a file of so many bytes.
func For(size int) *Budget { return &Budget{max(PerFile, PerByte*size)} }

// Spend takes steps, and reports whether they were left. Once they were not, nothing is.
func (b *Budget) Spend(steps int) bool {
	if b.steps < steps {
		b.steps = 0
		return false
	}
	b.steps -= steps
	return true
}

// Left returns how many steps are left.
func (b *Budget) Left() int { return b.steps }
