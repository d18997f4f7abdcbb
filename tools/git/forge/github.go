package forge

import "context"

// gitHub is GitHub. With a token it opens a pull request through the API, without one it returns the page on which the user opens it. Source:
// https://docs.github.com/rest/pulls/pulls.
type gitHub struct{ *api }

func (gitHub) Kind() Kind { return GitHub }

func (gitHub) Route(p Proposal) Route { return Route{Ref: "refs/heads/" + p.Branch(), Branch: true} }

func (g gitHub) Open(ctx context.Context, p Proposal, _ Answer) Outcome { return g.open(ctx, p) }
