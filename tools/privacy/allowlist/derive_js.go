package allowlist

// derive has nothing to compare a value with: a page is not given the list, for a hash of a short value is no secret.
func derive(string, []byte) []byte { return nil }
