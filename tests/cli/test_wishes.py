"""Options that ask for another text: what is kept of a page, its lines, the spacing."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import pytest

from tests.cli.helpers import Runner

PAGE = """\
某某日报 2024年5月6日 星期一

推动高质量发展取得新成效

本报记者 王某某

全市上下坚持稳中求进工作总基调，着力推动高质量发展，扎实做好各项民生

图为工作人员在车间忙碌。 张三摄

责任编辑：李某 版式：王某

工作，群众获得感不断增强。增长5.2%的目标已经实现，使用AI等工具。

第3版
"""
WRAPPED = "他想了想说，这个办法\n很好，于是大家都同意\n了。\n"


def order(text: str, *words: str) -> bool:
    """Whether the words stand in the text, in this order."""
    places = [text.find(word) for word in words]
    return places[0] >= 0 and all(left < right for left, right in pairwise(places))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_furniture_goes_unless_it_is_to_stay(restore: Runner, page: Path) -> None:
    text = restore("clean", page).text
    assert "责任编辑" not in text
    assert "第3版" not in text
    assert "各项民生工作" in text


def test_feet_stay_in_their_place(restore: Runner, page: Path) -> None:
    text = restore("clean", page, "--keep", "heads, feet").text
    assert order(text, "某某日报", "各项民生\n", "责任编辑", "\n工作，群众", "第3版")
    page.write_text(text, encoding="utf-8")
    assert restore("clean", page, "--keep", "heads,feet").text == text


def test_captions_stay_in_their_place(restore: Runner, page: Path) -> None:
    text = restore("clean", page, "--keep", "captions").text
    assert order(text, "各项民生\n", "图为工作人员", "\n工作，群众")
    assert "责任编辑" not in text


def test_what_is_no_part_of_a_page_is_refused(restore: Runner, page: Path) -> None:
    result = restore("clean", page, "--keep", "margins")
    assert result.code == 2
    assert "heads, feet, footnotes, captions" in result.err


def test_lines_stay(restore: Runner, page: Path) -> None:
    page.write_text(WRAPPED.replace("，于是", ",于是"), encoding="utf-8")
    assert restore("clean", page, "--keep-lines").text == WRAPPED
    page.write_text(PAGE, encoding="utf-8")
    assert "各项民生\n" in restore("clean", page, "--keep-lines").text


def test_spacing_and_settings(restore: Runner, page: Path, tmp_path: Path) -> None:
    assert "使用 AI 等工具" in restore("clean", page, "--spacing", "pangu").text
    settings = tmp_path / "own.toml"
    settings.write_text(
        '[characters]\nspacing = "pangu"\n[layout]\nkeep = ["feet"]\n', encoding="utf-8"
    )
    text = restore("clean", page, "--settings", settings).text
    assert "使用 AI 等工具" in text
    assert "责任编辑" in text
    assert (
        "使用AI等工具" in restore("clean", page, "--settings", settings, "--spacing", "none").text
    )


def test_an_engine_that_is_not_installed_is_named_with_its_cure(
    restore: Runner, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert restore("check", page, "--engine", "own").code in {0, 1}
    monkeypatch.setitem(sys.modules, "pycorrector", None)
    refused = restore("check", page, "--engine", "both")
    assert refused.code == 2
    assert "pycorrector" in refused.err
