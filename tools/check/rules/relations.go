package rules

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// checkRelations checks a dilemma against the other dilemmas of the book.
func (f *file) checkRelations() {
	f.checkDuplicateSlug()
	if f.Front != nil {
		f.checkSuperseded()
		f.checkAliases()
	}
}

// checkDuplicateSlug finds a second dilemma with the same address: a file beside a bundle, or a name that differs only in capitals. Of a published dilemma and a concept
// only the concept has it: on the site there is one.
func (f *file) checkDuplicateSlug() {
	slug := strings.ToLower(f.Slug)
	if slug == "" || strings.Contains(slug, "/") {
		return
	}
	for _, twin := range f.pages.filesOf(slug) {
		if twin != f.Path && (f.concept() || !lifecycle.IsDraft(f.book.File(twin).Front)) {
			f.add(bookDuplicateSlug, 0, 0, "", "slug", slug, "other", twin, "name", path.Base(f.Path))
		}
	}
}

// checkAliases checks that no other page has an old address of the dilemma: Hugo would overwrite one page with the other.
func (f *file) checkAliases() {
	aliases := f.Front.Get(lifecycle.Aliases)
	if aliases == nil {
		return
	}
	for i, a := range aliases.Items {
		reason := ""
		if !strings.HasPrefix(a.Text, "/") {
			reason = message.Text("alias/slash")
		} else if other := f.pages.takenBy(a.Text, f.Path); other != "" {
			reason = message.Text("alias/taken", "other", other)
		}
		if reason != "" && !a.Blank() {
			f.add(bookAlias, a.Start, a.End, lifecycle.Aliases+"."+strconv.Itoa(i), "alias", a.Text, "reason", reason)
		}
	}
}

// checkSuperseded follows vervangen_door from case to case. It finds a pointer to a case that does not exist, and a circle.
func (f *file) checkSuperseded() {
	v := f.Front.Get(lifecycle.SupersededBy)
	if v == nil || v.Kind != casebook.String || v.Text == "" {
		return // a text of only spaces is checked: Hugo shows it on the page
	}
	next := f.book.Lookup(v.Text)
	if next == nil {
		pairs := []string{"slug", v.Text}
		if s, ok := f.suggestSlug(v.Text); ok {
			f.addHint(bookSuperseded, place{v.Start, v.End, lifecycle.SupersededBy}, didYouMean(s), pairs...)
			return
		}
		f.add(bookSuperseded, v.Start, v.End, lifecycle.SupersededBy, pairs...)
		return
	}
	chain := []string{f.Slug}
	for next != nil {
		if next.Slug == f.Slug {
			chain = append(chain, f.Slug)
			f.add(bookCircle, v.Start, v.End, lifecycle.SupersededBy, "chain", strings.Join(chain, " → "))
			return
		}
		if slices.Contains(chain, next.Slug) {
			return // a circle further on, which the checks of its own cases report
		}
		chain = append(chain, next.Slug)
		target := next.Front.Get(lifecycle.SupersededBy)
		if target.Blank() {
			return
		}
		next = f.book.Lookup(target.Text)
	}
}
