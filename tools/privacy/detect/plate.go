package detect

import (
	"bytes"
	"strings"
)

// sidecodes has the number of each form of a number plate (sidecode, RDW), with X for a letter and 9 for a digit.
var sidecodes = map[string]int{
	"XX-99-99": 1, "99-99-XX": 2, "99-XX-99": 3, "XX-99-XX": 4, "XX-XX-99": 5, "99-XX-XX": 6, "99-XXX-9": 7, "9-XXX-99": 8,
	"XX-999-X": 9, "X-999-XX": 10, "XXX-99-X": 11, "X-99-XXX": 12, "9-XX-999": 13, "999-XX-9": 14,
}

// noPlate holds groups of letters that the RDW does not issue.
var noPlate = map[string]bool{"SA": true, "SD": true, "SS": true, "GVD": true, "KKK": true, "NSB": true, "PKK": true, "PSV": true, "TBS": true, "PVV": true, "SGP": true, "VVD": true}

var plateWords = []string{"kenteken", "kentekens", "auto", "bus", "bestelbus", "busje", "bestelauto", "voertuig", "motor", "scooter", "brommer", "aanhanger", "camper", "caravan", "vrachtwagen", "geparkeerd", "parkeerde", "volkswagen", "opel", "golf", "taxi"}

// plate adds a number plate with hyphens or spaces at offset p.
func (s *scanner) plate(p int) {
	text := s.normal.text
	if p+8 > len(text) || p > 0 && (isAlnum(text[p-1]) || strings.IndexByte("-/.:", text[p-1]) >= 0 && p > 1 && isAlnum(text[p-2])) {
		return
	}
	end := p + 8
	if end < len(text) && (isAlnum(text[end]) || text[end] == '-' && end+1 < len(text) && isAlnum(text[end+1]) || text[end] == '/') {
		return
	}
	form := make([]byte, 8)
	var separator byte
	for i, c := range text[p:end] {
		switch {
		case isDigit(c):
			form[i] = '9'
		case isLetter(c):
			form[i] = 'X'
		case c == '-' || c == ' ' || c == softBreak:
			if separator == 0 || c == '-' {
				separator = c
			}
			form[i] = '-'
		default:
			return
		}
	}
	code := sidecodes[string(form)]
	if code == 0 {
		return
	}
	written := string(text[p:end])
	letters := strings.Map(func(r rune) rune {
		if isLetter(byte(r)) {
			return r
		}
		return -1
	}, written)
	if noPlate[strings.ToUpper(letters)] {
		return
	}
	backed := containsWord(s.textBefore(p, 60), plateWords...) || containsWord(s.textAfter(end, 30), plateWords...)
	capitals := written == strings.ToUpper(written)
	odd := code >= 7 && strings.ContainsAny(strings.ToUpper(letters), "AEIOUCQ")
	switch {
	case separator != '-' && !backed && capitals && !odd && code >= 7 && bytes.IndexByte(text[p:end], softBreak) < 0:
		s.add("", Plate, p, end, false)
	case separator != '-':
		if backed && containsWord(s.textBefore(p, 40), plateWords...) {
			s.add("", Plate, p, end, containsWord(s.textBefore(p, 40), "kenteken"))
		}
	case backed:
		s.add("", Plate, p, end, true)
	case capitals && !odd:
		s.add("", Plate, p, end, true)
	case capitals, !odd && code >= 4:
		s.add("", Plate, p, end, false)
	}
}

// barePlate adds a number plate without hyphens at offset p, when a word for a vehicle stands before it.
func (s *scanner) barePlate(p int) {
	text := s.normal.text
	if p+6 > len(text) || p > 0 && isAlnum(text[p-1]) || p+6 < len(text) && (isAlnum(text[p+6]) || text[p+6] == '-') {
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
	known := sidecodes[string(form)] != 0
	if !known {
		switch string(form) {
		case "XX-9999", "9999-XX", "XXXX-99", "99-XXXX": // two groups of the same kind next to each other
			known = true
		}
	}
	if known && containsWord(s.textBefore(p, 40), plateWords...) && !containsWord(s.textBefore(p, 12), "postcode") {
		s.add("", Plate, p, p+6, containsWord(s.textBefore(p, 40), "kenteken"))
	}
}
