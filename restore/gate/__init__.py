"""The gate: it decides on every proposed change, by evidence, locks and reviewers' decisions."""
