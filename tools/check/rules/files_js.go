package rules

// checkBeside has nothing to look in: a page has one dilemma and no folder.
func (f *file) checkBeside() {}
