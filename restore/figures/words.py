"""The words of the figure tables, in Chinese and in English."""

from __future__ import annotations

from typing import Literal

__all__ = ["GRADES", "OUTCOMES", "RULES", "VERDICTS", "WORDS", "Language"]

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
RULES: _Both = {
    "zh": {
        "anniversary": "周年", "date": "日期", "difference": "增减", "direction": "升降", "growth": "增速",
        "list-length": "所列项数", "named-counts": "名称中的数", "numbering": "编号顺序",
        "part-of-whole": "部分与整体",
        "product": "单产与总产", "ratio": "比率", "session": "届次", "share": "占比", "shares": "占比合计", "sum": "合计",
        "year": "年份",
    },
    "en": {
        "anniversary": "anniversary", "date": "date", "difference": "difference", "direction": "direction",
        "growth": "growth", "list-length": "list length", "named-counts": "counts in a name",
        "numbering": "numbering", "part-of-whole": "part of whole", "product": "yield", "ratio": "ratio",
        "session": "session", "share": "share", "shares": "shares", "sum": "sum", "year": "year",
    },
}  # fmt: skip
GRADES: _Both = {
    "zh": {"strong": "强", "fair": "中", "weak": "弱"},
    "en": {"strong": "strong", "fair": "fair", "weak": "weak"},
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
        "confidence": "把握", "matched": "据以比对", "no_series": "没有在几年里都出现的指标。",
        "no_checks": "没有可以核算的数字：文中没有同时写出相关的几个数。",
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
        "comment": "comment", "confidence": "confidence", "matched": "matched by",
        "no_series": "No indicator is given in several years.",
        "no_checks": "Nothing could be recomputed: the text gives no figures that follow from each other.",
    },
}  # fmt: skip
