"""Correctors of the user's own on this machine: tokens, batches, and what the gate makes of them."""

from __future__ import annotations

import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from restore.commands.health import examine
from restore.core.edits import Decision, Edit, Reason
from restore.core.evidence import LanguageModelProposal
from restore.errors import SettingsError
from restore.evaluation.proposals import learn
from restore.llm import corrector as module
from restore.llm import local
from restore.llm.answers import Change
from restore.llm.corrector import Corrector, Sure
from restore.llm.local import corrector_at, local_corrector
from restore.llm.tokens import Vocabulary
from restore.pipeline import Restored
from restore.settings import CorrectionSettings, CorrectorSettings, Settings
from tests.llm.correctors import VOCABULARY, onnx_corrector, random_bert, write_vocabulary
from tests.llm.test_calibration import CLEAN as RIGHT_SENTENCE
from tests.llm.test_calibration import given_pairs, kept
from tests.llm.test_proposals import CLEAN, result, run
from tests.readers.test_odd_names import run_cli

NUMBERS = {token: at for at, token in enumerate(VOCABULARY)}
SENTENCE = "老人把船划到糊心，撒下网，慢慢等着天亮。"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    local._named.cache_clear()
    corrector_at.cache_clear()


def settings(folder: Path, **more: Any) -> Settings:
    given = {"path": str(folder), "thorough": True, **more}
    chosen = msgspec.convert(given, CorrectorSettings)
    return Settings(correction=CorrectionSettings(corrector=chosen))


def edits_of(found: Restored) -> list[Edit]:
    return [edit for edit in found.edits if edit.rule == "corrector"]


def putting(table: dict[str, str], most: int = 512, seen: list[int] | None = None) -> Corrector:
    """Return a corrector that needs no runtime: it puts one token for another."""

    def predict(numbers: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        assert numbers.shape == mask.shape
        assert numbers.shape[1] <= most
        if seen is not None:
            seen.append(numbers.size)
        scores = np.eye(len(NUMBERS), dtype=np.float32) * 9
        for read, put in table.items():
            scores[NUMBERS[read]] = np.eye(len(NUMBERS), dtype=np.float32)[NUMBERS[put]] * 9
        return scores[numbers]

    return Corrector(Vocabulary(NUMBERS), predict, most)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("天亮", ["天", "亮"]),
        ("2024天", ["20", "##24", "天"]),
        ("OCR3 天", ["ocr", "##3", "天"]),
        ("ÓCR天", ["ocr", "天"]),
        ("2025天", ["[UNK]", "天"]),
        ("㐀天𠀀", ["[UNK]", "天", "[UNK]"]),
        ("天，。x", ["天", "，", "。", "[UNK]"]),
        ("\n　 ", []),
    ],
)
def test_tokens(sentence: str, expected: list[str]) -> None:
    tokens = Vocabulary(NUMBERS).tokens(sentence)
    assert [VOCABULARY[token.number] for token in tokens] == expected
    for token in tokens:
        known = sentence[token.start : token.end] == VOCABULARY[token.number]
        assert known or not token.own


@given(st.text("天亮糊2024OCR3ÓＡ，。 \n㐀𠀀xé", max_size=40))
def test_every_token_stands_where_it_says(sentence: str) -> None:
    tokens = Vocabulary(NUMBERS).tokens(sentence)
    assert len(tokens) <= 2 * len(sentence)
    assert all(0 <= a.start <= b.start < b.end <= len(sentence) for a, b in pairwise(tokens))
    for token in tokens:
        if token.own:
            assert sentence[token.start : token.end] == VOCABULARY[token.number]


def test_only_known_characters_change_and_each_in_its_place() -> None:
    table = {"糊": "湖", "20": "天", "[UNK]": "天", "，": "。", "撒": "ocr", "亮": "[UNK]"}
    (found,) = putting(table).correct(["2024年糊心，撒下𠀀ocr糊。"])
    assert [item.change for item in found] == [Change(5, 6, "湖"), Change(14, 15, "湖")]


@pytest.mark.parametrize("most", [3, 4, 6, 9, 10, 34, 512])
def test_a_sentence_longer_than_the_model_sees_is_read_in_parts(most: int) -> None:
    sentence = "糊天亮" * 40
    (found,) = putting({"糊": "湖"}, most).correct([sentence])
    assert [item.change for item in found] == [Change(at, at + 1, "湖") for at in range(0, 120, 3)]


@given(st.integers(3, 12), st.integers(0, 60))
def test_every_place_is_judged_once(most: int, length: int) -> None:
    (found,) = putting({"糊": "湖"}, most).correct(["糊" * length])
    assert [item.change.start for item in found] == list(range(length))


def test_a_model_that_rephrases_is_read_behind_the_sentence() -> None:
    """The scores of a mask are those of the token that stands as far behind the first mark."""

    def predict(numbers: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        scores = np.zeros((*numbers.shape, len(NUMBERS)), np.float32)
        for row, ids in enumerate(numbers):
            assert mask[row].all()
            assert len(ids) <= 20
            first, second = np.flatnonzero(ids == NUMBERS["[SEP]"])
            assert (ids[first + 1 : second] == NUMBERS["[MASK]"]).all()
            assert second - first == first
            for at, number in enumerate(ids[1:first]):
                put = NUMBERS["湖"] if number == NUMBERS["糊"] else number
                scores[row, first + 1 + at, put] = 9
        return scores

    corrector = Corrector(Vocabulary(NUMBERS), predict, 20, rephrases=True)
    found = corrector.correct(["2024糊心", "糊天亮" * 20, "天"])
    assert [[item.change.start for item in one] for one in found] == [[4], [*range(0, 60, 3)], []]


def test_batches_are_bounded_and_change_nothing() -> None:
    seen: list[int] = []
    sentences = [("糊天亮" * (1 + at % 90))[: 1 + 7 * at % 270] for at in range(60)]
    together = putting({"糊": "湖"}, seen=seen).correct(sentences)
    assert together == [putting({"糊": "湖"}).correct([item])[0] for item in sentences]
    assert 1 < len(seen) < len(sentences)
    assert max(seen) <= module._BATCH_TOKENS


def test_nothing_to_look_at() -> None:
    assert putting({}).correct([]) == []
    assert putting({}).correct(["", "2024 ocr", "㐀"]) == [[], [], []]


def test_a_real_onnx_model_proposes(tmp_path: Path) -> None:
    folder = onnx_corrector(tmp_path / "table", {"糊": "湖", "撒": "洒"})
    assert corrector_at(folder).correct([SENTENCE]) == [
        [Sure(Change(6, 7, "湖"), 0.993), Sure(Change(9, 10, "洒"), 0.993)]
    ]
    text = "打开设置页面，撒下网，慢慢等着天亮。"
    (found,) = run([text], settings(folder))
    assert found.text == text
    (edit,) = edits_of(found)
    assert (edit.before, edit.after, edit.decision) == ("撒", "洒", Decision.SUGGESTED)
    (evidence,) = edit.evidence
    assert isinstance(evidence, LanguageModelProposal)
    assert evidence.model.startswith("table@")
    assert evidence.prompt == "onnx"
    assert evidence.probability is not None
    assert evidence.probability > 0.99


def test_with_a_second_ground_it_applies(tmp_path: Path) -> None:
    folder = onnx_corrector(tmp_path / "table", {"织": "识"})
    (found,) = run(["广大委员积极建言资政、凝聚共织。"], settings(folder))
    assert found.text == "广大委员积极建言资政、凝聚共识。"
    (edit,) = [edit for edit in found.edits if edit.after.endswith("识")]
    assert edit.reason is Reason.PROPOSAL_AND_GROUND


def test_a_corrector_that_changes_everything_changes_nothing(tmp_path: Path) -> None:
    table = {char: "网" for char in "会议听取报告全区政协委员提出天亮下人把" if char in NUMBERS}
    folder = onnx_corrector(tmp_path / "wild", table)
    texts = [*CLEAN, "会议听取报告。"]
    found = run(texts, settings(folder))
    assert [item.text for item in found] == texts
    refused = sum((item.refused for item in found), Counter())
    assert any("answer_rewrites" in str(key) for key in refused)


def test_of_what_it_is_not_sure_it_says_nothing(tmp_path: Path) -> None:
    folder = onnx_corrector(tmp_path / "unsure", {"撒": "洒"}, score=0.5)
    text = "打开设置页面，撒下网，慢慢等着天亮。"
    assert not edits_of(run([text], settings(folder))[0])
    assert edits_of(run([text], settings(folder, least=0.01))[0])
    assert CorrectorSettings().least == 0.5


def test_the_same_bytes_again_and_in_any_company(tmp_path: Path) -> None:
    folder = onnx_corrector(tmp_path / "table", {"撒": "洒", "糊": "湖"})
    texts = [f"第{at}号文件：{SENTENCE}" for at in range(6)]
    together = run(texts, settings(folder))
    assert result(together) == result(run(texts, settings(folder)))
    for at, item in enumerate(together):
        (alone,) = run(texts[at : at + 1], settings(folder))
        assert [(a.before, a.after, a.evidence) for a in edits_of(alone)] == [
            (a.before, a.after, a.evidence) for a in edits_of(item)
        ]


def test_it_is_calibrated_as_a_language_model_is(tmp_path: Path) -> None:
    folder = onnx_corrector(tmp_path / "table", {"撒": "洒"})
    rows = [
        msgspec.structs.replace(
            row,
            source=row.source.replace("抓好", "撒下"),
            target=row.target.replace("抓实", "洒下"),
        )
        for row in given_pairs()
    ]
    learned = learn(rows, settings(folder), "2026-11-30").calibration
    (row,) = learned.kinds
    assert (row.support, row.proposals, row.right) == ("alone", 60, 60)
    wished = settings(folder, calibration=kept(tmp_path, learned))
    (found,) = run([rows[0].source, RIGHT_SENTENCE][:1], wished)
    (edit,) = edits_of(found)
    assert (edit.decision, edit.reason) == (Decision.APPLIED, Reason.PROPOSAL_CALIBRATED)
    other = onnx_corrector(tmp_path / "other", {"撒": "网"})
    with pytest.raises(SettingsError, match="made for model"):
        run([RIGHT_SENTENCE], settings(other, calibration=kept(tmp_path, learned)))


def test_what_is_wrong_with_a_folder_is_said(tmp_path: Path) -> None:
    for folder, said in (
        (tmp_path / "none", "holds no corrector"),
        (tmp_path / "empty", "holds no corrector"),
    ):
        (tmp_path / "empty").mkdir(exist_ok=True)
        with pytest.raises(SettingsError, match=said):
            run([RIGHT_SENTENCE], settings(folder))
    folder = onnx_corrector(tmp_path / "table", {})
    (folder / "vocab.txt").unlink()
    with pytest.raises(SettingsError, match="vocabulary"):
        corrector_at(folder)
    write_vocabulary(folder)
    (folder / "model.onnx").write_bytes(b"no model")
    with pytest.raises(SettingsError, match="cannot be loaded by onnxruntime"):
        corrector_at(folder)


def test_a_vocabulary_of_another_model_is_told(tmp_path: Path) -> None:
    folder = onnx_corrector(tmp_path / "table", {})
    with (folder / "vocab.txt").open("a", encoding="utf-8") as stream:
        stream.write("年\n")
    with pytest.raises(SettingsError, match="another vocabulary"):
        corrector_at(folder).correct([SENTENCE])


@pytest.mark.parametrize(
    ("packages", "files", "cure"),
    [
        (["onnxruntime"], ["model.onnx"], "restore-zh\\[onnx\\]"),
        (["transformers"], ["config.json", "model.safetensors"], "pip install transformers torch"),
    ],
)
def test_a_runtime_that_is_not_installed_is_named(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    packages: list[str],
    files: list[str],
    cure: str,
) -> None:
    for name in packages:
        monkeypatch.setitem(sys.modules, name, None)
    write_vocabulary(tmp_path)
    for name in files:
        (tmp_path / name).write_text("{}", encoding="utf-8")
    with pytest.raises(SettingsError, match=cure):
        corrector_at(tmp_path)


def test_a_bert_of_transformers_proposes(tmp_path: Path) -> None:
    folder = random_bert(tmp_path / "bert")
    found = corrector_at(folder).correct([SENTENCE, "糊心" * 60, "2024ocr㐀"])
    assert found == corrector_at(folder).correct([SENTENCE, "糊心" * 60, "2024ocr㐀"])
    assert found[0]
    assert found[2] == []
    for sentence, changes in zip((SENTENCE, "糊心" * 60), found, strict=False):
        for (start, end, after), probability in changes:
            assert sentence[start:end] != after
            assert end - start == len(after) == 1
            assert 0 < probability <= 1
    run([SENTENCE, *CLEAN], settings(folder, least=0.0))
    assert local_corrector(settings(folder).correction.corrector).prompt == "transformers"


def test_on_the_command_line(tmp_path: Path) -> None:
    folder = onnx_corrector(tmp_path / "table", {"撒": "洒"})
    (tmp_path / "a.txt").write_text("打开设置页面，撒下网，慢慢等着天亮。\n", encoding="utf-8")
    wished = tmp_path / "restore.toml"
    wished.write_text(f'[correction.corrector]\npath = "{folder}"\nthorough = true\n', "utf-8")
    words = ("clean", str(tmp_path / "a.txt"), "--settings", str(wished), "--no-report")
    done = run_cli(*words, "-o", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    assert b'"probability"' in (tmp_path / "out" / "edits.jsonl").read_bytes()
    health = {item.name: item for item in examine(wished).components}
    assert health["corrector of the user"].state == "ok"
    wished.write_text(f'[correction.corrector]\npath = "{tmp_path / "none"}"\n', "utf-8")
    done = run_cli(*words, "-o", str(tmp_path / "out"))
    assert done.returncode == 2
    assert "holds no corrector" in done.stderr
    health = {item.name: item for item in examine(wished).components}
    assert health["corrector of the user"].state == "missing"
