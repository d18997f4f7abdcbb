package detect

import (
	"slices"
	"strings"
)

var bsnWords = []string{"bsn", "burgerservicenummer", "burger service nummer", "burgerservice", "sofi", "sofinummer", "persoonsnummer", "bsnnr", "bsnnummer", "b.s.n"}

// bsn adds a citizen service number at offset p: nine digits, or eight without the leading zero, that pass the elfproef (Wet
// algemene bepalingen burgerservicenummer). One in eleven random numbers passes, so only the words around the number or its
// grouping make it sure. With such words a number that fails is a candidate too: it may have a typing error.
func (s *scanner) bsn(p int) {
	digits, ends := s.takeDigits(p, 10, " .-\n", false)
	if len(digits) >= 8 {
		for _, n := range []int{9, 8} {
			if len(digits) >= n && s.endsBSN(p, n, digits, ends) && s.judgeBSN(p, digits[:n], ends[n-1]) {
				return
			}
		}
	}
	// "123/456/782": only behind a word for it.
	if digits, ends = s.takeDigits(p, 10, " .-/,_\n", false); len(digits) == 9 && s.isApart(p, ends[8]) && containsWord(s.textBefore(p, 30), bsnWords...) {
		s.addBSN(p, digits, ends[8])
	}
}

// endsBSN reports whether the number that begins at offset p may end behind its n-th digit.
func (s *scanner) endsBSN(p, n int, digits []byte, ends []int) bool {
	end := ends[n-1]
	if len(digits) > n && !(len(groups(s.text[p:end])) == 1 && ends[n] != end+1 && s.normal.text[end] == ' ') {
		return false
	}
	return (s.isIsolated(p, end) || s.isApart(p, end) && containsWord(s.textBefore(p, 60), bsnWords...)) && !s.isAmount(p, end)
}

// judgeBSN adds the digits in [p, end) when they are a citizen service number, and reports whether they may be.
func (s *scanner) judgeBSN(p int, digits []byte, end int) bool {
	written := s.text[p:end]
	parts := groups(written)
	backed := containsWord(s.textBefore(p, 60), bsnWords...) || containsWord(s.textAfter(end, 60), bsnWords...)
	valid := elfproef(digits)
	switch {
	case len(digits) == 8:
		if valid && backed && containsWord(s.textBefore(p, 25), bsnWords...) {
			s.add("bsn/elfproef-met-woord", BSN, p, end, true)
			return true
		}
		return false
	case valid && backed:
		s.add("bsn/elfproef-met-woord", BSN, p, end, true)
	case valid && slices.Equal(parts, []int{4, 2, 3}):
		s.add("bsn/elfproef-met-groepen", BSN, p, end, true)
	case backed && containsWord(s.textBefore(p, 30), bsnWords...):
		s.add("bsn/woord", BSN, p, end, false)
	case valid && (len(parts) == 1 || slices.Equal(parts, []int{3, 3, 3}) && !strings.ContainsAny(written, ".") || slices.Equal(parts, []int{2, 2, 2, 3})):
		if string(digits[:3]) != "000" {
			s.add("bsn/elfproef", BSN, p, end, false)
		}
	default:
		return false
	}
	return true
}

// addBSN adds the nine digits in [p, end), behind a word for a citizen service number.
func (s *scanner) addBSN(p int, digits []byte, end int) {
	if elfproef(digits) {
		s.add("bsn/elfproef-met-woord", BSN, p, end, true)
	} else {
		s.add("bsn/woord", BSN, p, end, false)
	}
}

// groups returns the lengths of the groups of digits in s.
func groups(s string) []int {
	var n []int
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' }) {
		n = append(n, len(part))
	}
	return n
}

// elfproef reports whether 9a+8b+7c+6d+5e+4f+3g+2h-i is a multiple of 11 for the nine digits a to i, which are not all zero. Eight
// digits get a zero before them.
func elfproef(digits []byte) bool {
	if len(digits) == 8 {
		digits = append([]byte{'0'}, digits...)
	}
	sum, zero := 0, true
	for i, d := range digits {
		v := int(d - '0')
		zero = zero && v == 0
		if i == 8 {
			sum -= v
		} else {
			sum += (9 - i) * v
		}
	}
	return !zero && sum%11 == 0
}
