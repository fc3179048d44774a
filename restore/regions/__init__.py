"""Regions: what in a document is no running prose, found once in the source, and what may touch it.

A form is a module that finds it, listed in :mod:`restore.regions.finding`, and a row of
:mod:`restore.regions.permissions` that says which rules may touch it.
"""

from restore.regions.finding import find_regions
from restore.regions.permissions import Guard
from restore.regions.places import Places

__all__ = ["Guard", "Places", "find_regions"]
