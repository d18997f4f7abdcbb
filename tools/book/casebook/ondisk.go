package casebook

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// OnDisk returns the one of the names in a folder that a disk finds by a name: the same, else on the disks of Windows and macOS one in other capitals, and on those of
// macOS one of which the accents are written in another way. It reports whether there is one.
func OnDisk(names []string, name string) (string, bool) {
	if slices.Contains(names, name) {
		return name, true
	}
	same := func(other string) bool { return strings.EqualFold(norm.NFC.String(other), norm.NFC.String(name)) }
	if i := slices.IndexFunc(names, same); i >= 0 {
		return names[i], true
	}
	return "", false
}
