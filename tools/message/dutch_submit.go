package message

// dutchSubmit holds the sentences on carrying a dilemma to a merge request.
var dutchSubmit = map[string]string{}
