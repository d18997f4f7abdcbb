package allowlist

// derive returns nil, so that nothing is allowed: a web page does not get the list, because anybody can find a short value from
// its hash.
func derive(string, []byte) []byte { return nil }
