"""The pages that people read: current, and without links that lead nowhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from restore.settings import Settings, load_settings

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob(".github/**/*.md")])
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


def test_the_page_of_settings_is_current() -> None:
    done = subprocess.run(
        [sys.executable, "tools/write_settings.py", "docs/settings.md", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_example_of_settings_holds_the_defaults(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    path = tmp_path / "restore.toml"
    path.write_text(page.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    assert load_settings(path) == Settings()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_the_chinese_readme_holds_what_the_english_one_holds() -> None:
    english, chinese = (
        (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md")
    )
    for what in (
        r"^(#+) ",  # sections
        r"^\| `([^`]+)`",  # rows of the table of files
        r"^(restore [a-z-]+)",  # commands of the examples, in their order
        r"^\s*(result\.[a-z_]+|for edit)",
    ):
        assert re.findall(what, english, re.MULTILINE) == re.findall(what, chinese, re.MULTILINE)
    for what in (LINK.pattern, r"--[a-z]+(?:-[a-z]+)*", r"`\[[a-z]+\]`", r"\b[a-z]+_[a-z_]+\b"):
        said = {*re.findall(what, english)} - {"README.zh.md"}
        assert said <= {*re.findall(what, chinese)}
