package casebook

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letters that Unicode does not take apart into a plain letter and a mark.
var letters = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i", 'ĳ': "ij", '&': "en",
	'€': "euro",
}

// maxSlug keeps a slug short enough for every file system and address bar.
const maxSlug = 80

// Slug makes a slug from a title: "Privé én openbaar?" becomes "prive-en-openbaar". It is empty when the title has no
// letter or digit that can be written in ASCII.
func Slug(title string) string {
	var b strings.Builder
	gap := false
	write := func(s string) {
		if gap && b.Len() > 0 {
			b.WriteByte('-')
		}
		gap = false
		b.WriteString(s)
	}
	for _, r := range norm.NFKD.String(strings.ToLower(title)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			write(string(r))
		case r == '&' || r == '€':
			gap = true
			write(letters[r])
			gap = true
		case letters[r] != "":
			write(letters[r])
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’' || r == '‘' || r == '\u00ad' || r == '\u200b':
			// a mark on the letter before it, or an apostrophe: Thema's is themas
		default:
			gap = true
		}
	}
	slug := b.String()
	if len(slug) > maxSlug {
		slug = slug[:maxSlug]
		if i := strings.LastIndexByte(slug, '-'); i > 0 {
			slug = slug[:i]
		}
	}
	return slug
}
