package main

import (
	"errors"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// flagError turns an error of pflag about an option into a failure with a Dutch message.
func flagError(cmd *cobra.Command, err error) error {
	var (
		unknown *pflag.NotExistError
		missing *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
		command = commandPath(cmd) + " --help"
	)
	switch {
	case errors.As(err, &unknown):
		return fail("fail/option", "option", optionName(unknown.GetSpecifiedName()), "help", command)
	case errors.As(err, &missing):
		return fail("fail/option-missing", "option", optionName(missing.GetSpecifiedName()), "help", command)
	case errors.As(err, &invalid):
		return fail("fail/option-invalid", "option", optionName(invalid.GetFlag().Name), "value", invalid.GetValue(), "help", command)
	}
	return fail("fail/option-other", "reason", err.Error(), "help", command)
}

// optionName returns an option as the user types it, with its hyphens.
func optionName(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}
