"""The words of the figure tables, in Chinese and in English."""

from __future__ import annotations

from typing import Literal

from restore.core.claims import ClaimGroup

__all__ = ["OUTCOMES", "RULES", "VERDICTS", "WORDS", "Language", "explained"]

Language = Literal["zh", "en"]

_Both = dict[Language, dict[str, str]]

VERDICTS: _Both = {
    "zh": {
        "agree": "一致", "conflict": "冲突", "not-comparable": "不可比", "unconfirmed": "未证实",
    },
    "en": {
        "agree": "agree", "conflict": "conflict", "not-comparable": "not comparable",
        "unconfirmed": "unconfirmed",
    },
}  # fmt: skip
OUTCOMES: _Both = {
    "zh": {"verified": "相符", "failed": "不符", "possible": "存疑"},
    "en": {"verified": "right", "failed": "wrong", "possible": "doubtful"},
}
RULES: dict[str, str] = {
    "anniversary": "周年",
    "date": "日期",
    "difference": "增减",
    "direction": "升降",
    "growth": "增速",
    "list-length": "所列项数",
    "numbering": "编号顺序",
    "named-counts": "名称中的数",
    "part-of-whole": "部分与整体",
    "product": "乘积",
    "ratio": "比率",
    "share": "占比",
    "shares": "占比之和",
    "session": "届次",
    "sum": "合计",
    "year": "年份",
}
WORDS: _Both = {
    "zh": {
        "verdict": "结论", "key": "事项", "places": "各处", "explanation": "说明", "series": "历年指标",
        "values": "数值", "check": "核算", "rule": "规则", "document": "文件", "facts": "同一处不同写法",
        "why": "为何是同一事项", "decided": "已判", "suggestion": "可先看", "group": "组", "score": "相似度",
        "none": "没有可以互相核对的数字：各处数字所说的事项、时间或单位不同。",
        "no_figures": "文中没有数字。",
        "no_conflict": "没有发现互相矛盾的数字。",
        "unconfirmed": "另有 {n} 组措辞相近而数值不同，文中没有写明是同一事项，未列出（--unconfirmed 列出）。",
        "figure": "数字", "value": "数值", "upper": "上限", "unit": "单位", "qualifier": "约数",
        "subject": "所数", "predicate": "动作", "body": "地区单位", "period": "时间", "start": "起", "end": "止",
        "clause": "小句", "id": "编号", "figures": "全部数字", "checks": "核算", "groups": "核对结果",
        "expected": "算得", "stated": "文中", "guessed": "（年份为推断）", "comment": "批注",
    },
    "en": {
        "verdict": "verdict", "key": "what", "places": "where", "explanation": "explanation",
        "series": "over the years", "values": "values", "check": "check", "rule": "rule", "document": "document",
        "facts": "one slot, filled differently", "why": "why one fact", "decided": "decided",
        "suggestion": "look first at", "group": "group", "score": "likeness",
        "none": "No figures could be compared: they differ in what they count, in time or in unit.",
        "no_figures": "There are no figures in the text.",
        "no_conflict": "No figures contradict each other.",
        "unconfirmed": "{n} more groups are alike in wording and differ in value; nothing in the text shows that "
                       "they are of one fact, and they are not listed (--unconfirmed lists them).",
        "figure": "figure", "value": "value", "upper": "upper", "unit": "unit", "qualifier": "qualifier",
        "subject": "counts", "predicate": "verb", "body": "body", "period": "period", "start": "start",
        "end": "end", "clause": "clause", "id": "id", "figures": "all figures", "checks": "checks",
        "groups": "compared", "expected": "computed", "stated": "stated", "guessed": " (year guessed)",
        "comment": "comment",
    },
}  # fmt: skip
_REASONS_EN = {
    "equal": "the values are equal",
    "within-qualifier": "equal within what the qualifier admits",
    "within-precision": "equal within the printed precision",
    "values-differ": "one fact, different values",
    "period-differs": "different periods",
    "period-within": "one period holds the other",
    "period-unknown": "the values differ; the time is not known to be the same",
    "body-differs": "different places or bodies",
    "unit-differs": "different units; the values cannot be compared",
    "likeness-low": "alike in wording, not enough to be one fact",
    "nothing-shown": "nothing in the text shows one place, time and fact",
}
_EVIDENCE_EN = {
    "digit": "one digit differs",
    "digits": "several digits differ",
    "exchange": "two digits are exchanged",
    "decimal-point": "the decimal point differs",
    "scale": "a power of ten parts them",
    "lost-digit": "a digit is lost or added",
    "witnesses": "one value has more witnesses",
}
_WHY_EN = {
    "两处文字": "the texts around them are equal but for the figures",
    "两处都有": "both sentences give another telling number",
    "同一地区": "place, time and what is counted are the same",
}


def explained(group: ClaimGroup, language: Language) -> tuple[str, str]:
    """Return the explanation of a group, and why its claims are one fact, in a language."""
    if language == "zh":
        return group.explanation, group.why
    told = [_REASONS_EN.get(group.reason, group.reason)]
    told += [_EVIDENCE_EN[item.kind] for item in group.evidence if item.kind in _EVIDENCE_EN]
    return "; ".join(dict.fromkeys(told)), _WHY_EN.get(group.why[:4], group.why)
