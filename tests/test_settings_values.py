"""Values of settings: what means nothing is refused, all else gives a result that reverses."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restore.core.document import Document
from restore.errors import SettingsError
from restore.pipeline import restore_corpus
from restore.settings import (
    DedupSettings,
    GateSettings,
    LayoutSettings,
    Settings,
    load_settings,
    numbers,
)

KINDS = {"gate": GateSettings, "dedup": DedupSettings, "layout": LayoutSettings}
NUMBERS = [(section, key) for section, kind in KINDS.items() for key in numbers(kind)]


def test_every_number_has_its_bounds() -> None:
    for field in msgspec.structs.fields(Settings):
        for key, value in msgspec.structs.asdict(field.default).items():
            number = isinstance(value, int | float) and not isinstance(value, bool)
            assert number == (key in numbers(field.type)), key


@pytest.mark.parametrize(("section", "key"), NUMBERS)
@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "-1e9", "1e300"])
def test_what_means_nothing_is_refused(tmp_path: Path, section: str, key: str, value: str) -> None:
    path = tmp_path / "restore.toml"
    path.write_text(f"[{section}]\n{key} = {value}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=f"restore.toml: .*{key}"):
        load_settings(path)


@pytest.mark.parametrize("section", ["gate", "dedup"])
def test_thresholds_that_are_the_wrong_way_round_are_refused(section: str) -> None:
    wrong = {"gate": ("suggest_confidence", 0.95), "dedup": ("variant", 0.95)}[section]
    with pytest.raises(SettingsError, match="lower it"):
        msgspec.convert({section: {wrong[0]: wrong[1]}}, Settings)


def test_a_number_of_too_many_digits_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "restore.toml"
    path.write_text(f"[dedup]\nmin_length = {'9' * 5000}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="cannot be read as TOML"):
        load_settings(path)


SHARE = st.one_of(st.sampled_from([0.0, 0.5, 0.7, 0.9, 0.95, 1.0]), st.floats(0, 1))
MARGIN = st.sampled_from([0.0, 0.5, 2.0, 50.0, 1e6])
LENGTH = st.sampled_from([1, 5, 20, 10_000])


@st.composite
def anything(draw: st.DrawFn) -> Settings:
    """Draw settings that are let through, near and at their ends."""
    suggest, apply = sorted((draw(SHARE), draw(SHARE)))
    low, high = sorted((draw(SHARE), draw(SHARE)))
    variant, similarity = sorted((draw(SHARE), draw(SHARE)))
    margins = [key for section, key in NUMBERS if section == "gate" and "margin" in key]
    gate = GateSettings(
        apply_confidence=apply,
        suggest_confidence=suggest,
        apply_channel=high,
        apply_scanned=draw(st.sampled_from([high, 1.0])),
        suggest_channel=low,
        apply_merge=draw(SHARE),
        sure_probability=draw(SHARE),
        sure_factor=draw(st.sampled_from([1.0, 2.0, 1e6])),
        **{key: draw(MARGIN) for key in margins},
    )
    dedup = DedupSettings(
        enabled=draw(st.booleans()),
        across_documents=draw(st.booleans()),
        min_length=draw(LENGTH),
        similarity=similarity,
        variant=variant,
        across_min_length=draw(LENGTH),
        partial_length=draw(LENGTH),
    )
    layout = LayoutSettings(
        join=draw(st.booleans()),
        furniture=draw(st.booleans()),
        reorder=draw(st.booleans()),
        across_documents=draw(st.booleans()),
        link=draw(st.sampled_from([-1e6, -1.0, 0.0, 5.0, 1e6])),
    )
    return Settings(gate=gate, dedup=dedup, layout=layout)


_SEED = (Path(__file__).parents[1] / "seeds").glob("*.txt")
_TEXTS = [
    *(path.read_text(encoding="utf-8")[:2500] for path in sorted(_SEED)[:2]),
    "某某日报 2025年1月9日 第3版\n（上接第1版）重点任务，强调要持续加强环境保护工作，严明记律，\n"
    "市委常委会召开会议，听取今年以来全市水污染防治防治工作情况汇报，研究部署下一阶段\n（下转第4版）",
    "",
]


@settings(max_examples=25, deadline=None)
@given(wanted=anything())
def test_whatever_the_settings_the_result_reverses(wanted: Settings) -> None:
    documents = [Document.from_text(text, id=str(n)) for n, text in enumerate(_TEXTS)]
    result = restore_corpus(documents, settings=wanted, check_figures=False)
    assert result.failures == ()
    for document, item in zip(documents, result.restored, strict=True):
        assert item.log.revert(item.text) == document.source
        for block in item.blocks:
            assert 0 <= block.start <= block.end <= len(item.text)


def test_lines_that_a_pass_has_emptied_are_linked_with_nothing() -> None:
    gate = GateSettings(**dict.fromkeys(("apply_confidence", "suggest_confidence"), 0.0))
    wanted = Settings(layout=LayoutSettings(furniture=False, link=-1e6), gate=gate)
    documents = [Document.from_text(text, id=str(n)) for n, text in enumerate(_TEXTS)]
    assert restore_corpus(documents, settings=wanted, check_figures=False).failures == ()


@pytest.mark.parametrize("value", [0.0, 0.3, 0.7, 0.9, 0.96, 1.0])
def test_every_threshold_of_application_keeps_blocks_and_lines_together(value: float) -> None:
    gate = GateSettings(apply_confidence=value, suggest_confidence=min(value, 0.5))
    documents = [Document.from_text(text, id=str(n)) for n, text in enumerate(_TEXTS)]
    result = restore_corpus(documents, settings=Settings(gate=gate), check_figures=False)
    assert result.failures == ()
    for item in result.restored:
        lines = [line for line in item.text.split("\n") if line not in ("", "\f")]
        assert [item.text[block.start : block.end] for block in item.blocks] == lines
