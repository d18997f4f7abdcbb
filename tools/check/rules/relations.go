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

// checkRelations looks at what only shows beside the other dilemmas of the book.
func (f *file) checkRelations() {
	f.checkTwin()
	if f.Front != nil {
		f.checkSuperseded()
		f.checkAliases()
	}
}

// checkTwin looks for a second dilemma with the same slug: a file beside a bundle, or a name that differs in capitals
// only, which is the same address on the site.
func (f *file) checkTwin() {
	slug := strings.ToLower(f.Slug)
	if slug == "" || strings.Contains(slug, "/") {
		return
	}
	for _, twin := range f.pages.twins(slug) {
		if twin != f.Path {
			f.add(bookDuplicateSlug, 0, 0, "", "slug", slug, "other", twin, "name", path.Base(f.Path))
		}
	}
}

// checkAliases looks whether the old addresses of a dilemma are free: Hugo would write one page over the other.
func (f *file) checkAliases() {
	aliases := f.Front.Get(lifecycle.Aliases)
	if aliases == nil {
		return
	}
	for i, a := range aliases.Items {
		reason := ""
		if !strings.HasPrefix(a.Text, "/") {
			reason = message.Text("alias/slash")
		} else if other := f.pages.holder(a.Text, f.Path); other != "" {
			reason = message.Text("alias/taken", "other", other)
		}
		if reason != "" && !a.Blank() {
			f.add(bookAlias, a.Start, a.End, lifecycle.Aliases+"."+strconv.Itoa(i), "alias", a.Text, "reason", reason)
		}
	}
}

// checkSuperseded follows the pointers from case to case until one has none.
func (f *file) checkSuperseded() {
	v := f.Front.Get(lifecycle.SupersededBy)
	if v == nil || v.Kind != casebook.String || v.Text == "" {
		return // a text of spaces is one, and Hugo writes it on the page
	}
	next := f.book.Lookup(v.Text)
	if next == nil {
		pairs := []string{"slug", v.Text}
		if s, ok := Suggest(v.Text, f.pages.slugs()); ok {
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
			return // a circle further on, which its own members report
		}
		chain = append(chain, next.Slug)
		target := next.Front.Get(lifecycle.SupersededBy)
		if target.Blank() {
			return
		}
		next = f.book.Lookup(target.Text)
	}
}
