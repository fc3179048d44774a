"""What the calibrated probability of a finding is computed from."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from restore.channel.alignment import KINDS

if TYPE_CHECKING:
    from restore.channel.search import Finding

__all__ = ["FEATURES", "features", "own_usage", "probability"]

_NUMBERS = (
    "total",
    "margin",
    "lead",
    "strangeness",
    "fit",
    "noise",
    "own_usage",
    "transcription",
    "small_words",
    "attested",
    "rareness_of_read",
    "rareness_of_truth",
)
#: The names of the features, in the order of a calibration's weights.
FEATURES: tuple[str, ...] = (*_NUMBERS, *(f"kind_{kind}" for kind in KINDS))

# Characters that write foreign names; two of them nearby mean that the words are unknown to any
# language model.
_TRANSCRIPTION = frozenset(
    "阿埃艾奥巴贝比博布茨达德迪蒂多厄恩尔法菲弗夫伏盖格戈古哈赫霍基吉加卡科克库拉莱兰勒雷里利莉林"
    "卢鲁伦罗洛马玛迈曼梅米姆穆纳娜内尼涅努诺帕佩皮普奇乔切萨塞桑瑟沙舍什史斯苏索塔泰坦特提图托瓦"
    "维韦沃乌西希夏谢辛雅亚扬耶伊因尤扎泽兹佐"
)
# Small words of which one or the other is right, as the author likes.
_SMALL = frozenset("与和及同跟的地得之了着过它他她做作于在再是为以向从将就也都更已被把对其这那各每")


def features(finding: Finding, text: str, noise: float) -> list[float]:
    """Return the features of a finding in a document.

    Parameters
    ----------
    text : the whole document: what it writes again is what its author means
    noise : the share of suspicious places in it
    """
    around = text[max(0, finding.start - 3) : finding.start] + text[finding.end : finding.end + 3]
    return [
        min(finding.margin + finding.weight, 12.0),
        min(finding.margin, 15.0),
        min(finding.lead, 8.0),
        max(finding.strangeness, -12.0),
        max(finding.fit, -8.0),
        math.log10(noise),
        float(min(own_usage(finding, text), 3)),
        float(min(sum(item in _TRANSCRIPTION for item in around), 4)),
        float(_SMALL.issuperset(finding.before + finding.after)),
        float(finding.attested),
        finding.read_score,
        finding.truth_score,
        *(float(finding.kind == kind) for kind in KINDS),
    ]


def own_usage(finding: Finding, text: str) -> int:
    """Return how often else the document has the questioned characters with a neighbour."""
    start, end = finding.start, finding.end
    inside = start == end
    pieces = (text[max(0, start - 1) : end + inside], text[max(0, start - inside) : end + 1])
    return max(text.count(piece) - 1 if len(piece) > 1 else 0 for piece in pieces)


def probability(weights: tuple[float, ...], values: list[float]) -> float:
    """Return the logistic of the weighted sum."""
    total = sum(weight * value for weight, value in zip(weights, values, strict=True))
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))
