"""Finds candidate pairs of claims with an inverted index.

Every claim is indexed under tokens: the character bigrams of what it counts, its whole clause, its
neighbourhood on both sides, its value, and its subject with its province. Its candidates are the
claims with which it shares the rarest tokens. Tokens that too many claims share are skipped, so the
work grows linearly with the number of claims.

The postings are on disk. They are built by an external sort on the tokens' digests, so memory is
bounded by the size of a bucket, and the result depends neither on the size of the batches nor on
the number of processes.
"""

from __future__ import annotations

from hashlib import blake2b
from math import log
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from restore.figures.likeness import Context
from restore.figures.store import Rows, Spill

__all__ = ["PAIR", "POSTING", "Postings", "TokenIndex", "comparable_group", "token_digests"]

#: A token of a claim: the digest's lowest bit marks tokens of great weight.
_TOKEN = np.dtype([("digest", "<u8"), ("claim", "<u4")])
#: A place in the postings that a claim shares: where the members begin and how many they are.
POSTING = np.dtype([("claim", "<u4"), ("start", "<u8"), ("size", "<u4"), ("strong", "u1")])
PAIR = np.dtype([("first", "<u4"), ("second", "<u4")])

#: Parts of the sort on disk, by the highest bits of a digest.
_BUCKETS = 64
#: How many times as much a shared clause weighs as other tokens of its rarity.
_STRONG_WEIGHT = 3.0
#: Characters of a subject, and on each side of a figure, that make up its tokens.
_SUBJECT_LENGTH = 12
_SIDE_LENGTH = 8
#: A value of so many digits is a token; and a subject of so many characters with its province.
_MIN_TOKEN_DIGITS = 3
_MIN_REGION_SUBJECT_LENGTH = 4
#: Tokens that more claims share are not looked at: they say nothing and would cost the most.
_MAX_POSTING = 400
#: Members that are weighed together, some: 40 bytes each.
_MEMBERS_AT_ONCE = 1 << 19
#: Partners that a claim keeps.
_MAX_PARTNERS = 16

_COUNTERS = frozenset(
    [
        "item",
        "event",
        "case",
        "paper",
        "issue",
        "kind",
        "site",
        "place",
        "volume",
        "thing",
        "session",
        "sheet",
        "batch",
        "bare",
    ]
)


def comparable_group(context: Context) -> str:
    """Return the class of units a claim may be compared within.

    Measure words of plain counting are one class: 五项 and 5次 may count the same activities.
    """
    claim = context.claim
    if claim.kind == "ordinal":
        return "ordinal" + claim.unit
    return "count" if claim.unit_group in _COUNTERS else claim.unit_group


def _tokens(context: Context) -> set[str]:
    group = comparable_group(context)
    subject = context.subject[-_SUBJECT_LENGTH:]
    tokens = {f"{group}|{subject[i : i + 2]}" for i in range(len(subject) - 1)}
    tokens.add(f"{group}=|{context.clause}")
    tokens.add(f"{group}<|{context.left[-_SIDE_LENGTH:]}")
    tokens.add(f"{group}>|{context.right[:_SIDE_LENGTH]}")
    if context.region and len(subject) >= _MIN_REGION_SUBJECT_LENGTH:
        tokens.add(f"{group}@|{context.region}|{subject}")
    if context.deed:
        tokens.add(f"{group}!|{context.region}|{context.deed}")
    digits = str(context.claim.value).strip("0")
    if len(digits.replace(".", "")) >= _MIN_TOKEN_DIGITS:
        tokens.add(f"{group}#|{context.claim.value}")
        tokens.add(f"{group}#|{context.claim.value}|{subject[-2:]}")
    return tokens


def token_digests(context: Context) -> list[int]:
    """Return a 64-bit digest of each token of a claim, the same in every process."""
    made = []
    for token in sorted(_tokens(context)):
        digest = int.from_bytes(blake2b(token.encode(), digest_size=8).digest(), "little")
        made.append(digest | 1 if "=|" in token else digest & ~1)
    return made


class TokenIndex:
    """Takes the tokens of every claim, then tells for batches of claims what they share.

    Parameters
    ----------
    folder : where files may be made
    batch : claims that are looked up together
    posting_limit : tokens shared by more claims than this are not walked
    """

    def __init__(self, folder: Path, *, batch: int, posting_limit: int = _MAX_POSTING) -> None:
        self._limit = posting_limit
        self._batch = batch
        self._tokens = Spill(folder / "tokens", _TOKEN)
        self._shared = Spill(folder / "shared", POSTING)
        self.members_path = folder / "members.bin"

    def add(self, digests: NDArray[np.uint64], claims: NDArray[np.uint32]) -> None:
        """File claims (by number) under digests of tokens."""
        rows = np.empty(len(digests), _TOKEN)
        rows["digest"], rows["claim"] = digests, claims
        self._tokens.add(rows, (digests >> np.uint64(58)).astype(np.int64))

    def build(self) -> None:
        """Write the postings, and for each claim where they stand."""
        written = 0
        with self.members_path.open("wb") as file:
            for bucket in range(_BUCKETS):
                written += self._build_bucket(self._tokens.read(bucket), written, file)
                self._tokens.drop(bucket)

    def _build_bucket(self, rows: Rows, base: int, file: IO[bytes]) -> int:
        rows = rows[np.lexsort((rows["claim"], rows["digest"]))]
        _, starts, sizes = np.unique(rows["digest"], return_index=True, return_counts=True)
        sizes_of_rows = np.repeat(sizes, sizes)
        useful = (sizes_of_rows >= 2) & (sizes_of_rows <= self._limit)
        # Where the members of each row's token begin, once the useless tokens are left out.
        kept_before = np.concatenate([[0], np.cumsum(useful)])[np.repeat(starts, sizes)]
        kept = rows[useful]
        kept["claim"].astype("<u4").tofile(file)
        shared = np.empty(len(kept), POSTING)
        shared["claim"] = kept["claim"]
        shared["start"] = base + kept_before[useful]
        shared["size"] = sizes_of_rows[useful]
        shared["strong"] = kept["digest"] & np.uint64(1)
        self._shared.add(shared, (shared["claim"] // self._batch).astype(np.int64))
        return len(kept)

    def shared(self, number: int) -> Rows:
        """Return the places in the postings that the claims of one batch share with others."""
        return self._shared.read(number)


class Postings:
    """Reads the postings and picks the partners of claims."""

    def __init__(self, path: Path) -> None:
        # Read where it stands: it may be larger than the memory.
        empty = not path.stat().st_size
        self._members = np.empty(0, "<u4") if empty else np.memmap(path, "<u4", "r")

    def close(self) -> None:
        """Let go of the file."""
        self._members = np.empty(0, "<u4")

    def pairs(self, shared: Rows, total: int, *, width: int = _MAX_PARTNERS) -> Rows:
        """Return pairs ``first < second`` of each claim with its best partners.

        Parameters
        ----------
        shared : places in the postings (:data:`POSTING`) of some claims
        total : claims in all; the rarer a token among them, the more it weighs
        width : how many partners a claim keeps, those with the greatest weight of shared tokens
        """
        shared = shared[np.argsort(shared["claim"], kind="stable")]
        parts = [self._best(part, total, width) for part in _parts(shared)]
        return np.concatenate(parts)

    def _best(self, shared: Rows, total: int, width: int) -> Rows:
        sizes = shared["size"].astype(np.int64)
        # Each place in the postings in turn, and each member there.
        starts = shared["start"].astype(np.int64) - (np.cumsum(sizes) - sizes)
        others = self._members[np.repeat(starts, sizes) + np.arange(sizes.sum())]
        known, numbers = np.unique(sizes, return_inverse=True)
        rarity = np.array([log((total + 1) / size) for size in known.tolist()])
        weights = rarity[numbers] * np.where(shared["strong"], _STRONG_WEIGHT, 1.0)
        keys = np.repeat(shared["claim"], sizes).astype(np.uint64) << np.uint64(32) | others
        both, places = np.unique(keys, return_inverse=True)
        sums = np.bincount(places, np.repeat(weights, sizes), len(both))
        claims, partners = (both >> np.uint64(32)).astype("<u4"), both.astype("<u4")
        order = np.lexsort((partners, -sums, claims))
        order = order[claims[order] != partners[order]]
        ranks = np.arange(len(order)) - np.searchsorted(claims[order], claims[order])
        order = order[ranks < width]
        found = np.empty(len(order), PAIR)
        found["first"] = np.minimum(claims[order], partners[order])
        found["second"] = np.maximum(claims[order], partners[order])
        return found


def _parts(shared: Rows) -> list[Rows]:
    """Cut places in the postings, sorted by claim, between claims, so that each part has few members."""
    claims = np.flatnonzero(np.diff(shared["claim"], prepend=-1))
    members = np.cumsum(shared["size"], dtype=np.int64)
    parts = np.diff(members[claims] // _MEMBERS_AT_ONCE)
    return np.split(shared, claims[1:][parts > 0])
