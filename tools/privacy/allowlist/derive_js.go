//go:build !review

package allowlist

// form is that of no list: a web page does not get the list, and never spends time or memory on a look-up.
const form = "none"

// derive returns nil, so that nothing is allowed.
func derive(string, []byte) []byte { return nil }

// is returns false, for no secret is derived.
func (Entry) is([]byte) bool { return false }
