package casebook

import (
	"slices"
	"strings"
)

// Reserved is why a name can't be used, although it has only signs that may be in a name.
type Reserved string

const (
	// ByHugo is the name of the page of a folder: as that of a dilemma it would make the whole list of dilemmas a page.
	ByHugo Reserved = "hugo"
	// BySite is an address that the site itself has below that of the list of dilemmas.
	BySite Reserved = "site"
	// ByWindows is a name that a file can't have on Windows: whoever clones the repository there gets an error, and no files.
	// https://learn.microsoft.com/windows/win32/fileio/naming-a-file
	ByWindows Reserved = "windows"
)

// pagers are the names below the list of dilemmas of its second page and further, in each language (pagination.path in product/hugo.toml).
var pagers = []string{"page", "pagina"}

// ReservedSlug returns why a slug can't be that of a dilemma; "" when nothing reserves it.
func ReservedSlug(slug string) Reserved {
	switch {
	case slug == "index" || slug == "_index":
		return ByHugo
	case slices.Contains(pagers, slug):
		return BySite
	case ReservedByWindows(slug):
		return ByWindows
	}
	return ""
}

// devices are the names that mean a device on Windows, in capitals or not, and with whatever ending.
var devices = []string{"con", "prn", "aux", "nul", "conin$", "conout$"}

// ReservedByWindows reports whether a file or folder can't have a name on Windows: that of a device, one that ends with a dot or a space, or one with a sign
// that no name may have.
func ReservedByWindows(name string) bool {
	if name == "" || strings.HasSuffix(name, ".") || strings.HasSuffix(name, " ") || strings.ContainsFunc(name, notOnWindows) {
		return true
	}
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	stem = strings.TrimRight(stem, " ")
	if slices.Contains(devices, stem) {
		return true
	}
	port, numbered := strings.CutPrefix(stem, "com")
	if !numbered {
		port, numbered = strings.CutPrefix(stem, "lpt")
	}
	return numbered && slices.Contains(ports, port)
}

// ports are the numbers of the devices com and lpt. Windows takes the small ones for digits too.
var ports = []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³"}

func notOnWindows(r rune) bool { return r < ' ' || strings.ContainsRune(`<>:"|?*\`, r) }
