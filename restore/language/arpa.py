"""The ARPA text format: what every n-gram tool reads; large, slow to load, good for checking."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import IO, cast

import numpy as np

from restore.language.kneser_ney import BackoffModel

_ROWS_AT_ONCE = 200_000


def write_arpa(model: BackoffModel, path: Path) -> None:
    """Write *model* as ARPA to *path*, compressed if its name ends in ``.gz``."""
    if path.suffix == ".gz":
        with gzip.open(path, "wt", encoding="utf-8", newline="\n", compresslevel=6) as out:
            _write(model, cast("IO[str]", out))
    else:
        with path.open("w", encoding="utf-8", newline="\n") as out:
            _write(model, out)


def _write(model: BackoffModel, out: IO[str]) -> None:
    words, base = model.vocabulary.words, model.vocabulary.size
    out.write("\\data\\\n")
    out.writelines(f"ngram {n}={size}\n" for n, size in enumerate(model.sizes, 1))
    for n, table in enumerate(model.tables, 1):
        out.write(f"\n\\{n}-grams:\n")
        for start in range(0, len(table.keys), _ROWS_AT_ONCE):
            part = slice(start, start + _ROWS_AT_ONCE)
            columns = []
            rest = table.keys[part]
            for _ in range(n):
                rest, last = np.divmod(rest, np.uint64(base))
                columns.append(map(words.__getitem__, last.tolist()))
            grams = map(" ".join, zip(*reversed(columns), strict=True))
            probs, backoffs = table.log_prob[part].tolist(), table.backoff[part].tolist()
            if n == model.order:
                lines = (f"{p:.9g}\t{g}\n" for p, g in zip(probs, grams, strict=True))
            else:
                rows = zip(probs, grams, backoffs, strict=True)
                lines = (f"{p:.9g}\t{g}\t{b:.9g}\n" for p, g, b in rows)
            out.writelines(lines)
    out.write("\n\\end\\\n")
