"""The interview on a screen. Nothing outside this package knows Textual.

Screens hold no logic: every answer makes a new `Interview`, and a screen shows it.
"""
