"""The facts of a folder of real posts, worked out a second time: `make check-samples`."""
