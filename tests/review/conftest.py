from __future__ import annotations

from tests.cli.conftest import restore

__all__ = ["restore"]
