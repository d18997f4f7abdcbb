//go:build !js

package message

// dutchProposing holds the sentences on which proposal a dilemma goes to, and what becomes of the others.
var dutchProposing = map[string]string{
	"submit/replaces": "Komt in de plaats van {number}.",
	"submit/replaced": "Dit voorstel gaat verder als {number}: {title}. Daarom is dit gesloten.",
}
