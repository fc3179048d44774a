"""What a user's own pairs show of a model, and what the gate makes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.core.edits import Decision, Proposal, Reason
from restore.core.evidence import (
    Channel,
    Evidence,
    LanguageModelProposal,
    LexiconEntry,
    Witness,
)
from restore.errors import InputError, SettingsError
from restore.evaluation.pair_texts import MIN_PAIRS
from restore.evaluation.pairs import Pair
from restore.evaluation.proposal_bounds import lower_bound
from restore.evaluation.proposals import learn
from restore.llm.calibration import (
    Calibration,
    Kind,
    KindRow,
    Measured,
    Proposer,
    asked_model,
    read_calibration,
)
from restore.llm.questions import PROMPT
from restore.llm.weighing import calibrated, kind_of
from restore.settings import CorrectionSettings, GateSettings, LlmSettings, Settings
from tests.llm.server import Answer, serving
from tests.llm.test_proposals import answering, edits_of, run
from tests.readers.test_odd_names import run_cli

WRONG = "各有关部门要认真学习会议精神，抓好工作落实。"
RIGHT = WRONG.replace("抓好", "抓实")
CLEAN = "各级人民政府要加强对安全生产工作的领导。"
POLISHED = {"加强": "强化"}
MENDED = {"抓好": "抓实"}


def settings(url: str, cache: Path, **more: Any) -> Settings:
    given = {"url": url, "model": "scripted", "cache": str(cache), "thorough": True, **more}
    return Settings(correction=CorrectionSettings(llm=msgspec.convert(given, LlmSettings)))


def given_pairs(documents: int = 60) -> list[Pair]:
    rows = []
    for at in range(documents):
        rows += [Pair(f"{at:02}|0", WRONG, RIGHT), Pair(f"{at:02}|1", CLEAN, CLEAN)]
    return rows


def learned(tmp_path: Path, answer: Answer, rows: list[Pair], **more: Any) -> Calibration:
    with serving(answer) as script:
        wished = settings(script.url, tmp_path / "answers", **more)
        return learn(rows, wished, "2026-11-30").calibration


def kept(tmp_path: Path, calibration: Calibration) -> str:
    path = tmp_path / "gate.json"
    path.write_bytes(msgspec.json.encode(calibration))
    return str(path)


def test_what_is_right_on_the_users_pairs_is_applied(tmp_path: Path) -> None:
    found = learned(tmp_path, answering(MENDED), given_pairs())
    (row,) = found.kinds
    assert (row.support, row.proposals, row.right) == ("alone", 60, 60)
    assert row.bound >= 0.9
    assert (found.held_out.proposals, found.held_out.right) == (60, 60)
    text = "会议要求抓好督促检查。"
    with serving(answering(MENDED)) as script:
        given = settings(script.url, tmp_path / "b", calibration=kept(tmp_path, found))
        (restored,) = run([text], given)
    (edit,) = edits_of(restored)
    assert (edit.decision, edit.reason) == (Decision.APPLIED, Reason.PROPOSAL_CALIBRATED)
    (evidence,) = edit.evidence
    assert evidence == LanguageModelProposal("scripted", PROMPT, 1, 1, precision=row.bound)
    assert restored.text == text.replace("好", "实")


def test_what_polishes_is_suggested(tmp_path: Path) -> None:
    found = learned(tmp_path, answering({**MENDED, **POLISHED}), given_pairs())
    (row,) = found.kinds
    assert (row.proposals, row.right) == (120, 60)
    assert row.bound < 0.5
    assert found.held_out == Measured(0, 0, 0.0, 0, 60 * len(CLEAN))
    # A second ground is no ground where the pairs showed nothing of it.
    text = "要坚持实事求是的元泽，推动任务落地。"
    with serving(answering({"元泽": "原则"})) as script:
        given = settings(script.url, tmp_path / "b", calibration=kept(tmp_path, found))
        (restored,) = run([text], given)
    assert restored.text == text


def test_harm_is_counted_where_the_others_decided(tmp_path: Path) -> None:
    right = "会议要求抓好督促检查。"
    rows = [*given_pairs(), Pair("60|0", right, right)]
    held = learned(tmp_path, answering(MENDED), rows).held_out
    assert held.proposals - held.right == held.in_right_sentences == 1
    assert held.right_characters == 60 * len(CLEAN) + len(right)


def test_what_is_applied_without_the_model_shows_nothing_of_it(tmp_path: Path) -> None:
    wrong = "持续加强环境保护工作，严明记律。"
    rows = [Pair(f"{at:02}|0", wrong, wrong.replace("记", "纪")) for at in range(60)]
    rows += [Pair(f"{at:02}|1", CLEAN, CLEAN) for at in range(60)]
    assert not learned(tmp_path, answering({"记律": "纪律"}), rows).kinds


def test_one_document_is_not_enough(tmp_path: Path) -> None:
    """Wherever a change stands often in one document, it counts once."""
    rows = [Pair(f"{at % 5}|{at}", WRONG, RIGHT) for at in range(100)]
    rows += [Pair(f"{at % 5}|{at}", CLEAN, CLEAN) for at in range(100, 140)]
    (row,) = learned(tmp_path, answering(MENDED), rows).kinds
    assert (row.proposals, row.right) == (5, 5)
    assert row.bound < 0.9


def test_locks_hold_whatever_the_pairs_showed(tmp_path: Path) -> None:
    texts = [
        "主席张三同志指出：“要把人民放在心中最高位置。”",
        "全区政协委员300人深入基层开展调研，提出意见建议26条。",
        "会议于二〇二四年一月九日审议通过了工作报告。",
    ]
    table = {"张三": "张山", "人民放在": "群众放在", "300": "800", "一月九日": "一月八日"}
    proposer = Proposer("scripted", PROMPT, "pairs", 1, True)
    rows = tuple(
        KindRow(support, channel, 1.0, 1000, 1000, 0.99)
        for support in ("alone", "lexicon", "witness", "channel")
        for channel in (0.0, 0.2, 0.4, 0.7)
    )
    made = Calibration(
        1, proposer, "0", "2026-11-30", 1000, 500, 50, 0, 0.9, 0.95, Measured(0, 0, 0, 0, 0), rows
    )
    with serving(answering(table)) as script:
        given = settings(script.url, tmp_path / "b", calibration=kept(tmp_path, made))
        found = run(texts, given)
    assert [item.text for item in found] == texts


def test_too_few_pairs_are_refused(tmp_path: Path) -> None:
    rows = given_pairs()
    for few, said in (
        (rows[: MIN_PAIRS - 1], "99 pairs"),
        ([row for row in rows if row.source != row.target] * 2, "0 right sentences"),
        ([Pair(f"{at % 4}|0", CLEAN, CLEAN) for at in range(100)], "4 documents"),
        ([*rows[::2], *rows[::2], *rows[1:59:2]], "29 right sentences"),
    ):
        with pytest.raises(InputError, match=said):
            learn(few, settings("http://127.0.0.1:9/v1", tmp_path), "2026-11-30")


def test_too_few_answers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"2 answers are missing.*start the server"):
        learn(given_pairs(), settings("http://127.0.0.1:9/v1", tmp_path), "2026-11-30")


@pytest.mark.parametrize(
    ("wished", "said"),
    [
        ({"model": "another"}, "model"),
        ({"samples": 3}, "samples"),
        ({"answers": "sentence"}, "form"),
        ({"thorough": False}, "thorough"),
    ],
)
def test_a_calibration_of_another_model_is_refused(
    tmp_path: Path, wished: dict[str, Any], said: str
) -> None:
    made = learned(tmp_path, answering(MENDED), given_pairs())
    path = kept(tmp_path, made)
    other = settings("http://127.0.0.1:9/v1", tmp_path, **{**wished, "calibration": path})
    with pytest.raises(SettingsError, match=f"made for {said} .*train-gate"):
        run([CLEAN], other)
    newer = msgspec.structs.replace(
        made, proposer=msgspec.structs.replace(made.proposer, prompt="2020-01")
    )
    with pytest.raises(SettingsError, match="prompt"):
        read_calibration(kept(tmp_path, newer), made.proposer)


@pytest.mark.parametrize("data", [b"", b"{}", b'{"format": 2}', b"[1]"])
def test_what_is_no_calibration_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "gate.json"
    path.write_bytes(data)
    with pytest.raises(SettingsError, match="train-gate"):
        read_calibration(str(path), asked_model(LlmSettings()))
    with pytest.raises(SettingsError, match="train-gate"):
        read_calibration(str(tmp_path / "none.json"), asked_model(LlmSettings()))


PROPOSED = LanguageModelProposal("m", "p", 1, 1)


def misread(probability: float) -> Channel:
    return Channel("general", "read", 1.0, probability)


@pytest.mark.parametrize(
    ("item", "others", "kind"),
    [
        (PROPOSED, (), Kind("alone", 0.0, 1.0)),
        (LanguageModelProposal("m", "p", 2, 3), (), Kind("alone", 0.0, 0.5)),
        (PROPOSED, (misread(0.19),), Kind("channel", 0.0, 1.0)),
        (PROPOSED, (misread(0.2),), Kind("channel", 0.2, 1.0)),
        (PROPOSED, (misread(0.4),), Kind("channel", 0.4, 1.0)),
        (PROPOSED, (misread(0.7),), Kind("channel", 0.7, 1.0)),
        (PROPOSED, (Witness("d", (0, 2), "t"), misread(0.7)), Kind("witness", 0.0, 1.0)),
        (PROPOSED, (LexiconEntry("terms", "e", "t"), Witness("d", (0, 2), "t")), Kind("lexicon", 0.0, 1.0)),
        (LanguageModelProposal("m", "p", 1, 1, 0.899), (), Kind("alone", 0.0, 0.0)),
        (LanguageModelProposal("m", "p", 1, 1, 0.9), (), Kind("alone", 0.0, 0.9)),
        (LanguageModelProposal("m", "p", 1, 1, 0.99), (), Kind("alone", 0.0, 0.99)),
        (LanguageModelProposal("m", "p", 1, 1, 0.999), (), Kind("alone", 0.0, 0.999)),
    ],
)  # fmt: skip
def test_kinds(item: LanguageModelProposal, others: tuple[Evidence, ...], kind: Kind) -> None:
    assert kind_of(item, (item, *others)) == kind


def test_a_calibration_says_nothing_of_others() -> None:
    made = Calibration(
        1, Proposer("m", "p"), "0", "d", 1, 1, 1, 0, 0.9, 0.95, Measured(0, 0, 0, 0, 0), ()
    )
    other = LanguageModelProposal("other", "p", 1, 1)
    proposal = Proposal("correction", "language_model", 0, 1, "好", 0.6, (PROPOSED, other))
    (found,) = calibrated([proposal], made)
    assert found.evidence == (msgspec.structs.replace(PROPOSED, precision=0.0), other)


def test_bounds_are_those_of_clopper_and_pearson() -> None:
    # 29 of 29 reach .90, 28 of 28 do not.
    assert lower_bound(29, 29) == pytest.approx(0.05 ** (1 / 29), abs=1e-4)
    assert lower_bound(29, 29) >= GateSettings().apply_confidence
    assert lower_bound(28, 28) < GateSettings().apply_confidence
    assert lower_bound(45, 50) == pytest.approx(0.8010, abs=1e-3)
    assert lower_bound(0, 7) == 0.0
    assert 0.9 < lower_bound(1860, 2000) < 0.93


@given(st.integers(0, 60), st.integers(1, 60))
def test_a_bound_lies_below_the_share(right: int, more: int) -> None:
    total = right + more
    assert lower_bound(right, total) <= right / total
    assert lower_bound(right, total) <= lower_bound(right + 1, total) + 1e-5


def test_on_the_command_line(tmp_path: Path) -> None:
    rows = tmp_path / "pairs.jsonl"
    rows.write_bytes(msgspec.json.Encoder().encode_lines(given_pairs()))
    with serving(answering(MENDED)) as script:
        wished = tmp_path / "restore.toml"
        wished.write_text(
            f'[correction.llm]\nurl = "{script.url}"\nmodel = "scripted"\nthorough = true\n'
            f'cache = "{tmp_path / "answers"}"\n',
            encoding="utf-8",
        )
        words = ("train-gate", str(rows), "--settings", str(wished), "--date", "2026-11-30")
        first = run_cli(*words, "-o", str(tmp_path / "a.json"))
        assert first.returncode == 0, first.stderr
        asked = len(script.asked)
    second = run_cli(*words, "-o", str(tmp_path / "b.json"), "--llm-cache-only")
    assert second.returncode == 0, second.stderr
    assert asked == 2
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert (tmp_path / "a.md").read_bytes() == (tmp_path / "b.md").read_bytes()
    card = (tmp_path / "a.md").read_text(encoding="utf-8")
    for said in (
        "scripted",
        PROMPT,
        "2026-11-30",
        "pairs.jsonl: 120, 60 of them right",
        "| apply |",
    ):
        assert said in card
    assert json.loads((tmp_path / "a.json").read_bytes())["pairs"] == 120
    few = tmp_path / "few.tsv"
    few.write_text(f"a|0\t{WRONG}\t{RIGHT}\n", encoding="utf-8")
    refused = run_cli(
        "train-gate", str(few), "--settings", str(wished), "-o", str(tmp_path / "c.json")
    )
    assert refused.returncode == 2
    assert "hold 1 pairs, too few to learn from" in refused.stderr
    assert not (tmp_path / "c.json").exists()
    refused = run_cli(
        "train-gate", str(rows), "--settings", str(wished), "-o", str(tmp_path / "c.md")
    )
    assert refused.returncode == 2
    assert "the card goes there" in refused.stderr
