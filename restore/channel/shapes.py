"""How likely an engine takes one character for another, by their shapes: learned from renderings.

The table is made by ``tools/build_shapes.py`` and stored in ``models/channel-shapes.npz``.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from restore.channel.base import ChannelBase

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Shapes"]

_SHIPPED = "channel-shapes.npz"


class Shapes:
    """P(read | truth) ~ exp(place of the one · place of the other + bias of what is read).

    The places are points of a space in which characters that engines confuse lie in one direction;
    rows are those of the characters of ``base``.
    """

    def __init__(self, base: ChannelBase, tables: dict[str, NDArray[np.generic]]) -> None:
        import numpy as np

        self._row = {character: row for row, character in enumerate(base.characters)}
        self._places = tables["places"].astype(np.float32) * np.float32(tables["unit"])
        self._bias = tables["bias"].astype(np.float32)
        #: log of the sum over all that a known character may be read as, itself left out.
        self._norms = tables["norms"].astype(np.float32)

    @classmethod
    def load(cls) -> Shapes:
        """Return the table that ships, loaded once."""
        return _load()

    def probabilities(self, read: str) -> NDArray[np.float32] | None:
        """Return P(read | truth) of every known character, given that it is misread.

        None if nothing is known of ``read``; 0 for itself.
        """
        import numpy as np

        row = self._row.get(read)
        if row is None:
            return None
        known = self._places[: len(self._norms)]
        found: NDArray[np.float32] = np.exp(
            known @ self._places[row] + self._bias[row] - self._norms
        )
        if row < len(found):
            found[row] = 0.0
        return found


@lru_cache(maxsize=1)
def _load() -> Shapes:
    import numpy as np

    with (
        resources.as_file(resources.files("restore").joinpath("models", _SHIPPED)) as path,
        np.load(path) as tables,
    ):
        return Shapes(ChannelBase.load(), {name: tables[name] for name in tables.files})
