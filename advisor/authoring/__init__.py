"""What rule authors need: trying rules, and seeing what an edit changed."""
