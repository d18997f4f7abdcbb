//go:build js

package lexicon

// table is what lexicon.bin holds; a page fetches it beside the program, for it is as large again.
var table string

// Use gives the words: the content of lexicon.bin.
func Use(content string) { table = content }
