"""Count what engines take for what in lines rendered and read: ``restore/merge/rendered.tsv``.

    python tools/count_rendered.py readings.tsv.gz > restore/merge/rendered.tsv

The readings are those of ``tools/read_rendered.py``.
"""

from __future__ import annotations

import csv
import gzip
import sys

from restore.channel.training import tally
from restore.language.normalise import normalise
from restore.merge.punctuation import MARKS, count_punctuation
from restore.text.characters import is_ideograph


def main() -> None:
    """Print the counts by family of engines: marks with how often they stood there, and Han."""
    lines: dict[str, list[tuple[str, str]]] = {}
    with gzip.open(sys.argv[1], "rt", encoding="utf-8", newline="") as file:
        for family, _, _, read, printed in csv.reader(
            file, delimiter="\t", quoting=csv.QUOTE_NONE, escapechar="\\"
        ):
            # A faint mark at a line's end may have been cut off with the margin.
            if printed[-1:] in MARKS and normalise(read)[-1:] != normalise(printed)[-1:]:
                printed = printed[:-1]
            lines.setdefault(family, []).append((read, printed))
    print(
        "# What families of OCR engines read where something else was printed (folded): marks (an"
    )
    print("# empty cell: the mark was lost; *: how often it was printed) and Chinese characters.")
    print("# Counted by tools/count_rendered.py in lines of clean text that tools/read_rendered.py")
    for family, pairs in sorted(lines.items()):
        characters = sum(len(printed) for _, printed in pairs)
        print(f"# rendered and had read; {family}: {len(pairs)} lines, {characters} characters.")
    print("# family\tkind\tprinted\tread\tcount")
    for family, pairs in sorted(lines.items()):
        for (printed, read), count in sorted(count_punctuation(pairs).items()):
            print(f"{family}\tmark\t{printed}\t{read}\t{count}")
        for (read, printed), count in sorted(tally(pairs).seen.items()):
            if is_ideograph(read) and is_ideograph(printed):
                print(f"{family}\than\t{printed}\t{read}\t{count}")


if __name__ == "__main__":
    main()
