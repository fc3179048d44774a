"""Merge several readings of one page into one document.

The base reading keeps its lines and their order. The other readings are aligned with it, and every
place where they differ is decided by votes, confidences and the language model. The result is a
document whose source is the base and whose edits name the reading that each new character comes
from, so it replays and reverts like any other.
"""

from __future__ import annotations

from restore.merge.merging import Merged, choose_base, merge_readings
from restore.merge.records import Reading

__all__ = ["Merged", "Reading", "choose_base", "merge_readings"]
