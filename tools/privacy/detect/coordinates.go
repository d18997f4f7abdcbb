package detect

import (
	"bytes"
	"strconv"
	"strings"
)

var (
	decimalPair = pattern(`^(\d{1,2}[.,]\d{3,})°?[ ]?[nN]?[ ]*(?:[,;/ \n|]+[ ]*|,? ?(?:lon|lng|long|lengte|NB|N\.B\.|nb|en)[ .:=,]*)(\d{1,3}[.,]\d{3,})°?(?:[ ]?[eEoO]\b)?`)
	degrees     = pattern(`^(?:[nN][a-z]* ?)?\d{1,2} ?° ?\d{1,2}(?:[.,]\d+)? ?(?:['′] ?(?:\d{1,2}(?:[.,]\d+)? ?(?:["″]|'')?)?)? ?[nN]?[a-z.]*[ ,/\n]+(?:[eEoO][a-z]* ?)?\d{1,3} ?° ?\d{1,2}(?:[.,]\d+)? ?(?:['′] ?(?:\d{1,2}(?:[.,]\d+)? ?(?:["″]|'')?)?)? ?(?:[eEoO][a-z]*)?`)
	rdPair      = pattern(`^(\d{2,3}[. ]?\d{3}(?:,\d{1,3})?)[ ]?(?:[,;/ \n|]|en\b|[yY][ :=]*)+[ ]?(\d{3}[. ]?\d{3}(?:,\d{1,3})?)`)
	latitude    = pattern(`\b(?:lat|latitude|nb|n\.b\.)[ :.=]*$`)
	rdBefore    = pattern(`(?:rd|x)[ :=]*$`)
)

// decimalPair adds a latitude and a longitude in decimal degrees at offset p, in either order, within the Netherlands.
func (s *scanner) decimalPair(p int) {
	if near := s.lowerText[p:min(len(s.lowerText), p+8)]; !strings.ContainsAny(near, ".,") || countDigits(near) < 4 {
		return
	}
	m := decimalPair().FindSubmatchIndex(s.normal.text[p:min(len(s.normal.text), p+60)])
	if m == nil || p > 0 && (isAlnum(s.normal.text[p-1]) || s.normal.text[p-1] == '.') {
		return
	}
	a, b := parseDecimal(s.normal.text[p+m[2]:p+m[3]]), parseDecimal(s.normal.text[p+m[4]:p+m[5]])
	if a > b && a > 50.5 && a < 53.8 && b > 3 && b < 7.4 || b > a && b > 50.5 && b < 53.8 && a > 3 && a < 7.4 {
		start := p
		if at := latitude().FindIndex(s.lowerBytes[max(0, p-10):p]); at != nil {
			start = max(0, p-10) + at[0]
		}
		s.add("coordinaten/graden-decimaal", Coordinates, start, p+m[1], true)
	}
}

// beginsWithMetres reports whether a text may begin with a coordinate of rdPair: five digits or six, the thousands apart or not. A date does not.
func beginsWithMetres(w []byte) bool {
	switch n := leadingDigits(w); n {
	case 0, 1, 4:
		return false
	case 2, 3:
		return len(w) > n && (w[n] == '.' || w[n] == ' ') && leadingDigits(w[n+1:]) > 2
	}
	return true
}

// metres returns a coordinate in whole metres. The thousands may be separated by a full stop or a space.
func metres(b []byte) float64 {
	whole, _, _ := strings.Cut(string(b), ",")
	v, _ := strconv.ParseFloat(thousands.Replace(whole), 64)
	return v
}

var thousands = strings.NewReplacer(".", "", " ", "")

// parseDecimal returns a number with a decimal comma or point, or 0.
func parseDecimal(b []byte) float64 {
	v, _ := strconv.ParseFloat(strings.Replace(string(b), ",", ".", 1), 64)
	return v
}

// degrees adds a latitude and a longitude in degrees, minutes and seconds at offset p.
func (s *scanner) degrees(p int) {
	end := min(len(s.normal.text), p+60)
	if !bytes.ContainsRune(s.normal.text[p:min(end, p+8)], '°') {
		return
	}
	// "N 52° 36,442' E 5° 41,118'": the letter belongs to it.
	if n := len(bytes.TrimRight(s.normal.text[:p], " ")); n > 0 && s.normal.text[n-1] == 'N' && (n == 1 || !isAlnum(s.normal.text[n-2])) {
		p = n - 1
	}
	if m := degrees().FindIndex(s.normal.text[p:end]); m != nil {
		s.add("coordinaten/graden-minuten", Coordinates, p, trimEnd(s.normal.text, p, p+m[1]), true)
	}
}

// rijksdriehoek adds a pair of coordinates of the Dutch national grid (Rijksdriehoeksstelsel, Kadaster) at offset p, in metres,
// within the limits of the grid.
func (s *scanner) rijksdriehoek(p int) {
	text := s.normal.text
	if countDigits(s.lowerText[p:min(len(text), p+8)]) < 5 {
		return
	}
	s.steps += stepsPerWindow
	if !beginsWithMetres(text[p:min(len(text), p+8)]) {
		return
	}
	m := rdPair().FindSubmatchIndex(text[p:min(len(text), p+40)])
	if m == nil || !s.isIsolated(p, p+m[1]) {
		return
	}
	x, y := metres(text[p+m[2]:p+m[3]]), metres(text[p+m[4]:p+m[5]])
	if x < 7000 || x > 300000 || y < 289000 || y > 629000 {
		return
	}
	before := s.textBefore(p, 40)
	backed := containsWord(before, "rd", "rd-coördinaten", "coördinaten", "coordinaten", "coördinaat", "x", "rijksdriehoek", "xy")
	if !backed && (s.isAmount(p, p+m[1]) || s.isAmount(p, p+m[3]) || !bytes.ContainsAny(text[p+m[3]:p+m[4]], ",;/") || bytes.ContainsAny(text[p:p+m[1]], ".")) {
		return
	}
	start := p
	if at := rdBefore().FindIndex(s.lowerBytes[max(0, p-5):p]); at != nil && (p-5+at[0] < 1 || !isAlnum(s.lowerBytes[max(0, p-5)+at[0]-1])) {
		start = max(0, p-5) + at[0]
	}
	s.add("coordinaten/rijksdriehoek", Coordinates, start, p+m[1], backed)
}
