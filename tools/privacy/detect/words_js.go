package detect

import "github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"

// UseWords sets the lexicon, the content of internal/lexicon/lexicon.bin. A program in a web page must call it before Scan, because
// the page downloads the lexicon apart from the program.
func UseWords(content string) { lexicon.Use(content) }
