package detect

import (
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/model"
)

// UseWords sets the weights of the model and the lexicon: the content of internal/model/weights.bin and of internal/lexicon/words.bin, one behind the
// other. A program in a web page must call it before Scan, because the page downloads them apart from the program.
func UseWords(content string) {
	model.Use(content[:model.Size])
	lexicon.Use(content[model.Size:])
}
