package main

import (
	"io"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/list"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/review"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/allowlist"
)

// shells are those for which there is a script, in the order in which the help names them.
var shells = []string{"bash", "zsh", "fish", "powershell"}

func newCompletion(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:     message.Text("use/completion"),
		Short:   message.Text("help/completion"),
		Long:    message.Text("help/completion.long"),
		Example: examples("completion"),
		Args:    exactArgs(1, "fail/shell"),
		RunE: func(cmd *cobra.Command, args []string) error {
			write := map[string]func(io.Writer) error{
				"bash":       func(w io.Writer) error { return root.GenBashCompletionV2(w, true) },
				"zsh":        root.GenZshCompletion,
				"fish":       func(w io.Writer) error { return root.GenFishCompletion(w, true) },
				"powershell": root.GenPowerShellCompletionWithDesc,
			}[args[0]]
			if write == nil {
				return fail("fail/shell-unknown", "shell", args[0], "words", strings.Join(shells, ", "))
			}
			return write(cmd.OutOrStdout())
		},
		ValidArgsFunction: first(fixed(shells)),
	}
}

// source gives the words from which somebody chooses. What goes wrong gives none: who types is not to be told of it now.
type source func() []cobra.Completion

// fixed gives the same words always.
func fixed[T ~string](all []T) source {
	return func() []cobra.Completion {
		var found []cobra.Completion
		for _, word := range all {
			found = append(found, string(word))
		}
		return found
	}
}

// words completes by a word of a source, and never by the name of a file.
func words(from source) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return from(), cobra.ShellCompDirectiveNoFileComp
	}
}

// first completes the first argument by a word of a source, and no other.
func first(from source) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return from(), cobra.ShellCompDirectiveNoFileComp
	}
}

// listOf completes the value of an option that takes words with commas between them.
func listOf(from source) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		before := typed[:strings.LastIndex(typed, ",")+1]
		found := from()
		for i := range found {
			found[i] = before + found[i]
		}
		return found, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}

// files completes by the names of files with one of these endings.
func files(endings ...string) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return endings, cobra.ShellCompDirectiveFilterFileExt
	}
}

func folders(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}

// anyFile leaves it to the shell.
func anyFile(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveDefault
}

// slugs gives the dilemmas of the book with their titles.
func slugs() []cobra.Completion {
	root, err := findRoot()
	if err != nil {
		return nil
	}
	book := casebook.Open(casebook.DirFS(root))
	all := book.Slugs()
	found := make([]cobra.Completion, len(all))
	casebook.Parallel(len(all), func(i int) {
		found[i] = cobra.CompletionWithDesc(all[i], report.Safe(lifecycle.Text(book.Lookup(all[i]).Front, "title")))
	})
	return found
}

// terms gives the words of the vocabulary of a key in the front matter, with their labels.
func terms(key string) source {
	return func() []cobra.Completion {
		where, err := findWorkplace()
		if err != nil {
			return nil
		}
		def, err := canvas.Load(where.files())
		if err != nil {
			return nil
		}
		field := def.Root.Child(key)
		if field == nil || field.Vocabulary == nil {
			return nil
		}
		var found []cobra.Completion
		for _, w := range field.Vocabulary.Terms {
			found = append(found, cobra.CompletionWithDesc(w.Key, w.Label))
		}
		return found
	}
}

// states gives the states of a dilemma.
func states() []cobra.Completion {
	var found []cobra.Completion
	for _, s := range list.States {
		found = append(found, list.Label(s))
	}
	return found
}

// ruleIDs gives the rules, with what they require.
func ruleIDs() []cobra.Completion {
	var found []cobra.Completion
	for _, r := range rules.Rules {
		found = append(found, cobra.CompletionWithDesc(r.ID, r.Explanation().What))
	}
	return found
}

// ruleOrFile completes what stands behind check: with --rules a rule, and else a file.
func ruleOrFile(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if asked, err := cmd.Flags().GetBool("rules"); err == nil && asked {
		return words(ruleIDs)(cmd, args, typed)
	}
	return anyFile(cmd, args, typed)
}

// branches gives the branches of the clone, those on servers too.
func branches() []cobra.Completion {
	root, err := findRoot()
	if err != nil {
		return nil
	}
	repository, err := repo.Open(root)
	if err != nil {
		return nil
	}
	defer repository.Close()
	refs, err := repository.Store.IterReferences()
	if err != nil {
		return nil
	}
	var found []cobra.Completion
	_ = refs.ForEach(func(ref *plumbing.Reference) error {
		name := ref.Name()
		if (name.IsBranch() || name.IsRemote()) && ref.Type() == plumbing.HashReference {
			found = append(found, name.Short())
		}
		return nil
	})
	return found
}

// proposals gives the numbers of the open proposals that the clone knows, and the branches of proposals, as review and `serve --proposal` take them. A number has
// no sign before it: # begins a comment in a shell.
func proposals() []cobra.Completion {
	root, err := findRoot()
	if err != nil {
		return nil
	}
	var found []cobra.Completion
	for _, name := range proposal.Names(root) {
		found = append(found, name[1:])
	}
	for _, branch := range branches() {
		if at := strings.Index(branch, "dilemma/"); at >= 0 && !slices.Contains(found, branch[at:]) {
			found = append(found, branch[at:])
		}
	}
	return found
}

// addCompletions tells how the arguments and the values of the options of each command are completed. An option that is not here takes a text of the user.
func addCompletions(root *cobra.Command) {
	text := cobra.NoFileCompletions
	arguments := map[string]cobra.CompletionFunc{
		"check": ruleOrFile, "scan": anyFile, "import": files("docx", "odt"), "hooks": first(fixed([]string{"install"})),
		"submit": first(slugs), "publish": first(slugs), "withdraw": first(slugs), "supersede": first(slugs), "export": first(slugs),
		"man": folders, "init": folders, "review": first(proposals),
		"help": first(func() []cobra.Completion {
			var found []cobra.Completion
			for _, c := range root.Commands() {
				if c.IsAvailableCommand() {
					found = append(found, cobra.CompletionWithDesc(c.Name(), c.Short))
				}
			}
			return found
		}),
	}
	options := map[string]cobra.CompletionFunc{
		"check --format": words(fixed(report.Formats)), "scan --format": words(fixed(report.Formats)), "list --format": words(fixed(list.Formats)),
		"review --format": words(fixed(review.Formats)), "submit --format": words(fixed(textOrJSON)), "build --format": words(fixed(textOrJSON)),
		"doctor --format": words(fixed(textOrJSON)), "update --format": words(fixed(textOrJSON)), "check --fail-on": words(fixed(finding.Severities)), "scan --fail-on": words(fixed(finding.Severities)),
		"check --since": words(branches), "serve --proposal": words(proposals), "supersede --by": words(slugs), "scan --kind": words(fixed(allowlist.Kinds)),
		"list --state": listOf(states), "list --sort": words(fixed(list.Orders)), "build --destination": folders,
		"scan --names": anyFile, "submit --from": anyFile, "export --to": anyFile, "import --to": anyFile,
		"new --resume": words(slugs), "new --answers": files("yaml", "yml", "json"),
	}
	for _, t := range listTerms {
		options["list --"+t.option] = listOf(terms(t.key))
	}
	for _, c := range root.Commands() {
		if f := arguments[c.Name()]; f != nil {
			c.ValidArgsFunction = f
		} else if c.ValidArgsFunction == nil {
			c.ValidArgsFunction = text
		}
		c.Flags().VisitAll(func(f *pflag.Flag) {
			complete := options[c.Name()+" --"+f.Name]
			if complete == nil {
				complete = text
			}
			_ = c.RegisterFlagCompletionFunc(f.Name, complete) // fails only for an option that has one already
		})
	}
}

// plainDescriptions takes the marks away that name the value of an option in its description: a completion shows the description as it is.
func plainDescriptions(root *cobra.Command) {
	for _, c := range append(root.Commands(), root) {
		for _, flags := range []*pflag.FlagSet{c.Flags(), c.PersistentFlags()} {
			flags.VisitAll(func(f *pflag.Flag) { f.Usage = strings.ReplaceAll(f.Usage, "`", "") })
		}
	}
}
