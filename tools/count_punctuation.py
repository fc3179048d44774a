"""Count how OCR engines misread punctuation: the table ``restore/merge/punctuation.tsv``.

    python tools/count_punctuation.py PAGES_FOLDER > restore/merge/punctuation.tsv

The pages (JSON) hold what was read and what was printed, line by line.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from restore.evaluation.readings import read_reading
from restore.layout.lines import lines_of
from restore.merge.families import family_of
from restore.merge.punctuation import count_punctuation

# A misreading of fewer is left to the smoothing.
LEAST = 2


def main() -> None:
    """Print the counts by family of engines."""
    tables: dict[str, Counter[tuple[str, str]]] = {}
    seen: set[tuple[str, str, str]] = set()
    for path in sorted(Path(sys.argv[1]).glob("*.json")):
        reading = read_reading(path)
        # The same reading stands there in several orders.
        key = (reading.page, reading.engine, reading.level)
        if key in seen:
            continue
        seen.add(key)
        pairs = zip((line.text for line in lines_of(reading.text)), reading.truths, strict=True)
        counts = count_punctuation((read, printed) for read, printed in pairs if printed)
        tables.setdefault(family_of(reading.engine), Counter()).update(counts)
    print(
        "# Printed marks (folded) and what families of OCR engines read instead; an empty cell: the"
    )
    print("# mark was lost; *: how often it was printed. Counted by tools/count_punctuation.py on")
    print(f"# {len(seen)} readings of rendered and degraded pages.")
    print("# family\tprinted\tread\tcount")
    for family, counts in sorted(tables.items()):
        for (printed, read), count in sorted(counts.items()):
            if count >= LEAST:
                print(f"{family}\t{printed}\t{read}\t{count}")


if __name__ == "__main__":
    main()
