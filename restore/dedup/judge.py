"""Judge: compares texts, each pair once."""

from __future__ import annotations

from restore.dedup.verification import Comparison, compare

__all__ = ["Judge"]

# Pairs remembered; two texts of a hundred characters and a result take half a kilobyte.
_REMEMBERED = 1 << 15


class Judge:
    """Compares texts and remembers what it found; the result depends on the two texts alone."""

    def __init__(self) -> None:
        self._compared: dict[tuple[str, str], Comparison] = {}

    def compare(self, first: str, second: str) -> Comparison:
        """See :func:`restore.dedup.verification.compare`."""
        result = self._compared.get((first, second))
        if result is None:
            if len(self._compared) >= _REMEMBERED:
                self._compared.clear()
            result = self._compared[(first, second)] = compare(first, second)
        return result
