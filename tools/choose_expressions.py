"""Choose ``dictionaries/expressions.tsv`` from the candidates of ``tools/mine_terms.py``.

    python tools/mine_terms.py --least 10 --freedom 1.2 --out prose.tsv news.txt policy.txt ...
    python tools/mine_terms.py --least 12 --freedom 1.2 --out laws.tsv laws.txt
    python tools/choose_expressions.py --prose prose.tsv --laws laws.tsv -o expressions.tsv

Kept are candidates without a numeral that ``terms.tsv`` does not hold: of prose those that occur 15
times or more; of statutes, whose formulas repeat far more, those of up to eight characters that
occur 30 times with a cohesion of 6.5 bits. The comment and the header of the present file stay.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from restore.lexicon.lexicon import Lexicon
from restore.resources import dictionary_path

_NUMERAL = re.compile("[〇零一二三四五六七八九十百千万亿两]")
_PROSE, _LAWS = "政策与新闻", "法律法规"


def candidates(path: Path, least: int, longest: int, cohesion: float) -> Iterator[tuple[str, int]]:
    """Yield the expressions of a table of candidates that pass, with their counts."""
    for line in path.read_text(encoding="utf-8").splitlines():
        gram, count, tight, _ = line.split("\t")
        if int(count) >= least and len(gram) <= longest and float(tight) >= cohesion:
            yield gram, int(count)


def main() -> None:
    """Read the candidates, write the dictionary."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--prose", type=Path, required=True)
    parser.add_argument("--laws", type=Path, required=True)
    parser.add_argument("-o", "--out", type=Path, default=dictionary_path("expressions.tsv"))
    options = parser.parse_args()
    known = Lexicon.load().terms
    chosen: dict[str, tuple[int, str]] = {}
    for path, ground, limits in (
        (options.prose, _PROSE, (15, 12, 6.0)),
        (options.laws, _LAWS, (30, 8, 6.5)),
    ):
        for gram, count in candidates(path, *limits):
            if gram in known or _NUMERAL.search(gram):
                continue
            if gram not in chosen or count > chosen[gram][0]:
                chosen[gram] = count, ground
    shipped = dictionary_path("expressions.tsv").read_text(encoding="utf-8").splitlines()
    head = shipped[: shipped.index("expression\toften\tground") + 1]
    rows = [f"{gram}\t{count}\t{ground}" for gram, (count, ground) in sorted(chosen.items())]
    options.out.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")
    print(f"{len(rows)} expressions")


if __name__ == "__main__":
    main()
