package forge

import "context"

// plain is a server that only stores branches. The user tells the editors by mail.
type plain struct{ *api }

func (plain) Kind() Kind { return Mail }

func (plain) Route(p Proposal) Route { return Route{Ref: "refs/heads/" + p.Branch(), Branch: true} }

func (plain) Open(context.Context, Proposal, Answer) Outcome { return Outcome{} }
