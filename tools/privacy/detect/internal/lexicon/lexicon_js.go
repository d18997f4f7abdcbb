package lexicon

// table is the content of lexicon.bin. A web page downloads it apart from the program, because it is as large as the program.
var table string

// Use sets the table: the content of lexicon.bin.
func Use(content string) { table = content }
