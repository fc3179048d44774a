"""Reading order of a page from the boxes of its lines."""
