"""restore: turn noisy Chinese text into text that can be trusted, with every change on record.

>>> import restore
>>> restore.restore_text("持续加强水污染防治防治工作。").text
'持续加强水污染防治工作。'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from restore.pipeline import Restored, restore_corpus, restore_text
    from restore.pipeline.restorer import Restorer, map_batch, restore_series
    from restore.settings import Settings

__version__ = "0.2.0"

__all__ = [
    "Restored",
    "Restorer",
    "Settings",
    "__version__",
    "map_batch",
    "restore_corpus",
    "restore_series",
    "restore_text",
]

_HOMES = {
    "Restored": "restore.pipeline",
    "Restorer": "restore.pipeline.restorer",
    "Settings": "restore.settings",
    "map_batch": "restore.pipeline.restorer",
    "restore_corpus": "restore.pipeline",
    "restore_series": "restore.pipeline.restorer",
    "restore_text": "restore.pipeline",
}


def __getattr__(name: str) -> Any:
    """Load the pipeline on first use, so that ``import restore`` costs nothing."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
