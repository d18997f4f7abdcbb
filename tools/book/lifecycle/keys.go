package lifecycle

// Keys of the front matter that the program itself acts upon. What else a dilemma holds, data/canvas.yaml says.
const (
	Title          = "title"
	Date           = "date"
	Draft          = "draft"
	Provenance     = "herkomst"
	Themes         = "themas"
	Layer          = "bestuurslaag"
	Grounds        = "woo_gronden"
	Outcome        = "uitkomst"
	Categories     = "informatiecategorieen"
	Canvas         = "canvas" // holds the steps
	Consent        = "toestemming"
	SecondReader   = "tweede_lezer"
	ReviewedOn     = "herzien_op"
	ReviewBefore   = "herzien_voor"
	Commentary     = "commentaar" // holds InventedExpert and CommentedOn
	CommentedOn    = "datum"
	InventedExpert = "verzonnen"
	WhatIf         = "wat_als"
	Sources        = "bronnen"
	English        = "english" // holds Summary
	Summary        = "summary"
	SupersededBy   = "vervangen_door"
	Withdrawal     = "ingetrokken" // holds WithdrawnOn and Reason
	WithdrawnOn    = "datum"
	Reason         = "reden"
	Aliases        = "aliases"
)

// Kept are the keys that stay when the text of a withdrawn dilemma goes, in the order in which they are written: what its page shows, and what
// check asks of every file.
var Kept = []string{Title, Date, Draft, Provenance, Withdrawal}
