"""The dictionaries: read, checked, and ready to be asked."""
