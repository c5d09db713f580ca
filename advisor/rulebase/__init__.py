"""TOML files -> the rule base, with every problem found on the way."""
