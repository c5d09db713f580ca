"""Saying it: a report, and the forms it can take."""
