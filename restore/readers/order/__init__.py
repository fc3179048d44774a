"""Reading order of pages: from boxes of lines to regions in order."""
