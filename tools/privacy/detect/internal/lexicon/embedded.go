//go:build !js

package lexicon

import _ "embed"

// The table is read in place, so that a start costs nothing: slots of four bytes, little-endian, probed one after another. An empty
// slot is zero. A word that is not in it is taken for one that is about once in 50,000 times.
//
//go:embed lexicon.bin
var table string
