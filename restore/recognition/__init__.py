"""Read page images: an OCR engine's output as native pages, with probabilities and candidates."""
