package rules

import (
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
)

// attachments returns nothing in the browser: the form has one dilemma and no folder.
func (c *Checker) attachments(string) []casebook.Entry { return nil }

// checkSort checks a dilemma or a page: the form has no other files.
func (c *Checker) checkSort(name string) []finding.Finding { return c.checkFile(c.book.Read(name)) }
