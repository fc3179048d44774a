"""The nouns: records without rules and without input or output."""
