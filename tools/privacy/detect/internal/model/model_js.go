package model

// weights is the content of weights.bin. A web page downloads it apart from the program, together with the lexicon.
var weights string

// Use sets the weights: the content of weights.bin.
func Use(content string) { weights = content }
