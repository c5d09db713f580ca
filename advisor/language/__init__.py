"""The two languages people write in: TOML files, and the conditions inside them."""
