"""Writers: documents, edits and figures become files (formats: ``docs/formats.md``)."""
