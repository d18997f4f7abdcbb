package message

// dutchBook holds the sentences on the state of the casebook, and on changing it.
var dutchBook = map[string]string{}
