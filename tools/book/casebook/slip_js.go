//go:build !review

package casebook

// In the browser nothing looks for slips: that would make the programs of the pages a hundredth larger, and what the parser says is true too.

// Slips finds nothing in the browser.
func (*File) Slips() []Problem { return nil }

func diagnose([]byte) []Problem { return nil }

func (*File) misplaced(*Value, []byte, int) []Problem { return nil }

func moved(problems []Problem, _ int) []Problem { return problems }
