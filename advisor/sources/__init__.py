"""Files people have -> profiles."""
