"""Merge several readings of one page: the strongest evidence an OCR user can get.

The base reading keeps its lines and their order; the others are aligned with it wherever they have
its lines, and every place where they differ is decided by votes, confidences and the language model.
The result is a document whose source is the base and whose edits name the reading that gave each
new character, so it replays and reverts like any other.
"""

from __future__ import annotations

from restore.merge.merging import Merged, choose_base, merge_readings
from restore.merge.records import Reading

__all__ = ["Merged", "Reading", "choose_base", "merge_readings"]
