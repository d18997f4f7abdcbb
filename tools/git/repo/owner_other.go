//go:build !unix

package repo

// isOwned can't tell here whose a file is.
func isOwned(string) bool { return true }
