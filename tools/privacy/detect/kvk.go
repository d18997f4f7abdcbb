package detect

var kvkWords = []string{"kvk", "k.v.k", "kamer van koophandel", "handelsregister", "kvknr"}

// kvk adds a number of the trade register at offset p: eight digits, or twelve for a branch, next to the name of the register. Such
// a number has no checksum.
func (s *scanner) kvk(p int) {
	digits, ends := s.takeDigits(p, 13, " .\n", false)
	for _, n := range []int{12, 8} {
		if len(digits) < n {
			continue
		}
		end := ends[n-1]
		if n < len(digits) && ends[n]-ends[n-1] < 2 {
			continue
		}
		words := kvkWords
		if n == 12 {
			words = append([]string{"vestigingsnummer"}, kvkWords...)
		}
		if s.isIsolated(p, end) && (containsWord(s.textBefore(p, 45), words...) || containsWord(s.textAfter(end, 30), "handelsregister", "kvk")) {
			s.add("kvk/handelsregister", KvK, p, end, true)
			return
		}
	}
}
