"""Count Han characters in clean text and write the table that tells encodings apart.

    python tools/count_characters.py CLEAN... -o restore/readers/frequent_characters.txt

``CLEAN`` are UTF-8 text files of Simplified Chinese, plain or ``.xz``. Line 1 of the table holds the
most frequent characters, most frequent first; line 2 the Traditional form of each (OpenCC ``s2t``,
character by character), so that both scripts share one order.
"""

from __future__ import annotations

import argparse
import lzma
from collections import Counter
from pathlib import Path

import opencc

SIZE = 4000


def count(paths: list[Path]) -> Counter[str]:
    """Return how often each character of the basic Han block stands in the files."""
    counts: Counter[str] = Counter()
    for path in paths:
        data = path.read_bytes()
        text = (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8")
        counts.update(text)
    return Counter({char: n for char, n in counts.items() if "\u4e00" <= char <= "\u9fff"})


def main() -> None:
    """Read the files named on the command line and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clean", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    counts = count(options.clean)
    order = sorted(counts, key=lambda char: (-counts[char], char))[:SIZE]
    converter = opencc.OpenCC("s2t")
    traditional = [converter.convert(char) for char in order]
    if any(len(char) != 1 for char in traditional):
        raise SystemExit("a character became several; the two lines would not match")
    options.output.write_text(f"{''.join(order)}\n{''.join(traditional)}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
