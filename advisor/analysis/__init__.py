"""Posts -> facts: what can be computed from what a creator posted, and what cannot and why."""
