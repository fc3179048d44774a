"""Inputs that no one writes and every folder holds: time and memory against the size of one document.

    python benchmarks/pathological.py [RESULT.json] [--sizes 20000,80000] [--only NAME,…]
        [--limit 100] [--memory 4000]

Every input is one document of one kind of monotony (a run of one character, of marks, of figures,
of equal lines …), made here by a seeded generator. Each size is a run of ``restore clean`` in
a process of its own. Printed are seconds, peak memory, and the exponent with which the time above
the cost of starting grows between the smallest and the largest size: 1 is linear, 2 quadratic.
A run is stopped at the limits (seconds, megabytes of address space above that of an empty run) and
shown as such; one that refuses its input with a reason (exit code 2) is shown with the reason.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tables import SECONDS, pathological_row

ROOT = Path(__file__).resolve().parent.parent
SIZES = (20_000, 80_000)
#: Below so many seconds above an empty run, growth is noise.
_NOTHING = 0.3

_WORDS = [
    "各级",
    "人民",
    "政府",
    "加强",
    "领导",
    "推进",
    "改革",
    "发展",
    "经济",
    "社会",
    "建设",
    "完善",
    "制度",
    "落实",
    "责任",
    "保障",
    "民生",
    "提高",
    "质量",
    "企业",
    "农村",
    "教育",
    "医疗",
    "服务",
    "生态",
    "环境",
    "保护",
    "科技",
    "创新",
    "产业",
    "升级",
    "项目",
    "投资",
    "增长",
    "稳定",
    "安全",
    "生产",
    "监督",
    "管理",
    "法律",
    "法规",
    "规定",
    "部门",
    "组织",
    "干部",
    "群众",
    "工作",
    "会议",
    "精神",
    "全面",
    "深入",
    "积极",
    "认真",
    "继续",
    "坚持",
    "促进",
    "支持",
]
_NAMES = ["王建国", "李淑芬", "张伟", "刘志强", "陈晓燕", "欧阳明", "赵玉兰", "周海涛"]
_CLAUSE = "全区生产总值增长1.2%，财政收入38.6亿元，粮食产量20.5万吨；"
_PARAGRAPH = "各级人民政府应当加强对安全生产工作的领导，建立健全工作机制，及时协调解决重大问题。"


def _times(unit: str) -> Callable[[int], str]:
    """Repeat a text up to a size."""
    return lambda size: (unit * (size // len(unit) + 1))[: max(1, size // len(unit)) * len(unit)]


def _prose(size: int, *, end: str, seed: int = 1) -> str:
    """Random clauses of common words: like prose in its statistics, and no sentence twice."""
    draw = random.Random(seed)
    parts, length = [], 0
    while length < size:
        sentence = "，".join(
            "".join(draw.choices(_WORDS, k=draw.randint(3, 8))) for _ in range(draw.randint(1, 4))
        )
        parts.append(sentence + "。" + end)
        length += len(parts[-1])
    return "".join(parts)


def _numbered(form: str) -> Callable[[int], str]:
    """Repeat a text that counts up: ``{}`` is the number."""

    def make(size: int) -> str:
        count = max(1, size // (len(form) + 3))
        return "".join(form.replace("{}", str(number)) for number in range(count))

    return make


def _one_changed(size: int) -> str:
    """The same paragraph again and again, one character of it another every time."""
    draw = random.Random(2)
    chars = "".join(_WORDS)
    lines = []
    for _ in range(max(1, size // (len(_PARAGRAPH) + 1))):
        place = draw.randrange(len(_PARAGRAPH) - 1)
        lines.append(_PARAGRAPH[:place] + draw.choice(chars) + _PARAGRAPH[place + 1 :])
    return "\n".join(lines)


def _drawn(length: int) -> Callable[[int], str]:
    """Lines of so many random common characters each."""

    def make(size: int) -> str:
        draw = random.Random(3)
        chars = "".join(_WORDS)
        count = max(1, size // (length + 1))
        return "\n".join("".join(draw.choices(chars, k=length)) for _ in range(count))

    return make


def _noisy(size: int) -> str:
    """Prose in which one character in 20 is another, in lines of 28."""
    draw = random.Random(4)
    chars = list(_prose(size, end="", seed=5))
    for place in range(0, len(chars), 20):
        chars[place] = draw.choice(chars)
    return "\n".join("".join(chars[at : at + 28]) for at in range(0, len(chars), 28))


def _digits(size: int) -> str:
    draw = random.Random(6)
    return "".join(draw.choices("0123456789", k=size))


def _markdown_table(size: int) -> str:
    rows = max(1, size // 26)
    head = "| 项目 | 数量 | 增长 |\n|---|---|---|\n"
    return head + "".join(f"| 项目{row} | {row * 7} | {row % 90}.5% |\n" for row in range(rows))


def _text_table(size: int) -> str:
    rows = max(1, size // 24)
    return "".join(f"第{row}项    {row * 7}    {row % 90}.5%\n" for row in range(rows))


def _alto(size: int) -> str:
    lines = "".join(
        f'<TextLine HPOS="10" VPOS="{number * 3}" WIDTH="9" HEIGHT="3">'
        f'<String HPOS="10" VPOS="{number * 3}" WIDTH="9" HEIGHT="3" CONTENT="中" WC="0.9"/>'
        "</TextLine>"
        for number in range(size)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Layout>'
        f'<Page WIDTH="1000" HEIGHT="{size * 3}"><PrintSpace><TextBlock ID="b">{lines}'
        "</TextBlock></PrintSpace></Page></Layout></alto>"
    )


def _hocr(size: int) -> str:
    lines = "".join(
        f'<span class="ocr_line" title="bbox 10 {n * 3} 19 {n * 3 + 3}">'
        f'<span class="ocrx_word" title="bbox 10 {n * 3} 19 {n * 3 + 3}; x_wconf 90">中</span>'
        "</span>\n"
        for n in range(size)
    )
    return (
        "<!DOCTYPE html><html><body>"
        f'<div class="ocr_page" title="bbox 0 0 1000 {size * 3}">'
        f'<div class="ocr_carea"><p class="ocr_par">{lines}</p></div></div></body></html>'
    )


def _row(size: int) -> str:
    return json.dumps({"id": "1", "text": _prose(size, end="")}, ensure_ascii=False) + "\n"


class Input(NamedTuple):
    """A generator of one document, and the suffix of the file."""

    make: Callable[[int], str]
    suffix: str = ".txt"


INPUTS: dict[str, Input] = {
    # Prose first: what the others are measured against.
    "prose": Input(lambda size: _prose(size, end="\n")),
    "prose in one line": Input(lambda size: _prose(size, end="")),
    "noisy prose in short lines": Input(_noisy),
    "one row of JSON Lines": Input(_row, ".jsonl"),
    # Runs of characters.
    "中": Input(_times("中")),
    "的": Input(_times("的")),
    "中国": Input(_times("中国")),
    "a": Input(_times("a")),
    "word and space": Input(_times("word ")),
    "9": Input(_times("9")),
    "random digits": Input(_digits),
    "digits and commas": Input(_times("999,")),
    "万": Input(_times("万")),
    "一": Input(_times("一")),
    "一百万": Input(_times("一百万")),
    "1.2%、": Input(_times("1.2%、")),
    "1.2亿元": Input(_times("1.2亿元")),
    "clause with figures": Input(_times(_CLAUSE)),
    "date": Input(_times("2024年5月6日")),
    "numbered dates": Input(_numbered("于2024年5月{}日召开会议，")),
    # Figures of one name, each another: what is told twice must not be compared with all.
    "numbered roads": Input(_numbered("改造G{}无为至普济圩段。\n")),
    "numbered plans": Input(_numbered("实施“{}”投资促进计划。\n")),
    "counts of one thing": Input(_numbered("2015年完成1{}篇协商报告，形成2{}份协商报告。\n")),
    "what one thing grew to": Input(
        _numbered(
            "2015年公共财政预算收入由84.7亿元增加到{}.7亿元，完成公共财政预算收入1{}.7亿元。\n"
        )
    ),
    "names": Input(_times("、".join(_NAMES) + "、")),
    "web addresses": Input(_times("http://www.example.com/a?b=1 ")),
    "one web address": Input(lambda size: "http://www.example.com/" + "a/" * (size // 2)),
    "mail": Input(_times("a.b@")),
    # Marks.
    "。": Input(_times("。")),
    "，": Input(_times("，")),
    ",": Input(_times(",")),
    "、！": Input(_times("、！")),
    "…": Input(_times("…")),
    ".": Input(_times(".")),
    "—": Input(_times("—")),
    "-": Input(_times("-")),
    "_": Input(_times("_")),
    "■上接": Input(_times("■上接")),
    "（": Input(_times("（")),
    "（ nested and closed": Input(lambda size: "（" * (size // 2) + "）" * (size // 2)),
    "（）": Input(_times("（）")),
    "（中": Input(_times("（中")),
    "“": Input(_times("“")),
    "“中": Input(_times("“中")),
    "“中”": Input(_times("“中”")),
    '"': Input(_times('"')),
    "《": Input(_times("《")),
    "《中": Input(_times("《中")),
    "《中国》": Input(_times("《中国》")),
    "]": Input(_times("]")),
    "[1]": Input(_times("[1]")),
    "<": Input(_times("<")),
    "<br>": Input(_times("<br>")),
    "&amp;": Input(_times("&amp;")),
    # Markdown.
    "**a": Input(_times("**a")),
    "**中**": Input(_times("**中**")),
    "*": Input(_times("*")),
    "`": Input(_times("`")),
    "#": Input(_times("#")),
    "# lines": Input(_times("# 中\n")),
    "|": Input(_times("|")),
    "- lines": Input(_times("- ")),
    "list items": Input(_numbered("- 第{}项工作要求\n")),
    "> lines": Input(_times("> 中\n")),
    "[a](": Input(_times("[a](")),
    "$x$": Input(_times("$x$")),
    # White space and what is not seen.
    "spaces between two characters": Input(lambda size: "中" + " " * size + "国"),
    "中 国": Input(_times("中 ")),
    "spaces": Input(_times(" ")),
    "ideographic spaces": Input(_times("　")),
    "tabs": Input(_times("中\t")),
    "form feeds": Input(_times("\f")),
    "form feeds between lines": Input(_times("中国\n\f\n")),
    "empty lines": Input(lambda size: "中国。\n" + "\n" * size + "人民。"),
    "lines of spaces": Input(_times("   \n")),
    "carriage returns": Input(_times("中\r")),
    "zero-width marks": Input(_times("中\u200b")),
    "zero-width run": Input(_times("\u200b")),
    "combining marks": Input(lambda size: "e" + "\u0301" * size),
    "replacement characters": Input(_times("\ufffd")),
    "private use": Input(_times("\ue000")),
    "controls": Input(_times("\x01")),
    "radicals": Input(_times("⼈")),
    "full-width letters": Input(_times("Ａ")),
    # Lines.
    "equal paragraphs": Input(_times(_PARAGRAPH + "\n")),
    "equal sentences in a line": Input(_times(_PARAGRAPH)),
    "paragraphs with one character changed": Input(_one_changed),
    "paragraphs with one figure changed": Input(
        _numbered("全市完成固定资产投资{}亿元，同比增长百分之八，各项工作取得明显成效。\n")
    ),
    "equal headings": Input(_times("一、总体要求\n")),
    "numbered headings": Input(_numbered("第{}条 总则\n")),
    "titles": Input(_times("关于加强安全生产工作的通知\n")),
    "equal short lines": Input(_times("中国\n")),
    "one-character lines": Input(_drawn(1)),
    "two-character lines": Input(_drawn(2)),
    "lines of 28": Input(_drawn(28)),
    "one-digit lines": Input(_numbered("{}\n")),
    "lines of marks": Input(_times("。\n")),
    "bylines": Input(_times("本报记者 王建国\n")),
    "captions": Input(_times("图为会议现场。王建国摄\n")),
    "jump lines": Input(_times("（上接第一版）\n")),
    "dialogue": Input(_numbered("甲：你来了{}次吗？\n乙：来了。\n")),
    "table rows": Input(_markdown_table),
    "text table": Input(_text_table),
    # Pages.
    "ALTO of one-character lines": Input(_alto, ".xml"),
    "hOCR of one-character lines": Input(_hocr, ".hocr"),
}


class Run(NamedTuple):
    """What a run took; ``why`` tells how it ended when it did not succeed."""

    characters: int
    seconds: float
    megabytes: float
    why: str


def measure(path: Path, characters: int, *, limit: float, memory: float) -> Run:
    """Restore one file in a process of its own, under limits.

    Parameters
    ----------
    limit : seconds of processor time
    memory : megabytes of address space
    """

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(limit), math.ceil(limit) + 5))
        resource.setrlimit(resource.RLIMIT_AS, (int(memory * 1e6), int(memory * 1e6)))

    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    with tempfile.TemporaryDirectory(prefix="restore-out-") as folder:
        told = Path(folder) / "told"
        command = [
            sys.executable, "-m", "restore", "clean", str(path),
            "-o", str(Path(folder) / "out"), "--no-report", "--workers", "1",
        ]  # fmt: skip
        with told.open("wb") as output:
            process = subprocess.Popen(
                command, cwd=ROOT, env=environment, preexec_fn=bounded,
                stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        lines = told.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    seconds = usage.ru_utime + usage.ru_stime
    why = ""
    if process.returncode < 0:
        why = f"stopped after {limit:,.0f} s" if seconds >= limit else "killed"
    elif process.returncode == 2:
        why = next((line for line in lines if path.name in line), lines[-1] if lines else "code 2")
    elif process.returncode != 0:
        why = lines[-1] if lines else f"code {process.returncode}"
    # Linux counts in KiB, macOS in bytes.
    peak = usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return Run(characters, round(seconds, 2), round(peak), why[:300])


def exponent(runs: list[Run], start: float) -> float | None:
    """Return the slope of log time over log size from the first to the last run.

    None where the larger takes no time to speak of, or where a run did not succeed.
    """
    small, large = runs[0], runs[-1]
    if small is large or small.why or large.why or large.seconds - start < _NOTHING:
        return None
    times = [max(run.seconds - start, _NOTHING / 10) for run in (small, large)]
    return math.log(times[1] / times[0]) / math.log(large.characters / small.characters)


def measured(
    names: list[str], sizes: list[int], *, limit: float, memory: float
) -> Iterator[dict[str, Any]]:
    """Yield a record for each input as it is done."""
    with tempfile.TemporaryDirectory(prefix="restore-pathological-") as folder:
        path = Path(folder) / "input.txt"
        path.write_text("中国。\n", encoding="utf-8")
        start = measure(path, 3, limit=limit, memory=memory).seconds
        for name in names:
            one = INPUTS[name]
            path = Path(folder) / f"input{one.suffix}"
            runs: list[Run] = []
            for size in sizes:
                text = one.make(size)
                path.write_text(text, encoding="utf-8", newline="")
                characters = size if one.suffix in (".xml", ".hocr") else len(text)
                runs.append(measure(path, characters, limit=limit, memory=memory))
                if runs[-1].why:
                    break
            path.unlink()
            yield {
                "name": name,
                "runs": [run._asdict() for run in runs],
                "exponent": exponent(runs, start),
            }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("result", type=Path, nargs="?")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="characters, ascending")
    parser.add_argument("--only", help="names of inputs, with ;")
    parser.add_argument("--limit", type=float, default=SECONDS, help="seconds for one run")
    parser.add_argument("--memory", type=float, default=4_000, help="megabytes of address space")
    options = parser.parse_args()
    names = list(INPUTS) if options.only is None else options.only.split(";")
    unknown = [name for name in names if name not in INPUTS]
    if unknown:
        parser.error(f"no such input: {', '.join(unknown)} (there are: {'; '.join(INPUTS)})")
    sizes = sorted(int(size) for size in options.sizes.split(","))
    records = []
    began = time.perf_counter()
    for record in measured(names, sizes, limit=options.limit, memory=options.memory):
        records.append(record)
        name, took, power, told = pathological_row(record)
        print(f"{power:>5}  {name:<40} {took}  {told}", flush=True)
        if options.result is not None:
            text = json.dumps(records, ensure_ascii=False, indent=1)
            options.result.write_text(text + "\n", encoding="utf-8")
    print(f"{len(records)} inputs in {time.perf_counter() - began:,.0f} s", flush=True)


if __name__ == "__main__":
    main()
