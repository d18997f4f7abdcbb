package rules

// checkBundleFiles does nothing in the browser: the form has one dilemma and no folder.
func (f *file) checkBundleFiles() {}
