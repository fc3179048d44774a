from __future__ import annotations

import re
from pathlib import Path

import pytest

from restore.core.claims import FigureReport, FigureSource
from restore.figures import check_figures
from restore.figures.dictionary import FigureDictionary, load_dictionary

SEEDS = Path(__file__).parents[2] / "seeds"
_NEW_LINE = re.compile(
    r"[一二]、20\d\d年|（[一二三四五六]）|过去一年，|各位委员|——|自治区政协主席|■|（20\d\d年"
)


def plain_seed(path: Path) -> str:
    """Join the hard-wrapped lines of the first report; drop blank lines and spaces at digits.

    This is no restoration, only enough of one to test the figures apart from the other stages.
    """
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    lines = [line for line in lines if line]
    if path.name.startswith("000"):
        joined = ""
        for line in lines:
            joined += ("\n" if _NEW_LINE.match(line) else "") + line
        text = re.sub(r"(?m)^([一二]、20\d\d年工作(?:回顾|安排))", r"\1\n", joined)
    else:
        text = "\n".join(lines)
    text = re.sub(r"(?<=[一-鿿，。、；：]) +(?=\d)", "", text)
    return re.sub(r"(?<=\d) +(?=[一-鿿])", "", text)


@pytest.fixture(scope="session")
def dictionary() -> FigureDictionary:
    return load_dictionary()


@pytest.fixture(scope="session")
def seeds() -> list[FigureSource]:
    return [FigureSource(path.name[:3], plain_seed(path)) for path in sorted(SEEDS.glob("*.txt"))]


@pytest.fixture(scope="session")
def report(seeds: list[FigureSource]) -> FigureReport:
    return check_figures(seeds)
