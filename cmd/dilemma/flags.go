package main

import (
	"errors"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// flagError says in Dutch what is wrong with an option.
func flagError(cmd *cobra.Command, err error) error {
	var (
		unknown *pflag.NotExistError
		missing *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
		command = self() + " " + cmd.Name() + " --help"
	)
	switch {
	case errors.As(err, &unknown):
		return fail("fail/option", "option", dashes(unknown.GetSpecifiedName()), "help", command)
	case errors.As(err, &missing):
		return fail("fail/option-missing", "option", dashes(missing.GetSpecifiedName()), "help", command)
	case errors.As(err, &invalid):
		return fail("fail/option-invalid", "option", dashes(invalid.GetFlag().Name), "value", invalid.GetValue(), "help", command)
	}
	return fail("fail/option-other", "reason", err.Error(), "help", command)
}

// dashes writes an option as it is typed.
func dashes(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}
