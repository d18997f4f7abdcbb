package message

// dutchReview holds the sentences on what a merge request changes.
var dutchReview = map[string]string{}
