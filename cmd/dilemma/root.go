package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// usage returns how to use a command. That of cobra itself is in English; and a template of ours would bring text/template along (see package fill).
func usage(c *cobra.Command) string {
	var b strings.Builder
	b.WriteString(message.Text("usage/line") + "\n  " + c.UseLine())
	part := func(id, text string) {
		b.WriteString("\n\n" + message.Text(id) + "\n" + strings.TrimRightFunc(text, unicode.IsSpace))
	}
	if c.HasAvailableSubCommands() {
		var lines strings.Builder
		for _, sub := range c.Commands() {
			if sub.IsAvailableCommand() {
				fmt.Fprintf(&lines, "  %-*s  %s\n", sub.NamePadding(), sub.Name(), sub.Short)
			}
		}
		part("usage/commands", lines.String())
	}
	if c.HasExample() {
		part("usage/example", c.Example)
	}
	if c.HasAvailableLocalFlags() {
		part("usage/options", c.LocalFlags().FlagUsages())
	}
	if c.HasAvailableInheritedFlags() {
		part("usage/every", c.InheritedFlags().FlagUsages())
	}
	if c.HasAvailableSubCommands() {
		b.WriteString("\n\n" + message.Text("usage/more", "command", c.CommandPath()))
	}
	return b.String() + "\n"
}

// help returns what a command does, and how to use it.
func help(c *cobra.Command) string {
	about := strings.TrimRightFunc(cmp.Or(c.Long, c.Short), unicode.IsSpace)
	if about == "" {
		return usage(c)
	}
	return about + "\n\n" + usage(c)
}

// examples returns the examples for the help of a command, one on each line, indented as cobra does.
func examples(name string) string {
	return "  " + strings.ReplaceAll(message.Text("example/"+name), "\n", "\n  ")
}

// commands make the commands that need no other one, by the name that the user types.
var commands = []struct {
	name string
	make func() *cobra.Command
}{
	{"init", newInit}, {"update", newUpdate}, {"new", newNew}, {"list", newList}, {"check", newCheck}, {"scan", newScan}, {"review", newReview},
	{"submit", newSubmit}, {"sync", newSync}, {"publish", newPublish}, {"withdraw", newWithdraw}, {"supersede", newSupersede}, {"import", newImport},
	{"export", newExport}, {"hooks", newHooks}, {"collect", newCollect}, {"serve", newServe}, {"build", newBuild}, {"schema", newSchema}, {"doctor", newDoctor},
}

// newRootFor returns the root for a command line. When that begins with the name of a command, the root has no more than that one: to make all of them takes
// longer than most commands look at a file.
func newRootFor(args []string, stdout, stderr io.Writer) *cobra.Command {
	for _, c := range commands {
		if len(args) > 0 && args[0] == c.name {
			root := newBareRoot(stdout, stderr)
			root.AddCommand(c.make())
			tidy(root)
			return root
		}
	}
	return newRoot(stdout, stderr)
}

// newRoot returns the root with all commands, and with what completes them.
func newRoot(stdout, stderr io.Writer) *cobra.Command {
	root := newBareRoot(stdout, stderr)
	for _, c := range commands {
		root.AddCommand(c.make())
	}
	root.InitDefaultHelpCmd()
	root.AddCommand(newCompletion(root), newMan(root))
	addCompletions(root)
	tidy(root)
	return root
}

// newBareRoot returns the root without commands.
func newBareRoot(stdout, stderr io.Writer) *cobra.Command {
	root := &cobra.Command{
		Use:           message.Text("use/dilemma"),
		Short:         message.Text("help/root"),
		Long:          message.Text("help/root.long"),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if asked, err := cmd.Flags().GetBool("version"); err != nil || asked {
				return errors.Join(err, printVersion(cmd.OutOrStdout()))
			}
			if len(args) == 0 {
				return cmd.Help()
			}
			return commandFailure(cmd, args[0])
		},
		SuggestionsMinimumDistance: 2,
		CompletionOptions:          cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.SetUsageFunc(func(c *cobra.Command) error { _, err := fmt.Fprint(c.OutOrStderr(), usage(c)); return err })
	root.SetHelpFunc(func(c *cobra.Command, _ []string) { fmt.Fprint(c.OutOrStdout(), help(c)) })
	root.SetFlagErrorFunc(flagError)
	root.PersistentFlags().BoolP("quiet", "q", false, message.Text("help/quiet"))
	root.Flags().Bool("version", false, message.Text("help/version"))
	root.SetHelpCommand(newHelp(root))
	return root
}

// tidy makes the help of the root and of its commands one.
func tidy(root *cobra.Command) {
	for _, c := range append(root.Commands(), root) {
		c.DisableFlagsInUseLine = true
		c.InitDefaultHelpFlag()
		c.LocalFlags().VisitAll(func(f *pflag.Flag) { f.DefValue = noDefault[f.Value.Type()] }) // its usage text names the default in Dutch
		if help := c.Flags().Lookup("help"); help != nil {
			help.Usage = message.Text("help/flag")
		}
	}
}

// newHelp returns the command help, which shows the help of the root or of another command.
func newHelp(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use: message.Text("use/help"), Short: message.Text("help/help"), Long: message.Text("help/help.long"), Example: examples("help"),
		RunE: func(cmd *cobra.Command, args []string) error {
			target, _, err := root.Find(args)
			if err != nil || target == root && len(args) > 0 {
				return commandFailure(root, strings.Join(args, " "))
			}
			return target.Help()
		},
	}
}

// unknownCommand returns the failure that the first argument is no command; nil when it is one, or when there is none. Asked for the help of a command that
// it does not know, cobra shows that of the root, as if all were well.
func unknownCommand(root *cobra.Command, args []string) error {
	target, rest, err := root.Find(args)
	if err != nil || target != root {
		return nil
	}
	for _, arg := range rest {
		if arg == "--" || strings.HasPrefix(arg, "__complete") {
			return nil
		}
		if !strings.HasPrefix(arg, "-") {
			return commandFailure(root, arg)
		}
	}
	return nil
}

// commandFailure returns the failure that there is no command with a name.
func commandFailure(root *cobra.Command, name string) error {
	if near := root.SuggestionsFor(name); len(near) > 0 {
		return fail("fail/command-near", "command", name, "near", near[0])
	}
	return fail("fail/command", "command", name)
}

// commandPath returns how the user runs a command.
func commandPath(cmd *cobra.Command) string {
	_, rest, _ := strings.Cut(cmd.CommandPath(), " ")
	return strings.TrimSpace(programName() + " " + rest)
}

// noDefault holds, by type of flag, the default value that pflag leaves out of the help; for other types that is the empty text.
var noDefault = map[string]string{"int": "0", "stringSlice": "[]", "stringArray": "[]"}

// findRoot returns the root of the book: the working directory or the nearest folder above it that holds a hugo.toml. That of another site is no book: the product
// would make it look like one.
func findRoot() (string, error) {
	root, err := findSettings()
	if err == nil && isOtherSite(root) {
		return "", fail("fail/other-site", "dir", root, "command", programName())
	}
	return root, err
}

// findSettings returns the working directory or the nearest folder above it that holds a hugo.toml, of whatever site.
func findSettings() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	dir = filepath.Clean(dir) // PWD may hold dots
	for at := dir; ; {
		if _, err := os.Stat(filepath.Join(at, "hugo.toml")); err == nil {
			return at, nil
		}
		up := filepath.Dir(at)
		if up == at {
			return "", fail("fail/root", "dir", dir)
		}
		at = up
	}
}

// readSettings reads hugo.toml.
func readSettings(root string) (*settings.Settings, error) {
	cfg, err := settings.Load(casebook.DirFS(root))
	var syntax *settings.SyntaxError
	if errors.As(err, &syntax) {
		return nil, fail("fail/config", "reason", syntax.Message)
	}
	return cfg, err
}

// programName returns how the user runs this program, for the commands in messages.
func programName() string {
	if exe, err := os.Executable(); err == nil && strings.Contains(filepath.ToSlash(exe), "/go-build") {
		return "go run ./cmd/dilemma"
	}
	return "dilemma"
}

// textOrJSON are the values of --format of commands that print for people or for programs.
var textOrJSON = []string{"text", "json"}

// checkOption returns a failure when the value of an option is not one of the words.
func checkOption[T ~string](option, value string, words []T) error {
	var all []string
	for _, w := range words {
		if value == string(w) {
			return nil
		}
		all = append(all, string(w))
	}
	return fail("fail/option-value", "option", option, "value", value, "words", strings.Join(all, ", "))
}

// exactArgs requires n arguments. The message with this ID says what they are for.
func exactArgs(n int, id string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != n {
			return fail(id, "n", fmt.Sprint(len(args)), "command", commandPath(cmd))
		}
		return nil
	}
}
