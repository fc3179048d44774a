"""The noisy channel: error profiles, the search for misreadings, lattices of OCR engines."""
