"""restore: turn noisy Chinese text into text that can be trusted, with every change on record."""

from __future__ import annotations

__version__ = "0.1.0"
