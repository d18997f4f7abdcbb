package scan

import (
	"bytes"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/outgoing"
	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// trailer matches a line of a message of a commit that names somebody: Co-authored-by, Co-committed-by, Signed-off-by, Reviewed-by and their likes. A
// server that merges puts such lines anywhere in a message, not only at the end.
var trailer = lazy.Regexp(`(?im)^[ \t>*-]*([a-z]+(?:-[a-z]+)*-by|cc|author)[ \t]*:[ \t]*([^\r\n]*[^ \t\r\n])`)

// searchMessage searches the message of a commit. A line that names somebody is one finding, which says which line it is; the rest is a text.
func (s *rangeScanner) searchMessage(label string, item outgoing.Item, origin rules.Origin) []finding.Finding {
	commit, text := short(item.Commit), item.Data
	rest := bytes.Clone(text)
	var found []finding.Finding
	for _, at := range trailer().FindAllSubmatchIndex(text, -1) {
		origin := origin
		origin.Where = message.Text("scan/trailer", "name", string(text[at[2]:at[3]]), "commit", commit)
		who := s.IdentityIn(label, text, at[4], at[5], origin)
		if len(who) == 0 && !bytes.Contains(text[at[4]:at[5]], []byte("@")) {
			continue // not somebody: it is searched as text
		}
		found = append(found, who...)
		for i := at[4]; i < at[5]; i++ {
			rest[i] = ' '
		}
	}
	origin.Where = message.Text("scan/message", "commit", commit)
	return append(found, s.ScanText(label, rest, origin)...)
}
