package message

// dutchWhy says in a line, for each rule of package detect, why it takes a value for personal data. The line completes "Waarom: ".
var dutchWhy = map[string]string{}
