"""The dictionaries: their tables, their entries, and the searches over them."""
