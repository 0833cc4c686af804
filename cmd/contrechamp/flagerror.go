package main

import (
	"errors"

	"github.com/spf13/pflag"

	"github.com/contrechamp/contrechamp"
)

// flagError puts what is wrong with a flag into a sentence that has French.
func flagError(err error) error {
	var unknown *pflag.NotExistError
	var lacks *pflag.ValueRequiredError
	var wrong *pflag.InvalidValueError
	var odd *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &unknown):
		return contrechamp.Invalid("there is no flag {flag}", "flag", dashed(unknown.GetSpecifiedName()))
	case errors.As(err, &lacks):
		return contrechamp.Invalid("the flag {flag} needs a value", "flag", dashed(lacks.GetSpecifiedName()))
	case errors.As(err, &wrong):
		return contrechamp.Invalid(`"{value}" is no value of the flag --{flag}, which takes {type}`, "value", wrong.GetValue(), "flag", wrong.GetFlag().Name, "type", wrong.GetFlag().Value.Type())
	case errors.As(err, &odd):
		return contrechamp.Invalid("{flag} is written like no flag", "flag", odd.GetSpecifiedFlag())
	}
	return err
}

func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}
