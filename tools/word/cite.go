package word

import (
	"regexp"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
)

// citation is a provision of a law, such as article 5.1, paragraph 2, letter e. Paragraph and letter may be empty.
type citation struct{ article, paragraph, letter string }

// How lawyers name a provision: "5.1.2e", "5.1.2.e", "art. 5.1, tweede lid, aanhef en onder e", "artikel 5.1 lid 1 sub c en d Woo".
var (
	citeArticle = lazy.Regexp(`(?i)^\s*(?:(?:artikel(?:en)?|artt?\.?)\s*)?(\d{1,2}[.:]\d{1,2})`)
	citeJoined  = lazy.Regexp(`(?i)^\.(\d)([a-z])\b`)
	citeNumber  = lazy.Regexp(`(?i)^(?:\s?[.:-](\d)\b|\s?\((\d)\))`)
	citeLid     = lazy.Regexp(`(?i)^[\s,;]*(?:(?:en|of|/|&|\+)\s*)?(?:het\s+)?(?:lid\s+(\d|een|één|twee|drie|vier|vijf)\b|(eerste|tweede|derde|vierde|vijfde|[1-9])(?:e|ste|de)?\s+lid\b)`)
	citeLetter  = lazy.Regexp(`(?i)^[\s,.(-]*(?:(?:en\s+)?(?:de\s+)?aanhef\s+(?:en\s+)?)?(?:(?:onder(?:deel)?|sub|letter|ond|lit)\.?\s+)?\(?([a-z])\b[°)]?`)
	citeMore    = lazy.Regexp(`(?i)^[\s.]*(,|;|/|&|\+|en/of|en|of|t/m|tot\s+en\s+met|-)\s*(?:(?:en|of)\s+)?(?:(?:onder(?:deel)?|sub|letter)\.?\s+)?\(?([a-z])\b[°)]?`)
	citeLaw     = lazy.Regexp(`(?i)^[\s,.]*(?:van\s+)?(?:de\s+)?(?:woo|wet\s+open\s+overheid)\b\.?`)
	citeAny     = lazy.Regexp(`(?i)(?:\b(?:artikel(?:en)?|artt?\.?)\s*)?\b\d{1,2}[.:]\d{1,2}\b`)
)

var lidNumbers = map[string]string{"een": "1", "één": "1", "twee": "2", "drie": "3", "vier": "4", "vijf": "5", "eerste": "1", "tweede": "2", "derde": "3", "vierde": "4", "vijfde": "5"}

// citations reads the provisions of one article at the start of a text, and returns how many bytes name them; 0 for none.
func citations(text string) (all []citation, size int) {
	r := &citeReader{text: text}
	at := r.next(citeArticle())
	if at == nil {
		return nil, 0
	}
	article := strings.Replace(at[1], ":", ".", 1)
	if at = r.next(citeJoined()); at != nil {
		r.add(article, at[1], at[2])
	} else if at = r.next(citeNumber()); at != nil {
		r.letters(article, at[1]+at[2])
	}
	for at = r.next(citeLid()); at != nil; at = r.next(citeLid()) {
		lid := strings.ToLower(at[1] + at[2])
		if number := lidNumbers[lid]; number != "" {
			lid = number
		}
		r.letters(article, lid)
	}
	if r.all == nil {
		r.all = []citation{{article: article}}
	}
	r.next(citeLaw())
	return r.all, r.at
}

type citeReader struct {
	text string
	at   int // how far it is read
	all  []citation
}

// maxCitation is how far a name of a provision may reach, in bytes.
const maxCitation = 300

// next reads what matches, and returns its groups.
func (r *citeReader) next(form *regexp.Regexp) []string {
	rest := r.text[r.at:]
	at := form.FindStringSubmatch(rest[:min(len(rest), maxCitation)])
	if at != nil {
		r.at += len(at[0])
	}
	return at
}

// letters reads those below a paragraph, or adds the paragraph itself.
func (r *citeReader) letters(article, paragraph string) {
	at := r.next(citeLetter())
	if at == nil {
		r.all = append(r.all, citation{article: article, paragraph: paragraph})
		return
	}
	r.add(article, paragraph, at[1])
}

// add adds a letter and those that follow it.
func (r *citeReader) add(article, paragraph, letter string) {
	letter = strings.ToLower(letter)
	r.all = append(r.all, citation{article, paragraph, letter})
	for at := r.next(citeMore()); at != nil; at = r.next(citeMore()) {
		to := strings.ToLower(at[2])
		if join := strings.ToLower(at[1]); join == "-" || strings.HasPrefix(join, "t") {
			for l := letter[0] + 1; l < to[0]; l++ {
				r.all = append(r.all, citation{article, paragraph, string(rune(l))})
			}
		}
		letter = to
		r.all = append(r.all, citation{article, paragraph, letter})
	}
}
