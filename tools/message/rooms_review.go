//go:build js && review

package message

// rooms are the parts of the catalogue that the program for the redactie needs (tools/site/wasm/proposal).
var rooms = []map[string]string{dutchBook, dutchWord, dutchPrivacy, dutchWhy, dutchProposal, dutchProposals, dutchReview, dutchScan, dutchCommand, dutchFix}
