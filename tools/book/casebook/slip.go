package casebook

import "unicode"

// Details of Slip: what was written otherwise than it looks, or left out.
const (
	OddSpace  = "space"    // another space than that of the space bar, where YAML counts spaces; Sign says which
	Unseen    = "unseen"   // a sign without width before a key; Sign says which
	Bullet    = "bullet"   // another sign for an item of a list than a dash; Sign says which
	OddColon  = "colon"    // another sign behind a key than a colon; Sign says which
	NoSpace   = "no-space" // text directly behind the colon of a key
	OddQuotes = "quotes"   // typographic quotes around a text that needs straight ones; Sign says which
	OpenQuote = "open"     // a quote that is not closed on its line, while the next line begins with a key
	Inner     = "inner"    // the quote around a text is in the text too
	Cut       = "cut"      // a sign # in a text, which cuts off the rest of it
)

// isOddSpace reports whether a sign looks like a space and is none to YAML.
func isOddSpace(r rune) bool { return r > unicode.MaxASCII && unicode.Is(unicode.Zs, r) }

// IsZeroWidth reports whether a sign takes no room, and says nothing about the order of what is around it.
func IsZeroWidth(r rune) bool {
	return r >= '\u200b' && r <= '\u200d' || r == '\u2060' || r == '\ufeff' || r == '\u00ad' || r == '\u180e'
}
