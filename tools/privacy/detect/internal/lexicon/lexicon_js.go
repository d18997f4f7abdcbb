package lexicon

// table is that of lexicon.bin. A web page downloads the words apart from the program, because they are as large as the program.
var table string

// Use makes the table of the content of words.bin.
func Use(packed string) {
	made, _ := Build(Unpack(packed))
	table = string(made)
}
