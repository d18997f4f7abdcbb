package detect

// mac matches a MAC address (IEEE 802): six pairs of hexadecimal digits with colons or hyphens, or three groups of four with full stops.
var mac = pattern(`^(?i:[0-9a-f]{2}(?::[0-9a-f]{2}){5}|[0-9a-f]{2}(?:-[0-9a-f]{2}){5}|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})`)

// bareMAC matches one without separators, which only a word before it tells from other numbers.
var bareMAC = pattern(`^(?i:[0-9a-f]{12})$`)

// mac adds a MAC address at offset p. One of digits only may be something else, unless a word says that it is one.
func (s *scanner) mac(p int) {
	text := s.normal.text
	if p+12 <= len(text) && s.startsFree(p) && s.endsFree(p+12) && containsWord(s.textBefore(p, 24), "mac", "mac-adres", "macadres") && bareMAC().Match(text[p:p+12]) {
		s.add("apparaat/mac-adres", Device, p, p+12, true)
		return
	}
	if p+14 > len(text) || text[p+2] != ':' && text[p+2] != '-' && text[p+4] != '.' || p > 0 && (isAlnum(text[p-1]) || text[p-1] == ':' || text[p-1] == '-') {
		return
	}
	s.steps += stepsPerTry * 4
	m := mac().FindIndex(text[p:min(len(text), p+17)])
	if m == nil {
		return
	}
	end := p + m[1]
	if end < len(text) && (isAlnum(text[end]) || (text[end] == ':' || text[end] == '-') && end+1 < len(text) && isAlnum(text[end+1])) {
		return
	}
	letters, same := 0, true
	for _, c := range text[p:end] {
		if isLetter(c) {
			letters++
		}
		same = same && (!isAlnum(c) || c|0x20 == text[p]|0x20)
	}
	if !same { // 00:00:00:00:00:00 and FF:FF:FF:FF:FF:FF are nobody's
		s.add("apparaat/mac-adres", Device, p, end, letters > 0 || containsWord(s.textBefore(p, 40), "mac", "mac-adres", "wifi", "apparaat", "netwerkkaart"))
	}
}

// imei adds the number of a telephone at offset p: fifteen digits that pass the test of Luhn (3GPP TS 23.003), behind a word for it.
func (s *scanner) imei(p int) {
	digits, ends := s.takeDigits(p, 16, " -/\n", false)
	if len(digits) == 15 && luhn(digits) && s.endsFree(ends[14]) && s.startsFree(p) && containsWord(s.textBefore(p, 30), "imei", "imei-nummer", "toestelnummer") {
		s.add("apparaat/imei", Device, p, ends[14], true)
	}
}
