"""What may be known about a creator, and what is known."""
