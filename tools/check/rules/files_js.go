package rules

import (
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/notation"
)

// attachments returns nothing in the browser: the form has one dilemma and no folder.
func (c *Checker) attachments(string) []casebook.Entry { return nil }

// checkSort checks a dilemma or a page: the form has no other files.
func (c *Checker) checkSort(name string) []finding.Finding { return c.checkFile(c.book.Read(name)) }

// Read returns the text of a dilemma or a page as it is read.
func Read(name string, data []byte) []notation.Text {
	return []notation.Text{reading(name, string(data))}
}
