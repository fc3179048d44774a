"""Write a back-off model as KenLM's quantised trie with compressed pointers.

KenLM maps this format into memory, so a model loads in microseconds and is shared between
processes. Its own converter, ``build_binary trie -q 8 -b 8 -a 22``, is a C++ program that no
Python package ships; this module writes the same bytes. Layout (KenLM's ``lm/binary_format.cc``,
``vocab.hh``, ``search_trie.cc``, ``quantize.cc``, ``trie.cc``, ``bhiksha.cc``; format version 5),
little-endian:

* header: magic, sanity values, parameters, the number of n-grams of each order
* vocabulary: MurmurHash64A of every token, sorted; a token's id is its place plus one
* quantiser: for each order a table of log probabilities and one of back-off weights
* unigrams: log probability, back-off weight, where the bigrams that end so begin
* orders 2 to n-1, then n: bit-packed records of (id, values, pointer), n-grams read backwards
* the tokens' strings
"""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from restore.language.counts import Keys
from restore.language.kneser_ney import BackoffModel, NGramTable

_MAGIC = b"mmap lm http://kheafield.com/code format version 5\n\0\0"
_QUANTISED_ARRAY_TRIE, _TRIE_VERSION, _QUANTISER_VERSION, _POINTER_VERSION = 5, 1, 2, 0
_PROBING_MULTIPLIER = 1.5  # KenLM's default; unused by tries but checked on load
_POINTER_BITS = 22  # the most bits a pointer may be shortened by (KenLM's -a)

Floats = NDArray[np.float32]


def _murmur64a(data: bytes) -> int:
    """MurmurHash64A (Austin Appleby, public domain), seed 0, for keys below eight bytes."""
    mask, m, r = (1 << 64) - 1, 0xC6A4A7935BD1E995, 47
    h = len(data) * m & mask
    if data:
        h = (h ^ int.from_bytes(data, "little")) * m & mask
    h = (h ^ h >> r) * m & mask
    return h ^ h >> r


def _aligned(size: int) -> int:
    return (size + 7) // 8 * 8


def _bins(values: Floats, count: int) -> Floats:
    """The centres of *count* bins that hold equally many *values* (Federico, Bertoldi 2006)."""
    ordered = np.sort(values).astype(np.float64)
    edges = len(ordered) * np.arange(count + 1, dtype=np.int64) // count
    sums = np.concatenate(([0.0], np.cumsum(ordered)))
    sizes = np.diff(edges)
    centres = np.diff(sums[edges]) / np.maximum(sizes, 1)
    for i in np.flatnonzero(sizes == 0).tolist():  # only in models smaller than their tables
        centres[i] = centres[i - 1] if i else -np.inf
    return centres.astype(np.float32)


def _nearest(values: Floats, centres: Floats) -> Keys:
    """The index of the centre nearest to each value; of two, the higher."""
    above = np.searchsorted(centres, values, side="left")
    inner = np.clip(above, 1, len(centres) - 1)
    with np.errstate(invalid="ignore"):  # unused bins may be infinite
        nearer_below = values - centres[inner - 1] < centres[inner] - values
    index = np.where(
        above == 0, 0, np.where(above == len(centres), above - 1, inner - nearer_below)
    )
    return index.astype(np.uint64)


class _Backwards:
    """One order with its n-grams read backwards, in new ids, sorted."""

    def __init__(self, table: NGramTable, order: int, base: int, new_ids: Keys) -> None:
        rest, turned = table.keys, np.zeros(len(table.keys), dtype=np.uint64)
        for _ in range(order):
            rest, last = np.divmod(rest, np.uint64(base))
            turned = turned * np.uint64(base) + new_ids[last]
        by_key = np.argsort(turned)
        self.keys = turned[by_key]
        self.log_prob, self.backoff = table.log_prob[by_key], table.backoff[by_key]
        self.firsts = self.keys % np.uint64(base)  # the first character, deepest in the trie
        self.parents = self.keys // np.uint64(base)

    def pointers_to(self, deeper: _Backwards) -> Keys:
        """Where each n-gram's children begin among *deeper*'s, and where the last one's end."""
        starts = np.searchsorted(deeper.parents, self.keys, side="left")
        return np.append(starts, len(deeper.keys)).astype(np.uint64)


def _chop(records: int, top: int) -> int:
    """How many leading bits of the pointers to move into a table (Raj and Whittaker 2003)."""
    required = top.bit_length()

    def cost(chop: int) -> int:
        return (top >> (required - chop)) * 64 - records * chop

    return min(range(min(required, _POINTER_BITS) + 1), key=cost)


def _middle(at: int, records: Keys, width: int, pointers: Keys) -> bytes:
    """The pointer table, aligned for the file offset *at*, and the packed records of an order.

    *pointers* has one more entry than there are records: the end of the last one's children.
    """
    top = int(pointers[-1])
    inline = top.bit_length() - _chop(len(pointers), top)
    high = pointers >> np.uint64(inline)
    table = np.searchsorted(high, np.arange((top >> inline) + 1, dtype=np.uint64)).astype("<u8")
    low = (pointers & np.uint64((1 << inline) - 1)) << np.uint64(width)
    packed = np.append(records, np.uint64(0)) | low
    marks = bytes((_POINTER_VERSION, _POINTER_BITS))
    # KenLM puts the two marks at the start and the table behind the first aligned eight bytes.
    head = marks.ljust(_aligned(at) - at + 8, b"\0") + table.tobytes()
    return head.ljust(8 * (1 + len(table)) + 7, b"\0") + _packed(packed, width + inline, 0)


def _packed(records: Keys, width: int, spare: int) -> bytes:
    """The records, room for *spare* more, and eight bytes that KenLM may read past the end."""
    size = ((len(records) + spare) * width + 7) // 8 + 8
    return pack_records(records, width).ljust(size, b"\0")


def _header(sizes: tuple[int, ...]) -> bytes:
    sanity = _MAGIC.ljust(_aligned(len(_MAGIC)), b"\0") + struct.pack(
        "<fffIIIQ", 0.0, 1.0, -0.5, 1, 2**32 - 1, 0, 1
    )
    fixed = struct.pack(
        "<BxxxfIBxxxI", len(sizes), _PROBING_MULTIPLIER, _QUANTISED_ARRAY_TRIE, 1, _TRIE_VERSION
    )
    header = sanity + fixed + struct.pack(f"<{len(sizes)}Q", *sizes)
    return header.ljust(_aligned(len(header)), b"\0")


def check_bits(prob_bits: int, backoff_bits: int) -> None:
    """Refuse (ValueError) numbers of bits that a quantised value cannot have."""
    if not (2 <= prob_bits <= 16 and 2 <= backoff_bits <= 16):
        raise ValueError("values can be quantised to 2 to 16 bits")


def trie_bytes(model: BackoffModel, *, prob_bits: int = 8, backoff_bits: int = 8) -> bytes:
    """*model* in KenLM's binary format, values quantised to 2 to 16 bits each.

    Every n-gram's head and tail must be in the model, as `estimate` sees to.
    """
    check_bits(prob_bits, backoff_bits)
    base, words, top = model.vocabulary.size, model.vocabulary.words, model.order
    hashes = {w: _murmur64a(w.encode()) for w in words[1:]}
    by_hash = sorted(range(1, base), key=lambda i: hashes[words[i]])
    old_ids = np.array([0, *by_hash])  # <unk> is 0 and has no hash
    new_ids = np.empty(base, dtype=np.uint64)
    new_ids[old_ids] = np.arange(base, dtype=np.uint64)
    orders = [_Backwards(t, n, base, new_ids) for n, t in enumerate(model.tables, 1)]

    vocabulary = struct.pack(f"<Q{base - 1}QQ", base - 1, *(hashes[words[i]] for i in by_hash), 0)

    quantiser = bytes((_QUANTISER_VERSION, prob_bits, backoff_bits)).ljust(8, b"\0")
    word_bits, coded = base.bit_length(), []
    for n, grams in enumerate(orders[1:], 2):
        probs = _bins(grams.log_prob, 1 << prob_bits)
        values = _nearest(grams.log_prob, probs)
        quantiser += probs.tobytes()
        if n < top:
            extends = grams.backoff != 0
            weights = _bins(grams.backoff[extends], (1 << backoff_bits) - 2)
            codes = np.where(extends, _nearest(grams.backoff, weights) + np.uint64(2), np.uint64(0))
            values = values << np.uint64(backoff_bits) | codes
            # The first two codes are "extends no further" and "extends, weight 0".
            quantiser += np.array((-0.0, 0.0), np.float32).tobytes() + weights.tobytes()
        coded.append(values << np.uint64(word_bits) | grams.firsts)

    first = orders[0]
    unigrams = np.zeros(base + 2, dtype=[("prob", "<f4"), ("backoff", "<f4"), ("next", "<u8")])
    unigrams["prob"][:base] = first.log_prob
    unigrams["backoff"][:base] = np.where(first.backoff != 0, first.backoff, np.float32(-0.0))
    unigrams["next"][: base + 1] = first.pointers_to(orders[1])

    out = bytearray(_header(model.sizes) + vocabulary + quantiser + unigrams.tobytes())
    for n, records in enumerate(coded, 2):
        if n < top:
            width = word_bits + backoff_bits + prob_bits
            out += _middle(len(out), records, width, orders[n - 1].pointers_to(orders[n]))
        else:
            out += _packed(records, word_bits + prob_bits, 1)
    strings = "\0".join(words[i] for i in old_ids.tolist()) + "\0"
    return bytes(out) + strings.encode()


def write_trie(
    model: BackoffModel, path: Path, *, prob_bits: int = 8, backoff_bits: int = 8
) -> None:
    """Write `trie_bytes` to *path*."""
    path.write_bytes(trie_bytes(model, prob_bits=prob_bits, backoff_bits=backoff_bits))


_RECORDS_AT_ONCE = 8  # eight of any width fill whole bytes


def pack_records(values: NDArray[np.uint64], width: int) -> bytes:
    """Pack *values*, each below ``2**width``, *width* at most 64, into ceil(n*width/8) bytes."""
    count = len(values)
    groups = -(-count // _RECORDS_AT_ONCE)
    padded = np.zeros((groups, _RECORDS_AT_ONCE), dtype="<u8")
    padded.ravel()[:count] = values
    out = np.zeros((groups, width + 16), dtype=np.uint8)  # room for the last record's whole words
    for i in range(_RECORDS_AT_ONCE):
        byte, shift = divmod(i * width, 8)
        column = np.ascontiguousarray(padded[:, i])
        out[:, byte : byte + 8] |= (column << np.uint64(shift)).view(np.uint8).reshape(groups, 8)
        if shift:
            out[:, byte + 8] |= (column >> np.uint64(64 - shift)).astype(np.uint8)
    return out[:, :width].tobytes()[: (count * width + 7) // 8]
