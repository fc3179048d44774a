from __future__ import annotations

import ast
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args, get_type_hints

import msgspec

from restore.core.blocks import Role
from restore.core.edits import Decision, Reason
from restore.core.evidence import Evidence, Pattern
from restore.core.notices import Notice
from restore.core.regions import Form
from restore.correction.doubtful_figures import propose_doubtful_figures
from restore.report import (
    CorpusView,
    build_context,
    render_context,
    render_report,
    render_report_files,
    summary_text,
)
from restore.report.html import report_strings
from restore.report.kinds import Kind
from tests.report.sample import build_view, corpus_view, seed_views

BARE = CorpusView(version="1", settings_digest="0")


class Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.current: str | None = None
        self.data: dict[str, str] = {}
        self.code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fields = dict(attrs)
        if tag == "script":
            self.current = fields.get("id")
            self.code += self.current is None
        for name in ("src", "href"):
            value = fields.get(name) or "#"
            assert value.startswith(("#", "data:")), f"{tag} fetches {value}"

    def handle_data(self, data: str) -> None:
        if self.current:
            self.data[self.current] = self.data.get(self.current, "") + data

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self.current = None


def parse(page: str) -> Scripts:
    parser = Scripts()
    parser.feed(page)
    return parser


def test_figures_in_doubt_are_told_in_words() -> None:
    text = "投资增长5.36，外贸增长7，8%，分别增长5.5%6，增长10..5%。"
    told = {
        item.description
        for found in propose_doubtful_figures(text)
        for item in found.evidence
        if isinstance(item, Pattern)
    }
    assert len(told) == 4
    assert told <= set(report_strings()["pattern"])


def test_evidence_is_told_in_words_and_no_name_of_ours() -> None:
    root = Path(__file__).parents[2]
    told = set()
    for path in (root / "restore").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Pattern":
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    told.add(first.value)
    strings = report_strings()
    assert len(told) > 20
    assert told <= set(strings["pattern"])
    tables = {path.stem for path in (root / "dictionaries").glob("*.tsv")}
    assert tables <= set(strings["dictionary"])
    for section in ("dictionary", "evidence", "evidence_words", "pattern", "reason", "rule"):
        for key, (chinese, _) in strings[section].items():
            words = re.sub(
                r"\{\w+\}|--\w+|pycorrector|Markdown|OCR|HTML|PDF|NFC|U\+|GB|URL|XML", "", chinese
            )
            assert not re.search("[A-Za-z]{3,}", words), (section, key)


def test_page_is_whole_and_small() -> None:
    page = render_report(seed_views(), corpus_view())
    scripts = parse(page)
    assert scripts.code == 1
    assert set(scripts.data) == {"strings", "corpus", "desk", *(f"document-{n}" for n in range(5))}
    assert len(page.encode()) < 3_000_000
    document = json.loads(scripts.data["document-1"])
    assert document["id"] == seed_views()[1].id
    assert len(json.loads(scripts.data["corpus"])["documents"]) == 5


def test_page_is_the_same_every_time() -> None:
    assert render_report(seed_views(), corpus_view()) == render_report(seed_views(), corpus_view())


def test_hostile_text_stays_text() -> None:
    hostile = "甲</script><script>alert(1)</script><!-- <b>&amp;\u202e乙\u2028丙 {{ 7*7 }} {% x %}"
    page = render_report([build_view("<img src=x onerror=alert(1)>", hostile)], BARE)
    scripts = parse(page)
    assert scripts.code == 1
    document = json.loads(scripts.data["document-0"])
    assert document["source"] == hostile
    assert "<img" not in page
    assert "{{ 7*7 }}" in scripts.data["document-0"]


def test_ten_thousand_edits() -> None:
    view = build_view("long", "围绕中心,服务大局;推动发展\n" * 5000)
    assert sum(1 for _ in view.log.edits) >= 10_000
    page = render_report([view], BARE)
    assert len(page.encode()) < 12_000_000


def test_words_exist_in_both_languages() -> None:
    strings = report_strings()
    assert all(
        len(pair) == 2 and all(pair) for section in strings.values() for pair in section.values()
    )
    for section, keys in (
        ("kind", {kind.value for kind in Kind}),
        ("decision", {decision.value for decision in Decision}),
        ("reason", {reason.value for reason in Reason}),
        ("role", {role.value for role in Role}),
        ("notice", set(get_args(get_type_hints(Notice)["kind"]))),
        ("form", {form.value for form in Form}),
        ("evidence", {kind.__struct_config__.tag for kind in Evidence.__args__}),
        ("verdict", {"agree", "conflict", "not-comparable", "unconfirmed"}),
        ("outcome", {"verified", "failed", "possible"}),
        ("stage", {"characters", "layout", "dedup", "correction"}),
    ):
        assert set(strings[section]) >= keys, section


def test_script_uses_only_known_words() -> None:
    page = render_report([], BARE)
    used = set(re.findall(r'\bui\("([a-z_]+)"', page))
    assert used <= set(report_strings()["ui"])
    assert used


def test_summary_in_both_languages() -> None:
    context = build_context(seed_views(), corpus_view())
    chinese, english = summary_text(context, language="zh"), summary_text(context)
    assert "文字更正" in chinese
    assert "Corrections" in english
    assert "民主党派区委会 → 民主党派区委" in english
    assert "protected expression" in english


def test_a_report_says_why_less_is_corrected() -> None:
    first, *others = seed_views()
    noticed = msgspec.structs.replace(first, notices=(Notice("unfamiliar", 9.5),))
    context = build_context([noticed, *others], corpus_view())
    assert [len(document.notices) for document in context.documents] == [1, 0, 0, 0, 0]
    corpus = json.loads(parse(render_context(context)).data["corpus"])
    assert corpus["documents"][0]["notices"] == [{"kind": "unfamiliar", "bits": 9.5}]
    assert "此文与语言模型所知的文体不同" in summary_text(context, language="zh")
    assert "unlike what the language model knows" in summary_text(context)


def test_a_large_report_keeps_each_document_apart() -> None:
    files = render_report_files(seed_views(), corpus_view(), limit=1000)
    names = [f"documents/{number:05}.js" for number in range(5)]
    assert set(files) == {"index.html", *names, "documents/figures.js"}
    scripts = parse(files["index.html"])
    assert set(scripts.data) == {"strings", "corpus", "desk"}
    assert json.loads(scripts.data["corpus"])["figures"] is None
    data = re.fullmatch(r"restoreDocument\(2, (.*)\);\n", files[names[2]])
    assert data is not None
    assert json.loads(data[1])["id"] == seed_views()[2].id
    assert set(render_report_files(seed_views(), corpus_view())) == {"index.html"}
