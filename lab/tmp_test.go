package lab

import "testing"

func statChecks(t *testing.T) []check       { return nil }
func subgroupChecks(t *testing.T) []check   { return nil }
func hillstromChecks(t *testing.T) []check  { return nil }
func hackenburgChecks(t *testing.T) []check { return nil }
