"""Slips that a table lists: what becomes of them, with and without the rows that quote them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from restore.cli import cli
from restore.core.document import Document
from restore.errors import InputError
from restore.evaluation.slips import measure_slips, one_line, read_slips, slips_markdown
from restore.lexicon.lexicon import Lexicon
from restore.settings import Settings

PAGE = "各级党组织一如即往地推进乡村振兴，\n加强水污染防治防治工作。\n\n面对前所未有的困难和挑战，全省上下没有退缩，大家齐心协力想办法，各级干部都不能一愁莫展，要主动作为。\n"
ROWS = (
    "# document, read, right, expected\n"
    "page\t一如即往地\t一如既往地\tapplied\n"
    "page\t水污染防治防治\t水污染防治\tapplied\n"
    "page\t各级党组织\t各级党委\tmissed\n"
)


def _table(folder: Path, rows: str = ROWS) -> Path:
    path = folder / "slips.tsv"
    path.write_text(rows, encoding="utf-8")
    return path


def test_what_becomes_of_them(tmp_path: Path) -> None:
    slips = read_slips(_table(tmp_path))
    document = Document.from_text(PAGE, id="page.txt")
    lexicon = Lexicon.load()
    score = measure_slips([document], slips, Settings(), lexicon)
    assert score.outcomes == ("applied", "applied", "missed")
    # 一愁莫展 is in no row of the table.
    assert len(score.changed) == 1
    assert score.changed[0].startswith("一愁莫展 → 一筹莫展")
    assert "| all slips | 3 | 2 | 0 | 1 |" in slips_markdown("slips", slips, score)
    assert "| those expected found | 2 | 2 | 0 | 0 |" in slips_markdown("slips", slips, score)


def test_rows_that_quote_a_text_are_left_out() -> None:
    text = one_line(PAGE)
    lexicon = Lexicon.load()
    less = lexicon.without_rows_of([text])
    assert {entry.wrong for entry in lexicon.confusions} - {
        entry.wrong for entry in less.confusions
    } == {"一如即往", "一愁莫展"}
    assert less.terms == lexicon.terms
    # A term that has no source but a text goes with it.
    (alone, *_) = (term.term for term in lexicon.terms.values() if not term.has_source)
    assert alone not in lexicon.without_rows_of([f"会议指出，{alone}。"]).terms
    assert "一带一路" in lexicon.without_rows_of(["共建一带一路"]).terms


@pytest.mark.parametrize(
    ("rows", "message"),
    [("page\t一如即往\t一如既往\n", "3 cells"), ("page\t不在文中\t在文中\tmissed\n", "no such")],
)
def test_a_table_that_does_not_fit(tmp_path: Path, rows: str, message: str) -> None:
    path = _table(tmp_path, rows)
    with pytest.raises(InputError, match=message):
        measure_slips(
            [Document.from_text(PAGE, id="page")], read_slips(path), Settings(), Lexicon.load()
        )


def test_the_command(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "page.txt").write_text(PAGE, encoding="utf-8")
    arguments = ["evaluate", "correction", str(_table(tmp_path))]
    arguments += ["--slips-of", str(tmp_path / "texts")]
    told = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert told.exit_code == 0
    assert "| all slips | 3 | 2 | 0 | 1 |" in told.output
    arguments += ["--without-rows-of", str(tmp_path / "texts")]
    assert "| all slips | 3 |" in CliRunner().invoke(cli, arguments).output
