package detect

import (
	"net/netip"
	"slices"
)

// ipv4 adds an IPv4 address at offset p. Only one of the public internet or a private network counts; the numbers of sections and
// versions look the same, so low numbers need a word before them.
func (s *scanner) ipv4(p int) {
	text := s.normal.text
	if p > 0 && (isAlnum(text[p-1]) || (text[p-1] == '.' || text[p-1] == '-') && p > 1 && isAlnum(text[p-2])) {
		return
	}
	end, dots := p, 0
	for end < len(text) && (isDigit(text[end]) || text[end] == '.' && end+1 < len(text) && isDigit(text[end+1])) {
		if text[end] == '.' {
			dots++
		}
		end++
	}
	if dots != 3 || end < len(text) && (isAlnum(text[end]) || text[end] == '-' && end+1 < len(text) && isAlnum(text[end+1])) {
		return
	}
	s.steps += stepsPerWindow
	addr, err := netip.ParseAddr(string(text[p:end]))
	if err != nil || !isPublic(addr) && !isExample(addr) && !addr.IsPrivate() {
		return
	}
	backed := containsWord(s.textBefore(p, 60), "ip", "ip-adres", "ipadres", "ip-adressen", "host", "server", "vanaf", "van", "log", "inlog")
	if containsWord(s.textBefore(p, 14), "versie", "v", "version", "paragraaf", "par", "§", "tabel", "bijlage", "artikel", "art", "sectie", "hoofdstuk", "build", "firmware", "windows", "release") && !containsWord(s.textBefore(p, 14), "ip") {
		return
	}
	octets := addr.As4()
	low := octets[0] < 32 && octets[1] < 32 && octets[2] < 32 && octets[3] < 32
	if low && !containsWord(s.textBefore(p, 20), "ip", "ip-adres") {
		return
	}
	s.add("", IP, p, end, (backed || !low) && isPublic(addr))
}

// ipv6 adds an IPv6 address at offset p.
func (s *scanner) ipv6(p int) {
	text := s.normal.text
	if p > 0 && (isAlnum(text[p-1]) || text[p-1] == ':') {
		return
	}
	end, colons := p, 0
	for end < len(text) && (unhex(text[end]) >= 0 || text[end] == ':') {
		if text[end] == ':' {
			colons++
		}
		end++
	}
	for end > p && text[end-1] == ':' && !(end > p+1 && text[end-2] == ':') {
		end--
	}
	if colons < 2 || end < len(text) && isAlnum(text[end]) && text[end] != '%' || end-p < 6 {
		return
	}
	if end < len(text) && text[end] == '%' { // the zone: fe80::1%eth0
		for end++; end < len(text) && isAlnum(text[end]); end++ {
		}
	}
	addr, err := netip.ParseAddr(string(text[p:end]))
	if err == nil && (isPublic(addr) || isExample(addr) || addr.IsLinkLocalUnicast() || addr.IsPrivate()) {
		s.add("", IP, p, end, isPublic(addr))
	}
}

// examples are the networks for documentation (RFC 5737 and RFC 3849). A writer may use them for a real person, so they are hits
// that are not sure.
var examples = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("2001:db8::/32")}

// reserved are networks that nobody has (RFC 6890).
var reserved = []netip.Prefix{netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("240.0.0.0/4")}

func isExample(addr netip.Addr) bool { return inAny(addr, examples) }

func isPublic(addr netip.Addr) bool {
	return addr.IsGlobalUnicast() && !addr.IsPrivate() && !inAny(addr, reserved) && !isExample(addr)
}

func inAny(addr netip.Addr, prefixes []netip.Prefix) bool {
	return slices.ContainsFunc(prefixes, func(p netip.Prefix) bool { return p.Contains(addr) })
}
