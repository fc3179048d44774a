"""What a run over files says and spends when it asks a language model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from restore.executors.local import Asked
from restore.executors.work import WorkFolder
from restore.llm import client
from restore.llm.ledger import MAX_FAILURES, Cause, Ledger
from restore.report.html import report_strings
from restore.settings import (
    CorrectionSettings,
    FigureSettings,
    LlmSettings,
    Settings,
    SettingsError,
)
from tests.executors.corpus import local, outputs
from tests.llm.server import Answer, pairs, serving
from tests.readers.test_odd_names import run_cli

SENTENCE = "第{}号文件：老人把船划到糊心，撒下网，慢慢等着天亮。"


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_PAUSE_S", 0.01)


def folder_of(tmp_path: Path, documents: int) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for at in range(documents):
        (folder / f"{at:02}.txt").write_text(SENTENCE.format(at), encoding="utf-8")
    return folder


def settings(url: str, cache: Path, **more: Any) -> Settings:
    given = {"url": url, "model": "scripted", "cache": str(cache), "thorough": True, **more}
    llm = msgspec.convert(given, LlmSettings)
    return Settings(correction=CorrectionSettings(llm=llm), figures=FigureSettings(enabled=False))


def asked(folder: Path, out: Path, wished: Settings, **given: Any) -> Asked:
    found = local(folder, out, settings=wished, **given).asked
    assert found is not None
    return found


def good(_sentence: str, _before: int) -> tuple[int, str]:
    return 200, pairs(("撒下", "洒下"))


def broken(_sentence: str, _before: int) -> bytes:
    return b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"choi'


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (lambda _s, _n: (401, "no"), "key"),
        (lambda _s, _n: (403, "no"), "key"),
        (lambda _s, _n: (404, "no"), "model"),
        (lambda _s, _n: (400, "no"), "request"),
        (lambda _s, _n: (413, "no"), "request"),
        (lambda _s, _n: (429, "no"), "busy"),
        (lambda _s, _n: (500, "no"), "server"),
        (lambda _s, _n: (307, "no"), "url"),
        (broken, "broken"),
        (lambda _s, _n: b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n[42]", "protocol"),
        (lambda _s, _n: (200, None), "no_text"),
    ],
)
def test_why_answers_are_missing_is_told(tmp_path: Path, answer: Answer, cause: Cause) -> None:
    with serving(answer) as script:
        found = asked(
            folder_of(tmp_path, 2), tmp_path / "out", settings(script.url, tmp_path / "a")
        )
    (missing,) = found.missing
    assert (missing.cause, missing.count) == (cause, 2)
    assert [missing.zh, missing.en] == report_strings()["missing_answer"][cause]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_bytes())
    assert msgspec.convert(manifest["run"]["asked"], Asked) == found


@pytest.mark.parametrize(
    ("wished", "cause"),
    [
        ({"url": "http://127.0.0.1:9/v1"}, "unreachable"),
        ({"url": "127.0.0.1:9/v1"}, "url"),
        ({"url": "http://host:port/v1"}, "url"),
        ({"url": "", "cache_only": True}, "cache_only"),
    ],
)
def test_why_nothing_was_sent_is_told(tmp_path: Path, wished: dict[str, Any], cause: Cause) -> None:
    found = asked(
        folder_of(tmp_path, 2), tmp_path / "out", settings(**wished, cache=tmp_path / "a")
    )
    assert [(item.cause, item.count) for item in found.missing] == [(cause, 2)]


def test_a_slow_server_is_told(tmp_path: Path) -> None:
    with serving(good) as script:
        script.pause = 1.3
        wished = settings(script.url, tmp_path / "a", timeout_s=1.0)
        found = asked(folder_of(tmp_path, 1), tmp_path / "out", wished)
    assert [(item.cause, item.count) for item in found.missing] == [("timeout", 1)]


def test_a_key_that_cannot_be_sent_is_told_and_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RESTORE_LLM_KEY", "密钥\nsecret")
    with serving(good) as script:
        found = asked(
            folder_of(tmp_path, 1), tmp_path / "out", settings(script.url, tmp_path / "a")
        )
    assert [item.cause for item in found.missing] == ["key"]
    assert not any(b"secret" in data for data in outputs(tmp_path / "out").values())


def test_after_five_failures_in_a_row_the_rest_is_not_asked(tmp_path: Path) -> None:
    with serving(lambda _s, _n: (401, "no")) as script:
        wished = settings(script.url, tmp_path / "a", at_once=1)
        found = asked(folder_of(tmp_path, 9), tmp_path / "out", wished)
        assert len(script.asked) == MAX_FAILURES == 5
    assert [(item.cause, item.count) for item in found.missing] == [("gone", 4), ("key", 5)]


def test_every_cause_has_words() -> None:
    words = report_strings()["missing_answer"]
    assert set(words) == set(Cause.__args__)


def test_a_run_says_why_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RESTORE_LLM_KEY", "sk-very-secret")
    with serving(lambda _s, _n: (401, "sk-very-secret is no key")) as script:
        wished = tmp_path / "restore.toml"
        wished.write_text(
            f'[correction.llm]\nurl = "{script.url}"\nmodel = "scripted"\nthorough = true\n'
            f'cache = "{tmp_path / "answers"}"\n',
            encoding="utf-8",
        )
        folder = str(folder_of(tmp_path, 2))
        done = run_cli("clean", folder, "-o", str(tmp_path / "out"), "--settings", str(wished))
        health = run_cli("doctor", "--settings", str(wished))
    assert done.returncode == 0
    assert done.stderr.count("RESTORE_LLM_KEY") == 1
    assert "answers of the language model missing, 2" in done.stderr
    assert "RESTORE_LLM_KEY" in health.stdout
    said = [done.stdout, done.stderr, health.stdout, health.stderr]
    assert not any("secret" in text for text in said)
    assert not any(b"secret" in data for data in outputs(tmp_path / "out").values())


def test_an_address_with_a_key_is_refused() -> None:
    for url in ("https://me:sk-1@host/v1", "https://host/v1?key=sk-1"):
        with pytest.raises(SettingsError, match="RESTORE_LLM_KEY") as refused:
            LlmSettings(url=url, model="m")
        assert "sk-1" not in str(refused.value)


def test_the_bound_is_one_of_the_run_over_its_processes(tmp_path: Path) -> None:
    with serving(good) as script:
        wished = settings(script.url, tmp_path / "a", max_requests=3, at_once=2)
        found = asked(folder_of(tmp_path, 8), tmp_path / "out", wished, workers=2, shard=100)
        assert len(script.asked) == 3
        assert (found.requests, found.tokens) == (3, 3 * 450)
        assert [(item.cause, item.count) for item in found.missing] == [("budget", 5)]
        # Another run goes on.
        found = asked(tmp_path / "in", tmp_path / "out", wished, workers=2, shard=100)
        assert len(script.asked) == 6
    assert [(item.cause, item.count) for item in found.missing] == [("budget", 2)]


class _Stop(BaseException):
    """Ends a run as a kill would."""


@contextmanager
def stopped_after_correction(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    finish = WorkFolder.finish

    def stop(self: WorkFolder, phase: str, *given: Any) -> None:
        finish(self, phase, *given)
        if phase == "correct":
            raise _Stop

    with monkeypatch.context() as patch:
        patch.setattr(WorkFolder, "finish", stop)
        yield


def test_a_stopped_run_goes_on_with_what_it_has_spent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out = folder_of(tmp_path, 8), tmp_path / "out"
    with serving(good) as script:
        wished = settings(script.url, tmp_path / "a", max_requests=6)
        with pytest.raises(_Stop), stopped_after_correction(monkeypatch):
            local(folder, out, settings=wished, shard=150)
        before = len(script.asked)
        assert before
        found = asked(folder, out, wished, shard=150)
        assert len(script.asked) == 6
    assert (found.requests, found.requests_before) == (6, before)
    assert [(item.cause, item.count) for item in found.missing] == [("budget", 2)]


def test_a_stopped_run_comes_to_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(tmp_path, 8)
    with serving(good) as script:
        wished = settings(script.url, tmp_path / "a")
        with pytest.raises(_Stop), stopped_after_correction(monkeypatch):
            local(folder, tmp_path / "stopped", settings=wished, shard=150)
        local(folder, tmp_path / "stopped", settings=wished, shard=150, workers=2)
        assert len(script.asked) == 8
    # The server is gone: all comes from the kept answers.
    local(folder, tmp_path / "again", settings=wished)
    found = [outputs(tmp_path / name) for name in ("stopped", "again")]
    for item in found:
        manifest = json.loads(item["manifest.json"])
        del manifest["run"]
        item["manifest.json"] = json.dumps(manifest).encode()
    assert found[0] == found[1]
    assert b"language_model_proposal" in found[0]["edits.jsonl"]


def test_a_ledger_counts_for_all_who_share_its_file(tmp_path: Path) -> None:
    one, two = Ledger(tmp_path / "asked.json"), Ledger(tmp_path / "asked.json")
    assert [ledger.take(3) for ledger in (one, two, one, two)] == [True, True, True, False]
    assert one.spent == two.spent
    for number in range(MAX_FAILURES):
        assert not two.spent.gone
        one.failed(str(number), "server")
    assert two.spent.gone
    assert two.reopen().gone
    assert not one.spent.gone
    assert one.settle() == {"server": MAX_FAILURES}
    assert one.settle() == {}
