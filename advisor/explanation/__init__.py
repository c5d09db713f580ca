"""Why: proofs of findings, and what could still change them."""
