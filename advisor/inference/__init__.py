"""Applying the rules: a profile in, findings out. Three engines, one meaning."""
