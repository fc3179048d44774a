"""Pack integers of equal width without gaps, least significant bit first."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_GROUP = 8  # records; eight of any width fill whole bytes


def pack_records(values: NDArray[np.uint64], width: int) -> bytes:
    """Pack *values*, each below ``2**width``, *width* at most 64, into ceil(n*width/8) bytes."""
    count = len(values)
    groups = -(-count // _GROUP)
    padded = np.zeros((groups, _GROUP), dtype="<u8")
    padded.ravel()[:count] = values
    out = np.zeros((groups, width + 16), dtype=np.uint8)  # room for the last record's whole words
    for i in range(_GROUP):
        byte, shift = divmod(i * width, 8)
        column = np.ascontiguousarray(padded[:, i])
        out[:, byte : byte + 8] |= (column << np.uint64(shift)).view(np.uint8).reshape(groups, 8)
        if shift:
            out[:, byte + 8] |= (column >> np.uint64(64 - shift)).astype(np.uint8)
    return out[:, :width].tobytes()[: (count * width + 7) // 8]
