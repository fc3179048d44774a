"""Views of the five reports, restored by plain proposals that show every kind of edit."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

from restore.core.blocks import Article, Block, Role
from restore.core.claims import (
    ArithmeticCheck,
    Claim,
    ClaimGroup,
    Clause,
    FigureReport,
    Period,
    Series,
    SlotFilling,
    TextualFact,
)
from restore.core.claims import Evidence as FigureEvidence
from restore.core.document import Document
from restore.core.edits import Proposal, Reason
from restore.core.evidence import (
    CopyKept,
    LanguageMargin,
    LexiconEntry,
    Pattern,
    Repetition,
    Seam,
    Witness,
)
from restore.core.log import EditLog, Pass
from restore.gate.passes import Gate, run_pass
from restore.report.model import CorpusView, DocumentView
from restore.settings import GateSettings
from restore.writers.records import RepeatRecord, VariantRecord

SEEDS = Path(__file__).parents[2] / "seeds"
_CONFUSIONS = {
    "记律": "纪律",
    "中国蒙博览会": "中蒙博览会",
    "常务副主委": "常务副主席",
    "民主党派区委会": "民主党派区委",
    "做实主监督": "做实民主监督",
    "相辅相协调": "相互协调",
}
_FURNITURE = re.compile(r"^(?:请扫二维码阅读|全 / 媒.*|.*会场。?|内蒙古日报|本版图片.*)\n", re.M)


def punctuation(text: str) -> list[Proposal]:
    full = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）"}
    evidence = (Pattern("half-width mark beside Chinese text", ","),)
    return [
        Proposal("characters", "punctuation", m.start(), m.end(), full[m[0]], 1.0, evidence)
        for m in re.finditer(r"(?<=[\u4e00-\u9fff”])[,;:()](?=[\u4e00-\u9fff“]|$)", text, re.M)
    ]


def joins(text: str) -> list[Proposal]:
    found = []
    for match in re.finditer(r"[ \u3000]*\n\s*", text):
        left, right = text[max(0, match.start() - 6) : match.start()], text[match.end() :][:6]
        whole = re.search(r"[。！？：；…）)”]\s*\Z|\A\Z", left) or "\n\n" in match[0]
        after = "\n" if whole else ""
        if match[0] != after:
            evidence = (Seam(left, right, 2.5),) if not after else (Pattern("white space"),)
            found.append(
                Proposal("layout", "join", match.start(), match.end(), after, 0.97, evidence)
            )
    return found


def furniture(text: str) -> list[Proposal]:
    return [
        Proposal(
            "layout", "caption", m.start(), m.end(), "", 0.95, (Pattern("furniture: caption"),)
        )
        for m in _FURNITURE.finditer(text)
    ]


def move_second_line_first(text: str) -> list[Proposal]:
    start = text.find("\n") + 1
    end = text.find("\n", start) + 1
    if not 0 < start < end:
        return []
    evidence = (Pattern("reading order", text[start : start + 8]),)
    return [
        Proposal("layout", "move", 0, 0, text[start:end], 0.95, evidence, "move-1"),
        Proposal("layout", "move", start, end, "", 0.95, evidence, "move-1"),
    ]


def repeats(document: str, text: str) -> list[Proposal]:
    found, seen, position = [], {}, 0
    for line in text.split("\n"):
        if len(line) >= 20:
            if line in seen:
                span = (seen[line], seen[line] + len(line))
                kept = CopyKept(document, span, 1.0, line[:200])
                end = min(len(text), position + len(line) + 1)
                found.append(Proposal("dedup", "dedup.exact", position, end, "", 1.0, (kept,)))
            seen.setdefault(line, position)
        position += len(line) + 1
    return found


def corrections(document: str, text: str) -> list[Proposal]:
    found = []
    for wrong, right in _CONFUSIONS.items():
        entry = LexiconEntry("confusions.tsv", f"{wrong} → {right}", "固定表述", certain=True)
        witness = Witness(document, (0, 4), "推动民主监督提质增效", 3)
        margin = LanguageMargin(3.4)
        for match in re.finditer(wrong, text):
            found.append(
                Proposal(
                    "correction",
                    "confusion",
                    *match.span(),
                    right,
                    0.98,
                    (entry, witness, margin),
                )
            )
    for match in re.finditer(r"(防治|推进|担当|铸|奖|舵)\1", text):
        evidence = (Repetition(match[1], 9321, 0), LanguageMargin(4.2))
        found.append(Proposal("correction", "repetition", *match.span(), match[1], 0.96, evidence))
    for match in list(re.finditer("凝心聚力", text))[:4]:
        evidence = (LanguageMargin(0.8),)
        found.append(Proposal("correction", "channel", *match.span(), "凝聚心力", 0.6, evidence))
    for match in list(re.finditer(r"\d+件", text))[:3]:
        flagged = Reason.LOCKED_FIGURE
        found.append(
            Proposal("correction", "figure", *match.span(), match[0], 0.5, (), None, flagged)
        )
    return found


def build_view(name: str, source: str) -> DocumentView:
    document = Document.from_text(source, id=name)
    gate = Gate(GateSettings())
    layers: list[Pass] = []
    steps: list[tuple[str, Callable[[str], list[Proposal]]]] = [
        ("characters", punctuation),
        ("layout", joins),
        ("layout", furniture),
        ("layout", move_second_line_first),
        ("dedup", lambda text: repeats(name, text)),
        ("correction", lambda text: corrections(name, text)),
    ]
    for number, (stage, step) in enumerate(steps, 1):
        result = run_pass(
            document,
            step(document.text),
            gate,
            number=number,
            stage=stage,
        )
        document = result.document
        layers.append(result.log)
    blocks = []
    position = 0
    for row, line in enumerate(document.text.split("\n")):
        role = Role.TITLE if row == 0 else Role.BODY
        if row and len(line) < 24 and not line.endswith("。"):
            role = Role.HEADING
        if line:
            blocks.append(Block(position, position + len(line), role))
        position += len(line) + 1
    half = len(blocks) * 3 // 4
    articles = (
        Article(0, tuple(blocks[:half]), title=document.text.split("\n")[0]),
        Article(1, tuple(blocks[half:]), title=None, complete=False, missing="tail"),
    )
    return DocumentView(
        id=name,
        source=source,
        text=document.text,
        log=EditLog(name, tuple(layers)),
        articles=articles,
        blocks=tuple(blocks),
    )


@cache
def seed_views() -> tuple[DocumentView, ...]:
    return tuple(
        build_view(path.name, path.read_text(encoding="utf-8"))
        for path in sorted(SEEDS.glob("*.txt"))
    )


def figure_report(views: tuple[DocumentView, ...]) -> FigureReport:
    claims = []
    for view in views:
        for match in list(re.finditer(r"(\d+)件", view.text))[:2]:
            start = view.text.rfind("，", 0, match.start()) + 1
            end = match.end() + 4
            value = Decimal(match[1])
            claims.append(
                Claim(
                    id=f"c{len(claims)}",
                    document=view.id,
                    article=0,
                    span=match.span(),
                    text=match[0],
                    kind="quantity",
                    value=value,
                    upper=None,
                    low=value,
                    high=value,
                    unit="件",
                    unit_group="count",
                    qualifier="",
                    head="提案",
                    subject="提案",
                    predicate="办复",
                    body="",
                    period=Period("2023-01", "2023-12", "2023年", "section"),
                    clause=Clause(view.text[start:end], (start, end)),
                    sentence=(start, end),
                )
            )
    verdicts = ("conflict", "agree", "unconfirmed", "not-comparable")
    groups = tuple(
        ClaimGroup(
            f"g{number}",
            (left.id, right.id),
            "提案 · 办复",
            verdicts[number % 4],
            "values-differ",
            "两处数值不同",
            91.0,
            (FigureEvidence("digit", "3 与 8 形近"),),
            "625件" if number == 0 else None,
        )
        for number, (left, right) in enumerate(pairwise(claims))
    )
    ids = tuple(claim.id for claim in claims[:4])
    values = tuple(claim.value for claim in claims[:4])
    first = claims[0]
    return FigureReport(
        claims=tuple(claims),
        groups=groups,
        series=(Series("s1", "提案 · 办复", "件", ids, ("2021年", "2022年", "2023年", "2024年"), values),),
        checks=(
            ArithmeticCheck(
                "k1", first.document, "sum", first.span, (first.id,), "failed",
                Decimal(12), Decimal(13), "所列 13 项，文中为 12 项",
            ),
        ),
        facts=(
            TextualFact(
                "t1",
                "ordinal",
                tuple(SlotFilling(c.document, c.span, c.text) for c in claims[:2]),
                "同一处表述，写法不同",
                93.0,
            ),
        ),
        dates=(),
        counts={"claims": len(claims)},
    )  # fmt: skip


@cache
def corpus_view() -> CorpusView:
    views = seed_views()
    removed = [
        (view.id, edit, item)
        for view in views
        for edit in view.log.edits
        for item in edit.evidence
        if isinstance(item, CopyKept)
    ]
    return CorpusView(
        version="0.1.0",
        settings_digest="7d1c0f" * 10,
        refused={"protected_expression": 31, "no_evidence": 240, "overlapped_by_stronger": 3},
        repeats=tuple(
            RepeatRecord(
                document=name,
                span=edit.span,
                text=edit.before,
                kept_document=item.document,
                kept_span=item.span,
                kept_text=item.text,
                similarity=item.similarity,
                edit=edit.id,
            )
            for name, edit, item in removed
        ),
        variants=(
            VariantRecord(
                document=views[0].id,
                span=(0, 20),
                text=views[0].text[400:470],
                other_document=views[2].id,
                other_span=(0, 20),
                other_text=views[0].text[400:440] + "另有文字" + views[0].text[444:470],
                similarity=0.88,
                differs=(("figure", "16", "18"),),
            ),
        ),
        figures=figure_report(views),
    )
