package detect

import (
	"slices"
	"strings"
)

var bsnWords = []string{"bsn", "burgerservicenummer", "burger service nummer", "burgerservice", "sofi", "sofinummer", "persoonsnummer"}

// bsn adds a citizen service number at offset p: nine digits, or eight without the leading zero, that pass the elfproef (Wet
// algemene bepalingen burgerservicenummer). One in eleven random numbers passes, so only the words around the number or its
// grouping make it sure. With such words a number that fails is a candidate too: it may have a typing error.
func (s *scanner) bsn(p int) {
	digits, ends := s.takeDigits(p, 10, " .-\n", false)
	if len(digits) < 8 {
		return
	}
	for _, n := range []int{9, 8} {
		if len(digits) < n {
			continue
		}
		end := ends[n-1]
		written := s.text[p:end]
		parts := groups(written)
		if len(digits) > n && !(len(parts) == 1 && ends[n] != end+1 && s.normal.text[end] == ' ') {
			continue
		}
		if !s.isIsolated(p, end) || s.isAmount(p, end) {
			continue
		}
		backed := containsWord(s.textBefore(p, 60), bsnWords...) || containsWord(s.textAfter(end, 60), bsnWords...)
		valid := elfproef(digits[:n])
		switch {
		case n == 8:
			if backed && valid && containsWord(s.textBefore(p, 25), bsnWords...) {
				s.add("", BSN, p, end, true)
				return
			}
		case valid && (backed || slices.Equal(parts, []int{4, 2, 3})):
			s.add("", BSN, p, end, true)
			return
		case backed && containsWord(s.textBefore(p, 30), bsnWords...):
			s.add("", BSN, p, end, false)
			return
		case valid && (len(parts) == 1 || slices.Equal(parts, []int{3, 3, 3}) && !strings.ContainsAny(written, ".") || slices.Equal(parts, []int{2, 2, 2, 3})):
			if string(digits[:3]) != "000" {
				s.add("", BSN, p, end, false)
			}
			return
		}
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
