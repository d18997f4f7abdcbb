//go:build !review

package message

// rooms are the parts of the catalogue that the programs in web pages need. The others would make them larger.
var rooms = []map[string]string{dutchBook, dutchWord, dutchPrivacy, dutchWhy, dutchProposal}
