"""Edits for the programs that editors and developers use: Word, code review, pull requests."""
