"""The gate: what may be changed, what is locked, and what reviewers decided."""
