//go:build !js

package message

// rooms are the parts of the catalogue beside dutch and dutchRules.
var rooms = []map[string]string{dutchCommand, dutchSubmit, dutchReview, dutchBook, dutchWord, dutchInit, dutchNew, dutchUpdate, dutchUsage, dutchPrivacy, dutchWhy, dutchScan, dutchManners, dutchDoctor, dutchData, dutchCollect, dutchGit, dutchFix, dutchProposing, dutchProposals, dutchProposal, dutchSync, dutchReceived}
