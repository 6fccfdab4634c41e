"""Pure decisions: facts in, verdicts out. No framework, no clock, no database."""
