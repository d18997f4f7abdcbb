package rules

import (
	"bytes"
	"slices"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
)

//go:generate go run ./generate

// Rule is a requirement that a file must meet. Its texts are in the message catalogue, under its ID.
type Rule struct {
	ID       string
	Severity finding.Severity
	// StopsSite is set when Hugo can't build the site while a file breaks the rule.
	StopsSite bool
}

// Page returns the address of the page of the rule on the site.
func (r Rule) Page() string { return "/meedoen/regels/" + r.slug() + "/" }

func (r Rule) slug() string { return strings.ReplaceAll(r.ID, "/", "-") }

// Rules lists every rule, in the order in which a file is read.
var Rules = []Rule{
	fileUnreadable, fileTooLarge, fileTooMuch, fileTooMany, fileEmpty, fileBinary, fileEncoding, fileControlCharacter, fileInvisible, fileByteOrderMark,
	fileLineEndings, fileName, filePlace,
	frontMatterMissing, frontMatterFormat, frontMatterUnclosed, frontMatterSyntax, frontMatterDuplicateKey,
	frontMatterAlias, frontMatterTag, frontMatterTab, frontMatterAmbiguous, frontMatterComment,
	canvasRequired, canvasEmpty, canvasUnknownKey, canvasType, canvasTooFew, canvasTerm, canvasRepeated,
	dateInvalid, dateImplausible, dateOrder, dateFuture, dateReview,
	publishConsent, publishSecondReader, publishInventedReview, publishInventedCommentary, publishBeforeBook,
	lawOutside, lawNotYet,
	bodyHeading, bodyLink, bodyReference, linkUnsafe, bodyImage, bodyHTML, bodyShortcode, pageKey,
	bookDuplicateSlug, bookSuperseded, bookCircle, bookAlias,
	canvasOneSided, canvasSameCells,
	questionHow, questionVerb, questionLength, questionComma, questionMark,
	languageSentence, languagePlain, languageAbbreviation,
	personalNaam, personalBsn, personalIban, personalTelefoon, personalEMail, personalPostcode, personalAdres,
	personalKenteken, personalGeboortedatum, personalIp, personalUrlProfiel, personalKvk, personalZaaknummer, personalCoordinaten,
	personalBetaalpas, personalPersoonsnummer, personalInloggegeven, personalApparaat,
	personalOrganisatie, personalPlaats, personalFunctiePlaats, personalBijzonder, personalBestandsmetadata, personalGitIdentiteit,
	personalUnreadable, personalAllow,
	definitionBroken, configSyntax, configUnknown, configValue, themeContrast, themeToken, trustChanged,
}

var (
	fileUnreadable = Rule{"file/unreadable", finding.Error, true}
	fileTooLarge   = Rule{"file/too-large", finding.Error, true}
	// What is not searched is not published.
	fileTooMuch          = Rule{"file/too-much", finding.Error, true}
	fileTooMany          = Rule{"file/too-many", finding.Error, false}
	fileEmpty            = Rule{"file/empty", finding.Error, true}
	fileBinary           = Rule{"file/binary", finding.Error, true}
	fileEncoding         = Rule{"file/encoding", finding.Error, true}
	fileControlCharacter = Rule{"file/control-character", finding.Error, true}
	fileInvisible        = Rule{"file/invisible", finding.Error, false}
	fileByteOrderMark    = Rule{"file/bom", finding.Warning, false}
	fileLineEndings      = Rule{"file/line-endings", finding.Warning, false}
	fileName             = Rule{"file/name", finding.Error, false}
	filePlace            = Rule{"file/place", finding.Error, false}

	frontMatterMissing      = Rule{"frontmatter/missing", finding.Error, true}
	frontMatterFormat       = Rule{"frontmatter/format", finding.Error, true}
	frontMatterUnclosed     = Rule{"frontmatter/unclosed", finding.Error, true}
	frontMatterSyntax       = Rule{"frontmatter/syntax", finding.Error, true}
	frontMatterDuplicateKey = Rule{"frontmatter/duplicate-key", finding.Error, true}
	// YAML parsers disagree on anchors, explicit tags and tabs, and Hugo uses another parser than this program.
	frontMatterAlias     = Rule{"frontmatter/alias", finding.Error, true}
	frontMatterTag       = Rule{"frontmatter/tag", finding.Error, true}
	frontMatterTab       = Rule{"frontmatter/tab", finding.Error, true}
	frontMatterAmbiguous = Rule{"frontmatter/ambiguous", finding.Error, true}

	frontMatterComment = Rule{"frontmatter/comment", finding.Error, false}

	canvasRequired   = Rule{"canvas/required", finding.Error, false}
	canvasEmpty      = Rule{"canvas/empty", finding.Error, false}
	canvasUnknownKey = Rule{"canvas/unknown-key", finding.Error, false}
	canvasType       = Rule{"canvas/type", finding.Error, true}
	canvasTooFew     = Rule{"canvas/too-few", finding.Error, false}
	canvasTerm       = Rule{"canvas/term", finding.Error, false}
	canvasRepeated   = Rule{"canvas/repeated", finding.Warning, false}

	dateInvalid     = Rule{"date/invalid", finding.Error, true}
	dateImplausible = Rule{"date/implausible", finding.Error, false}
	dateOrder       = Rule{"date/order", finding.Error, false}
	dateFuture      = Rule{"date/future", finding.Error, false}
	dateReview      = Rule{"date/review", finding.Warning, false}

	publishConsent      = Rule{"publish/consent", finding.Error, false}
	publishSecondReader = Rule{"publish/second-reader", finding.Error, false}
	// An invented dilemma claims nothing that did not happen.
	publishInventedReview     = Rule{"publish/invented-review", finding.Error, false}
	publishInventedCommentary = Rule{"publish/invented-commentary", finding.Error, false}
	publishBeforeBook         = Rule{"publish/before-book", finding.Warning, false}

	lawOutside = Rule{"law/outside", finding.Error, false}
	lawNotYet  = Rule{"law/not-yet", finding.Error, false}

	bodyHeading   = Rule{"body/heading", finding.Error, false}
	bodyLink      = Rule{"body/link", finding.Error, true}
	bodyReference = Rule{"body/reference", finding.Error, false}
	linkUnsafe    = Rule{"link/unsafe", finding.Error, false}
	bodyImage     = Rule{"body/image-alt", finding.Error, false}
	bodyHTML      = Rule{"body/html", finding.Error, false}
	bodyShortcode = Rule{"body/shortcode", finding.Error, true}
	pageKey       = Rule{"page/key", finding.Error, false}

	bookDuplicateSlug = Rule{"book/duplicate-slug", finding.Error, true}
	bookSuperseded    = Rule{"book/superseded", finding.Error, false}
	bookCircle        = Rule{"book/circle", finding.Error, false}
	bookAlias         = Rule{"book/alias", finding.Error, true}

	canvasOneSided  = Rule{"canvas/one-sided", finding.Hint, false}
	canvasSameCells = Rule{"canvas/same-cells", finding.Hint, false}

	questionHow    = Rule{"question/how", finding.Hint, false}
	questionVerb   = Rule{"question/verb", finding.Hint, false}
	questionLength = Rule{"question/length", finding.Hint, false}
	questionComma  = Rule{"question/comma", finding.Hint, false}
	questionMark   = Rule{"question/mark", finding.Hint, false}

	languageSentence     = Rule{"language/sentence", finding.Hint, false}
	languagePlain        = Rule{"language/plain", finding.Hint, false}
	languageAbbreviation = Rule{"language/abbreviation", finding.Hint, false}

	// Personal data. The severity is that of a value that a checksum or the words around it confirm. A value that only has the right shape is a
	// warning.
	personalNaam             = Rule{"personal/naam", finding.Error, false}
	personalBsn              = Rule{"personal/bsn", finding.Error, false}
	personalIban             = Rule{"personal/iban", finding.Error, false}
	personalTelefoon         = Rule{"personal/telefoon", finding.Error, false}
	personalEMail            = Rule{"personal/e-mail", finding.Error, false}
	personalPostcode         = Rule{"personal/postcode", finding.Error, false}
	personalAdres            = Rule{"personal/adres", finding.Error, false}
	personalKenteken         = Rule{"personal/kenteken", finding.Error, false}
	personalGeboortedatum    = Rule{"personal/geboortedatum", finding.Error, false}
	personalIp               = Rule{"personal/ip", finding.Error, false}
	personalUrlProfiel       = Rule{"personal/url-profiel", finding.Error, false}
	personalKvk              = Rule{"personal/kvk", finding.Error, false}
	personalZaaknummer       = Rule{"personal/zaaknummer", finding.Error, false}
	personalCoordinaten      = Rule{"personal/coordinaten", finding.Error, false}
	personalBetaalpas        = Rule{"personal/betaalpas", finding.Error, false}
	personalPersoonsnummer   = Rule{"personal/persoonsnummer", finding.Error, false}
	personalInloggegeven     = Rule{"personal/inloggegeven", finding.Error, false}
	personalApparaat         = Rule{"personal/apparaat", finding.Error, false}
	personalOrganisatie      = Rule{"personal/organisatie", finding.Warning, false}
	personalPlaats           = Rule{"personal/plaats", finding.Warning, false}
	personalFunctiePlaats    = Rule{"personal/functie-plaats", finding.Warning, false}
	personalBijzonder        = Rule{"personal/bijzonder", finding.Warning, false}
	personalBestandsmetadata = Rule{"personal/bestandsmetadata", finding.Error, false}
	personalGitIdentiteit    = Rule{"personal/git-identiteit", finding.Warning, false}
	personalUnreadable       = Rule{"personal/unreadable", finding.Warning, false}
	personalAllow            = Rule{"personal/allow", finding.Error, false}

	definitionBroken = Rule{"definition/broken", finding.Error, true}
	configSyntax     = Rule{"config/syntax", finding.Error, true}
	configUnknown    = Rule{"config/unknown", finding.Error, false}
	configValue      = Rule{"config/value", finding.Error, false}

	themeContrast = Rule{"theme/contrast", finding.Error, false}
	themeToken    = Rule{"theme/token", finding.Warning, false}

	trustChanged = Rule{"trust/changed", finding.Warning, false}
)

// personalRules are the rules on personal data, by the kind of data; the rules on searching itself are among them, by the last part of their ID.
var personalRules = func() map[string]Rule {
	rules := map[string]Rule{}
	for _, r := range Rules {
		if kind, ok := strings.CutPrefix(r.ID, "personal/"); ok {
			rules[kind] = r
		}
	}
	return rules
}()

// StopsSite reports whether Hugo can't build the site while a finding stands.
func (c *Checker) StopsSite(f finding.Finding) bool {
	r, _ := ruleOf(f.Rule)
	return r.StopsSite
}

// StopsPublishing reports whether the site must not be published while a finding stands: an error in what is published, or one at which Hugo stops. What a build
// leaves out (Concept) stops nothing.
func (c *Checker) StopsPublishing(f finding.Finding) bool {
	return (f.Severity == finding.Error || c.StopsSite(f)) && c.Concept(f) == ""
}

// Concept returns the path of the concept in which a finding stands, or beside which; "" when it stands elsewhere. Of a file that nobody can read it is enough that its
// first lines say that it is one: nothing of a concept is published, so who is wrong about that publishes nothing.
func (c *Checker) Concept(f finding.Finding) string {
	page := f.File
	if bundle := c.book.BundleOf(page); bundle != "" {
		page = bundle
	}
	if !isDilemma(page) || !strings.HasPrefix(page, casebook.Dir+"/") {
		return ""
	}
	source := c.book.File(page)
	if lifecycle.IsDraft(source.Front) || source.Front == nil && saysDraft(source.Source) {
		return page
	}
	return ""
}

// draftLine matches the line by which a file says that it is a concept.
var draftLine = lazy.Regexp(`(?m)^draft:[ \t]*true[ \t]*(?:#.*)?\r?$`)

// saysDraft reports whether front matter that can't be read says once, and nowhere otherwise, that the file is a concept.
func saysDraft(source []byte) bool {
	front := source
	if rest, opened := bytes.CutPrefix(bytes.TrimPrefix(source, []byte("\ufeff")), []byte("---")); opened {
		front, _, _ = bytes.Cut(rest, []byte("\n---"))
	}
	return len(draftLine().FindAll(front, 2)) == 1 && bytes.Count(bytes.ToLower(front), []byte("draft")) == 1
}

// ruleOf returns the rule with this ID, and whether there is one.
func ruleOf(id string) (Rule, bool) {
	if i := slices.IndexFunc(Rules, func(r Rule) bool { return r.ID == id }); i >= 0 {
		return Rules[i], true
	}
	return Rule{}, false
}
