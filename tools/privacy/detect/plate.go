package detect

import (
	"bytes"
	"sort"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

// sidecodes has each form of a number plate (RDW) behind the letter of its number (sidecode), with X for a letter and 9 for a digit.
const sidecodes = " aXX-99-99 b99-99-XX c99-XX-99 dXX-99-XX eXX-XX-99 f99-XX-XX g99-XXX-9 h9-XXX-99 iXX-999-X jX-999-XX kXXX-99-X lX-99-XXX m9-XX-999 n999-XX-9 "

// sidecode returns the number of the form of a number plate, or 0.
func sidecode(form string) int {
	if i := strings.Index(sidecodes, form+" "); i > 0 && sidecodes[i-1] >= 'a' {
		return int(sidecodes[i-1]-'a') + 1
	}
	return 0
}

// noPlate holds groups of letters that the RDW does not issue.
var noPlate = set("SA SD SS GVD KKK NSB PKK PSV TBS PVV SGP VVD")

var plateWords = []string{"kenteken", "kentekens", "auto", "bus", "bestelbus", "busje", "bestelauto", "voertuig", "motor", "scooter", "brommer", "aanhanger", "camper", "caravan", "vrachtwagen", "geparkeerd", "parkeerde", "volkswagen", "opel", "golf", "taxi", "nummerplaat", "nummerbord"}

// documentBefore matches a word for a document or thing with a number, right before it: "stuk 12-AB-34".
var documentBefore = pattern(`\b(?:[a-z]*(?:stuk|stukken|nummer|map|doos|blad|tekening|formulier|onderdeel|kaart|bon|code|artikel|punt|kast|rek|vak|lade|plank|kist|pallet|bijlage|document|dossier|rapport|nota|norm|versie|monster|ruimte|lokaal|zaal)|productie|product|type|model|serie|tabel|voorschrift|nr\.?|kenmerk|referentie|kavel|perceel|lot|charge|partij|order|factuur|badge|sleutel|kamer) ?(?:nr\.?|nummer)? ?[:#]? ?$`)

// vehicles holds endings of words for a vehicle.
var vehicles = endings("auto bus busje wagen motor scooter brommer truck taxi camper caravan trekker tractor aanhanger kenteken voertuig")

// isPieceNumber reports whether what begins at offset p, and has the form of a number plate, is the number of a document or thing by the word before it:
// one for such a thing, or an ordinary word with which the sentence begins.
func (s *scanner) isPieceNumber(p int) bool {
	if documentBefore().Match(s.textBefore(p, 30)) {
		return true
	}
	i := sort.Search(len(s.tokens), func(i int) bool { return s.tokens[i].start >= p })
	if i == 0 || i == len(s.tokens) || s.tokens[i].gap != gapSpace {
		return false
	}
	before := &s.tokens[i-1]
	return before.startsSentence && before.shape == shapeCapitalised && before.flags&lexicon.Word != 0 && before.flags&(lexicon.Closed|lexicon.Particle|lexicon.Known) == 0 && !vehicles.matches(s.word(i-1))
}

// writtenPlate is what may be a number plate of the Netherlands.
type writtenPlate struct {
	start, end int
	code       int    // its sidecode
	letters    string // its letters, in capitals
	hyphens    bool
	dots       bool
	capitals   bool
}

// plate adds a number plate with hyphens or spaces at offset p.
func (s *scanner) plate(p int) {
	w := s.readPlate(p)
	if w.code == 0 || noPlate[w.letters] {
		return
	}
	before := s.textBefore(p, 60)
	if w.dots && !containsWord(before, "kenteken") {
		return // "om 06.12"
	}
	backed := containsWord(before, plateWords...) || containsWord(s.textAfter(w.end, 30), plateWords...)
	if !backed && s.isPieceNumber(p) {
		return
	}
	odd := w.code >= 7 && strings.ContainsAny(w.letters, "AEIOUCQ")
	near := s.textBefore(p, 40)
	switch {
	case !w.hyphens && !backed:
		if w.capitals && !odd && w.code >= 7 && bytes.IndexByte(s.normal.text[p:w.end], softBreak) < 0 {
			s.add("kenteken/spaties", Plate, p, w.end, false)
		}
	case !w.hyphens:
		if containsWord(near, plateWords...) {
			s.add("kenteken/spaties", Plate, p, w.end, containsWord(near, "kenteken"))
		}
	case backed:
		s.add("kenteken/met-woord", Plate, p, w.end, true)
	case w.capitals && !odd:
		s.add("kenteken/streepjes", Plate, p, w.end, true)
	case w.capitals, !odd && w.code >= 4:
		s.add("kenteken/streepjes", Plate, p, w.end, false)
	}
}

// readPlate reads what may be a number plate at offset p; its code is 0 when there is none.
func (s *scanner) readPlate(p int) writtenPlate {
	text := s.normal.text
	w := writtenPlate{start: p, end: p + 8}
	if w.end > len(text) || p > 0 && (isAlnum(text[p-1]) || strings.IndexByte("-/.:", text[p-1]) >= 0 && p > 1 && isAlnum(text[p-2])) {
		return w
	}
	if end := w.end; end < len(text) && (isAlnum(text[end]) || text[end] == '-' && end+1 < len(text) && isAlnum(text[end+1]) || text[end] == '/') {
		return w
	}
	form, letters := make([]byte, 8), make([]byte, 0, 8)
	for i, c := range text[p:w.end] {
		switch {
		case isDigit(c):
			form[i] = '9'
		case isLetter(c):
			form[i] = 'X'
			letters = append(letters, c)
		case c == '-' || c == ' ' || c == '.' || c == softBreak:
			w.hyphens, w.dots = w.hyphens || c == '-', w.dots || c == '.'
			form[i] = '-'
		default:
			return w
		}
	}
	written := string(letters)
	w.letters = strings.ToUpper(written)
	w.capitals = written == w.letters
	w.code = sidecode(string(form))
	return w
}

// barePlate adds a number plate without hyphens at offset p, when a word for a vehicle stands before it.
func (s *scanner) barePlate(p int) {
	text := s.normal.text
	if p+6 > len(text) || !s.startsFree(p) || p+6 < len(text) && (isAlnum(text[p+6]) || text[p+6] == '-') {
		return
	}
	form := make([]byte, 0, 8)
	for i, c := range text[p : p+6] {
		d := byte('X')
		if isDigit(c) {
			d = '9'
		} else if !isLetter(c) {
			return
		}
		if i > 0 && form[len(form)-1] != d {
			form = append(form, '-')
		}
		form = append(form, d)
	}
	known := sidecode(string(form)) != 0
	if !known {
		switch string(form) {
		case "XX-9999", "9999-XX", "XXXX-99", "99-XXXX": // two groups of the same kind next to each other
			known = true
		}
	}
	if known && containsWord(s.textBefore(p, 40), plateWords...) && !containsWord(s.textBefore(p, 12), "postcode") {
		s.add("kenteken/aan-elkaar", Plate, p, p+6, containsWord(s.textBefore(p, 40), "kenteken"))
	}
}

// foreignPlate matches what stands between a word for a number plate and a foreign plate, and the plate, which is its group.
var foreignPlate = pattern(`^(?:nummer|s)?(?:[ \n]*(?::|=|\||\(|"|,|is|was|met|het|nummer))*[ \n]*((?-i:[A-ZÄÖÜ0-9]{1,4})(?:[-· .][A-ZÄÖÜ0-9]{1,5}){0,3})`)

// belgianPlate matches a number plate of Belgium: 1-ABC-234.
var belgianPlate = pattern(`^[1-9]-[A-Z]{3}-\d{3}\b`)

// foreignPlates adds the number plate behind token i, when the token is a word for one, and it has not the form of a Dutch one.
func (s *scanner) foreignPlate(i int) {
	t := &s.tokens[i]
	m := foreignPlate().FindSubmatchIndex(s.normal.text[t.end:min(len(s.text), t.end+40)])
	if m == nil {
		return
	}
	start, end := t.end+m[2], t.end+m[3]
	written := s.text[start:end]
	if n := countDigits(written); n < 1 || n == len(written) || n > 7 || len(written) < 5 || len(written) > 12 || !strings.ContainsFunc(written, func(r rune) bool { return r >= 'A' }) || !s.endsFree(end) {
		return
	}
	s.add("kenteken/buitenlands", Plate, start, trimEnd(s.normal.text, start, end), true)
}

// belgianPlate adds a number plate of Belgium at offset p.
func (s *scanner) belgianPlate(p int) {
	text := s.normal.text
	if p+9 <= len(text) && text[p+1] == '-' && text[p+5] == '-' && s.startsFree(p) && (p == 0 || strings.IndexByte("-/.", text[p-1]) < 0) && belgianPlate().Match(text[p:p+9]) && s.endsFree(p+9) && !documentBefore().Match(s.textBefore(p, 24)) {
		s.add("kenteken/belgisch", Plate, p, p+9, containsWord(s.textBefore(p, 60), plateWords...))
	}
}

// germanPlate matches a number plate of Germany or Austria: M-AB 1234.
var germanPlate = pattern(`^[A-ZÄÖÜ]{1,3}-[A-Z]{1,2}[ -]\d{1,4}[EH]?\b`)

// germanPlate adds a number plate of Germany at offset p, near a word for a vehicle.
func (s *scanner) germanPlate(p int) {
	window := s.normal.text[p:min(len(s.text), p+13)]
	if i := bytes.IndexByte(window, '-'); i < 1 || i > 4 {
		return
	}
	s.steps += stepsPerTry
	if m := germanPlate().FindIndex(window); m != nil && s.startsFree(p) && containsWord(s.textBefore(p, 30), plateWords...) {
		s.add("kenteken/buitenlands", Plate, p, p+m[1], containsWord(s.textBefore(p, 30), "kenteken"))
	}
}

// vinLength is the length of a vehicle identification number (ISO 3779).
const vinLength = 17

var vinWords = []string{"chassisnummer", "chassisnr", "chassis", "vin", "framenummer", "voertuigidentificatienummer", "vin-nummer", "meldcode"}

// vin adds a vehicle identification number at offset p: seventeen digits and capitals without I, O and Q, of which the last four are digits. A word
// before it makes it sure.
func (s *scanner) vin(p int) {
	text := s.normal.text
	end := p + vinLength
	if end > len(text) || !s.startsFree(p) || !s.endsFree(end) {
		return
	}
	letters, capitals := 0, true
	for _, c := range text[p:end] {
		upper := c &^ 0x20
		switch {
		case isDigit(c):
		case !isLetter(c) || upper == 'I' || upper == 'O' || upper == 'Q':
			return
		default:
			letters++
			capitals = capitals && c == upper
		}
	}
	backed := containsWord(s.textBefore(p, 40), vinWords...)
	if letters < 2 || countDigits(s.text[end-4:end]) < 4 || !backed && (!capitals || letters < 3) {
		return
	}
	s.add("kenteken/chassisnummer", Plate, p, end, backed)
}
