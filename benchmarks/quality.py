"""Measure quality on a folder of development data and write the tables as Markdown.

    python benchmarks/quality.py DATA [-o benchmarks/QUALITY.md]

DATA holds ``csc/*.tsv`` and ``ocr/sents.tsv`` (id, source, target), ``ocr/pages/*.json`` with
``ocr/manifest.json``, and clean text in ``clean``. What is not there is left out. Every table is
the output of the command over it. No sentence of the data is quoted: add ``--harms 20`` to a
command to see what went wrong.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

INTRODUCTION = """# Quality

Written by `make bench-quality DATA=folder`. Strict measures (`restore/evaluation`): a change is
right only if the truth makes the very same change; an unneeded or wrong change in a faulty sentence
is false; a suggestion is never counted as applied. White space and the width of ASCII do not count.
In brackets: 95 % bootstrap intervals, 10,000 samples. `none` is doing nothing.

- `correction`: our correction stage alone. `restore`: our character stage, then the correction
  stage. `pycorrector`, `both`: the correction stage with pycorrector's matchers as proposers in
  place of ours, or beside them.
- `stock-confusion`, `stock-proper`: pycorrector's matchers fed with our dictionaries, written as
  they come. `stock-perplexity`: its `Corrector` as it comes, on our language model (its own model
  is a separate download of 2.8 GB and was not used). `stock-margin`: the same, deciding by a log10
  margin of 3. These run at about 200 characters a second, so on the first pairs only.
- Whole pages are judged line by line through the edit log; lines whose boxes ran across columns
  or were cut, and lines of which layout or dedup took words away, are not judged. Merged readings
  are judged on the lines of the reading that was kept as base.
- Development data: thresholds, and the table of misread punctuation, come from it or may have been
  set on it, so expect a little less elsewhere.
- Of the runs of ten characters of ECSpell odw and law 18 % stand in the texts, mostly statutes, that the language
  model was made of, of MiDu's 3 %. On the sentences that have none (535 of odw, 509 of law, 412 of MiDu's
  development half) automatic recall is .318, .284 and .296, F1 with suggestions .736, .713 and .535.
- The error profiles were counted on the pages. Of pages left out 15 % of the errors are removed
  (`restore/models/CHANNEL_CARD.md`), of these 31 %: most of the difference is runs of misread
  characters, which are corrected from .95 on. A run over the end of a line counts as wrong.
- By left-out page, too: with the recogniser's own candidates PP-OCR's readings lose 34.8 % of their errors, with
  .958 of the changes right; of two readings merged (`--held-out --scans`) the best one loses 44.8 %, of three and
  more (`--together`) 55.8 %, and none is worse. What a mark needs there was set on these pairs.
"""


ROOT = Path(__file__).resolve().parent.parent


class Section(NamedTuple):
    """A table: its heading, the arguments of ``restore evaluate``, the paths it reads.

    Paths are below DATA, or absolute: those of the repository.
    """

    heading: str
    arguments: tuple[str, ...]
    paths: tuple[str, ...]


def sections(data: Path, pairs: int) -> Iterator[Section]:
    """Yield what can be measured, in the order of the report."""
    own: tuple[str, ...] = ("--engine", "correction")
    stock: tuple[str, ...] = ()
    if find_spec("pycorrector"):
        own += ("--engine", "pycorrector", "--engine", "both")
        names = ("confusion", "proper", "perplexity", "margin")
        stock = tuple(word for name in names for word in ("--engine", f"stock-{name}"))
    sets = sorted(path.relative_to(data).as_posix() for path in data.glob("csc/*.tsv"))
    for name in sets:
        yield Section("Sentence pairs", ("correction", *own, "--harms", "0"), (name,))
    if stock:
        yield Section(
            f"Beside pycorrector's own correctors, first {pairs} pairs of each set",
            ("correction", "--engine", "correction", *stock, "--limit", str(pairs), "--harms", "0"),
            tuple(sets),
        )
    yield Section(
        "Sentences of page readings",
        ("correction", "--engine", "restore", "--by", r"-(\w+)\|(\w+)", "--harms", "0"),
        ("ocr/sents.tsv",),
    )
    manifest = data / "ocr/manifest.json"
    core = ("--core", str(manifest)) if manifest.exists() else ()
    yield Section("Whole pages", ("pages", *core, "--harms", "0"), ("ocr/pages",))
    known = ("pages", *core, "--engine-known", "--harms", "0")
    yield Section("Whole pages of which the engine is known", known, ("ocr/pages",))
    for options in ((), ("--held-out",), ("--scans",), ("--together",)):
        yield Section("Readings of a page merged", ("merge", *options, *core), ("ocr/pages",))
    for name in ("clean/reports_dev", "clean/news_2026_dev.txt.xz"):
        yield Section("Harm on clean text", ("harm", "--harms", "0"), (name,))
    yield Section(
        "Blind sentences, no longer blind: see BLIND.md",
        ("correction", "--engine", "restore", "--harms", "0"),
        (str(ROOT / "tests/data/correction/blind"),),
    )
    for options in ((), ("--without-rows-of", "seeds")):
        yield Section(
            "Slips of the five reports, with and without the rows that quote them",
            ("correction", "--slips-of", "seeds", *options),
            (str(ROOT / "tests/data/correction/slips.tsv"),),
        )
    doubled = ("harm", "--doubled", "3000", "--harms", "0")
    held = ("clean/reports_dev", "clean/news_2026_dev.txt.xz")
    yield Section("Stretches doubled in clean text", doubled, held)


def main() -> None:
    """Run every section and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--pairs", type=int, default=150, help="pairs for the slow correctors")
    options = parser.parse_args()
    if not options.data.is_dir():
        parser.error(f"{options.data} is no folder; say where the data is: DATA=folder")
    parts = [INTRODUCTION, _versions()]
    heading = ""
    for section in sections(options.data, options.pairs):
        paths = [options.data / path for path in section.paths]
        if not paths or not all(path.exists() for path in paths):
            continue
        shown = " ".join(
            _quoted(word, options.data) for word in (*section.arguments, *map(str, paths))
        )
        print(f"restore evaluate {shown}", file=sys.stderr)
        began = time.perf_counter()
        result = subprocess.run(
            [sys.executable, "-m", "restore", "evaluate", *section.arguments, *map(str, paths)],
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=True,
            cwd=ROOT,
        )
        print(f"  {time.perf_counter() - began:.0f} s", file=sys.stderr)
        if section.heading != heading:
            heading = section.heading
            parts.append(f"## {heading}\n")
        parts.append(f"```\nrestore evaluate {shown}\n```\n\n{result.stdout}")
    text = "\n".join(parts)
    if options.output is None:
        print(text)
    else:
        options.output.write_text(text, encoding="utf-8")


def _quoted(word: str, data: Path) -> str:
    word = word.replace(str(data), "DATA").replace(f"{ROOT}/", "")
    return f"'{word}'" if set(word) & set("\\|()*") else word


def _versions() -> str:
    try:
        other = f"pycorrector {version('pycorrector')}"
    except PackageNotFoundError:
        other = "pycorrector not installed"
    return f"restore {version('restore-zh') if _installed() else 'from the checkout'}; {other}.\n"


def _installed() -> bool:
    try:
        version("restore-zh")
    except PackageNotFoundError:
        return False
    return True


if __name__ == "__main__":
    main()
