"""The command line in Chinese and in English: help, errors, summaries, and what does not change."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import msgspec
import pytest

from tests.cli.helpers import NOISY, Runner, files, put
from tests.messages import MESSAGES, commands, helped

HAN = re.compile(r"[\u4e00-\u9fff]")
COMMANDS = [pytest.param(words, command, id=" ".join(words)) for words, command in commands()]


def compact(text: str) -> str:
    """Return a text without its white space: where lines are broken does not matter."""
    return "".join(text.split())


@pytest.fixture
def chinese(restore: Runner, monkeypatch: pytest.MonkeyPatch) -> Runner:
    monkeypatch.setenv("RESTORE_LANGUAGE", "zh")
    return restore


@pytest.mark.parametrize(("words", "command"), COMMANDS)
def test_every_help_page_is_chinese(
    chinese: Runner, words: tuple[str, ...], command: click.Command
) -> None:
    page = chinese(*words, "--help").text
    assert page.startswith(f"用法：{' '.join(('restore', *words))}")
    assert "选项：" in page
    assert "显示本帮助后退出。" in page
    for english in helped(command):
        assert compact(MESSAGES[english]) in compact(page)
        assert english not in " ".join(page.split())


@pytest.mark.parametrize(("words", "command"), COMMANDS)
def test_every_help_page_is_english(
    restore: Runner, words: tuple[str, ...], command: click.Command
) -> None:
    page = restore(*words, "--help").text
    assert page.startswith(f"Usage: {' '.join(('restore', *words))}")
    assert HAN.search(page) is None
    assert all(compact(english) in compact(page) for english in helped(command))


def test_chinese_help_fits_the_terminal(chinese: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    from restore.commands.console import columns

    monkeypatch.setenv("COLUMNS", "80")
    lines = chinese("clean", "--help").text.splitlines()
    assert max(map(columns, lines)) <= 80
    # Marks stay with what they end.
    assert not any(line.strip()[:1] in set("，。；：、）") for line in lines)


def test_the_language_may_stand_anywhere(restore: Runner) -> None:
    for words in (("--language", "zh", "clean"), ("clean", "--language=zh")):
        assert "不存在；请检查路径" in restore(*words, "none.txt").err
    assert restore("clean", "--language", "en", "none.txt").err.count("does not exist; check") == 1


def test_a_language_that_is_not_there_is_a_usage_error(restore: Runner) -> None:
    result = restore("clean", "x.txt", "--language", "fr")
    assert result.code == 2
    assert "'fr' is not one of 'zh', 'en'" in result.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nothing",), "错误：没有命令 'nothing'。"),
        (("clean",), "错误：缺少参数 'INPUT...'。"),
        (("clean", "--nothing", "x"), "错误：没有选项 '--nothing'。"),
        (("clean", "x", "--workers", "0"), "错误：'--workers' 的值无效：0 不在 x>=1 的范围内。"),
        (("clean", "x", "--workers", "a"), "错误：'--workers' 的值无效：'a' 不是整数。"),
        (("clean", "x", "--settings"), "错误：选项 '--settings' 须带值。"),
        (("clean", "x", "--settings", "y"), "错误：'--settings' 的值无效：文件 'y' 不存在。"),
        (("report", "none"), "错误：'OUT' 的值无效：文件夹 'none' 不存在。"),
        (("doctor", "x"), "错误：多出了参数（x）"),
        (("clean", "x", "--no-report=1"), "错误：选项 '--no-report' 不带值。"),
        (("clean", "x", "--encoding", "q"), "错误：'--encoding' 的值无效：'q' 不是编码名；"),
        (
            ("clean", "x", "--errors", "q"),
            "错误：'--errors' 的值无效：'q' 不在可选值之内：'strict'",
        ),
    ],
)
def test_usage_errors(chinese: Runner, words: tuple[str, ...], told: str) -> None:
    result = chinese(*words)
    assert result.code == 2
    assert told in result.err


def test_a_broken_file_among_others(chinese: Runner, tmp_path: Path) -> None:
    put(tmp_path / "in/good.txt")
    (tmp_path / "in/broken.txt").write_bytes(b"abc\0" * 8)
    (tmp_path / "in/picture.bin").write_bytes(b"\0\1\2")
    result = chinese("clean", "in", "-o", "out", "--no-report")
    assert result.code == 2
    told = "broken.txt：是二进制文件：含有 NUL 字节（第 3 字节处）；请给出纯文本；"
    assert f"restore：in/{told}" in result.err
    assert "未读：1 × .bin（in/picture.bin）；" in result.err
    lines = result.err.splitlines()
    assert "读取：" in lines
    assert "未读：" in lines
    assert any(line.endswith(".bin，格式不能识别") for line in lines)
    assert lines[-2].startswith("1 篇，1 篇无法处理，已改 1 处，建议 0 处，提示 0 处，")
    assert lines[-2].endswith(" 秒")


def test_the_same_in_english(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "in/good.txt")
    (tmp_path / "in/broken.txt").write_bytes(b"abc\0" * 8)
    result = restore("clean", "in", "-o", "out", "--no-report")
    assert "restore: in/broken.txt: is binary: it holds a NUL at byte 3; give plain" in result.err
    last = result.err.splitlines()[-2]
    assert last.startswith(
        "1 document, 1 could not be processed, 1 applied, 0 suggested, 0 flagged, "
    )


def test_check_and_doctor(chinese: Runner, tmp_path: Path) -> None:
    put(tmp_path / "a.txt")
    result = chinese("check", "a.txt", "-v")
    assert "a.txt：将改 1 处，建议 0 处，提示 0 处\n" in result.text
    assert "已改 · " in result.text
    page = chinese("doctor").text
    assert "\n正常" in page
    assert "引擎 own" in page


def test_results_are_the_same_bytes_in_both_languages(
    restore: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "in/a.txt", NOISY * 3)
    put(tmp_path / "in/b.jsonl", '{"text": "持续加强水污染防治防治工作。"}\n{"x": 1}\n')
    (tmp_path / "in/c.txt").write_bytes(b"abc\0" * 8)
    written = {}
    for language in ("en", "zh"):
        monkeypatch.setenv("RESTORE_LANGUAGE", language)
        restore("clean", "in", "-o", language, "--workers", "2")
        found = files(tmp_path / language)
        manifest = msgspec.json.decode(found.pop("manifest.json"))
        del manifest["run"]
        written[language] = (found, manifest)
        out = restore("clean", "in/a.txt", "--format", "json").out
        written[language] += (out, restore("diff", "in/a.txt").out)
        written[language] += (restore("doctor", "--format", "json").out,)
    assert written["en"] == written["zh"]


def test_a_real_terminal_in_a_chinese_locale(tmp_path: Path) -> None:
    environment = {**os.environ, "LANG": "zh_CN.UTF-8", "PYTHONIOENCODING": "utf-8"}
    for name in ("RESTORE_LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        environment.pop(name, None)
    done = subprocess.run(
        [sys.executable, "-m", "restore", "clean", "none.txt"],
        env={**environment, "PYTHONPATH": str(Path(__file__).parents[2])},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr.splitlines()[0] == "restore：none.txt：不存在；请检查路径"


def test_the_tables_of_measures(chinese: Runner, tmp_path: Path) -> None:
    put(tmp_path / "pairs.tsv", "1\t严守政治记律。\t严守政治纪律。\n")
    page = chinese("evaluate", "correction", "pairs.tsv", "--json", "out.json").text
    assert "1 对，7 字，0 对没有差错；处理前差错率：cMER " in page
    assert "| 引擎 | 处理后 cMER | 消除的差错 |" in page
    assert HAN.search((tmp_path / "out.json").read_text(encoding="utf-8")) is None


def test_settings_that_cannot_be_used(chinese: Runner, tmp_path: Path) -> None:
    for text, told in (
        ("[gate]\nmargin = 'x'\n", "未知的键 gate.margin；是否想写 gate."),
        ("[dedup]\nenabled = 3\n", "应为 `bool`，而不是 `int`（位于 `$.dedup.enabled`）"),
        ("[dedup\n", "无法作为 TOML 读取（"),
    ):
        (tmp_path / "restore.toml").write_text(text, encoding="utf-8")
        result = chinese("clean", put(tmp_path / "a.txt"))
        assert result.code == 2
        assert f"restore：{tmp_path / 'restore.toml'}：{told}" in result.err


def test_what_is_not_there(chinese: Runner, tmp_path: Path) -> None:
    for words, told in (
        (("review", str(tmp_path), "--no-browser"), f"{tmp_path}：没有本版本的 manifest.json；"),
        (
            ("clean", put(tmp_path / "a.txt"), "--profile", "none"),
            "none：此处没有误认模型（没有那个文件或文件夹）；",
        ),
    ):
        result = chinese(*words)
        assert result.code == 2
        assert f"restore：{told}" in result.err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("asked", "told"), [("zh", "读取: "), ("en", "read: ")])
def test_progress_names_its_phase(monkeypatch: pytest.MonkeyPatch, asked: str, told: str) -> None:
    from restore.commands.console import work_bar

    terminal = Terminal()
    monkeypatch.setenv("RESTORE_LANGUAGE", asked)
    monkeypatch.setattr(sys, "stderr", terminal)
    with work_bar() as bar:
        assert bar is not None
        bar.begin("read", 100)
    last = terminal.getvalue().split("\r")[-3:]
    assert any(line.startswith(told) for line in last)
