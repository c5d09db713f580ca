"""The rules as SQL, for profiles that stay in a warehouse.

    facts -> logic -> views

Everything is built as a tree and written by sqlglot, so that no name or word of a rule
file can become SQL.
"""
