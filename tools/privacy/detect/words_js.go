package detect

import "github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"

// UseWords gives the lexicon to a program in a page, which does not carry it: the content of internal/lexicon/lexicon.bin.
func UseWords(content string) { lexicon.Use(content) }
