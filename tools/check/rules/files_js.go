//go:build !review

package rules

import (
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/notation"
)

// withholds is whether findings on a text that was withdrawn are silent about it: in the browser whoever reads them wrote the text just now. So the program needs none of the
// explanations of the rules.
const withholds = false

// attachments returns nothing in the browser: the form has one dilemma and no folder.
func (c *Checker) attachments(string) []casebook.Entry { return nil }

// checkSort checks a dilemma or a page: the form has no other files.
func (c *Checker) checkSort(name string) []finding.Finding { return c.checkFile(c.book.Read(name)) }

// checkReferences and checkAnchor find nothing in the browser: like links, references are checked where the rest of the casebook is, and they would make the program larger.
func (*file) checkReferences([]byte, ranges, ranges)       {}
func (*file) checkAnchor(*casebook.File, string, int, int) {}

// Read returns the text of a dilemma or a page as it is read.
func Read(name string, data []byte) []notation.Text {
	return []notation.Text{reading(name, string(data))}
}
