"""Claims made to measure: two like ones by default, of which a test changes what it is about."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from restore.core.claims import Claim, Clause, Period
from restore.figures.likeness import Context

YEAR = Period("2023-01", "2023-12", label="2023年", origin="document")
#: Of no character of which the wordings below are made.
LEFT = "过去一年，常委会把化解矛盾纠纷作为履职为民的重要抓手，选聘熟悉法律的委员担任特邀调解员，参与调解案件"
RIGHT = (
    "，得到群众肯定，这项工作在全区三级政协推开，最高人民法院专门发来感谢信，并把有关做法在全国推广"
)
_SHARED = "自治区政协特邀调解员参与社会矛盾纠纷多元化解工作取得明显成效"
_ONE = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
_OTHER = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕"


def alike(shared: int, first: int, second: int) -> tuple[str, str]:
    """Return wordings of two lengths that have their first characters in common.

    Their likeness (``rapidfuzz.fuzz.ratio``) is 200 * shared / (first + second).
    """
    common = _SHARED[:shared]
    return common + _ONE[: first - shared], common + _OTHER[: second - shared]


def context(document: str = "a", value: str = "5633", **changes: object) -> Context:
    """Return a claim with its wording; ``changes`` are fields of either."""
    number = Decimal(value)
    claim = Claim(
        id=document,
        document=document,
        article=0,
        span=(20, 25),
        text=f"{value}件",
        kind="quantity",
        value=number,
        upper=None,
        low=number,
        high=number,
        unit="件",
        unit_group="case",
        qualifier="",
        head="案件",
        subject="特邀调解员调解案件",
        predicate="参与",
        body="",
        period=YEAR,
        clause=Clause("特邀调解员参与调解案件5633件", (0, 25)),
        sentence=(0, 25),
    )
    fields = set(claim.__struct_fields__)
    wording = {
        "region": "内蒙古",
        "subject": "特邀调解员调解案件",
        "clause": "特邀调解员参与调解案件#件",
        "left": "特邀调解员参与调解案件",
        "right": "件得到群众肯定",
    }
    wordings = {"subject", "clause", "sentence"}
    own = {name: new for name, new in changes.items() if name in fields - wordings}
    if isinstance(changes.get("subject"), str):
        own["subject"] = changes["subject"]
    wording.update({name: str(new) for name, new in changes.items() if name in wording})
    claim = msgspec.structs.replace(claim, **own)
    # Two claims stand in one passage unless a test says otherwise.
    around = str(changes.get("around", LEFT + claim.text + RIGHT))
    at = around.index(claim.text)
    sentence = changes.get("sentence", (0, len(around)))
    assert isinstance(sentence, tuple)
    return Context(claim, **wording, around=around, at=at, sentence=sentence)
