"""Reading page images: an engine's output as native pages, with what it knew of each character."""
