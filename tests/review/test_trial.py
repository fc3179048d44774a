from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from restore.cli import cli
from restore.review.store import read_decisions
from tests.cli.helpers import put
from tests.review.browser import chromium
from tests.review.serving import serving
from tests.review.trial import replay

pytest.importorskip("starlette", reason="the extra [review] is not installed")
pytest.importorskip("uvicorn", reason="the extra [review] is not installed")

TEXTS = {
    "a.txt": "他说（全年工作要点如下，要抓好落实。\n全年工业投资增长5.36，其中外商投资增长较快。\n",
    "b.txt": "全年工业投资增长5.36，其中外商投资增长较快，税收平稳增长。\n出口增长5.36，其中机电较快。\n",
    "c.txt": "严守政治记律和政治规矩（坚决维护团结稳定的良好局面。\n",
    "d.txt": "2023年，全市粮食总产量达到3562万吨，比上年增加41万吨。\n",
    "e.txt": "2023年，全市粮食总产量达到3526万吨，比上年增加41万吨。\n",
}


def test_no_key_of_a_reviewer_is_of_no_use(tmp_path: Path) -> None:
    for name, text in TEXTS.items():
        put(tmp_path / "in" / name, text)
    arguments = ["clean", str(tmp_path / "in"), "-o", str(tmp_path / "out")]
    assert CliRunner().invoke(cli, arguments).exit_code == 0
    with chromium() as browser, serving(tmp_path / "out") as running:
        browser.open(running.link)
        browser.until(lambda: browser.all("#progress-words"))
        open_edits = browser.js("return JSON.parse(document.querySelector('#corpus').text).queue")
        trial = replay(browser)
    assert trial.useless == ()
    figures = [name for _, name, cause in open_edits if cause < 0]
    assert figures
    assert trial.decisions <= len({cause for _, _, cause in open_edits} - {-1}) + len(figures)
    lines = read_decisions(tmp_path / "in" / "decisions.jsonl").decisions
    assert Counter(line.edit for line in lines) == Counter(name for _, name, _ in open_edits)
