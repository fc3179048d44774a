"""Parses what a figure counts from its clause: noun phrase, head and predicate.

There is no parser behind this. Chinese number phrases leave few places for what is counted: behind
the measure word (12条具体措施), or before the number, behind a verb (参与调解案件5633件) or before a
linking word (调解员达到2180名). The verbs come from the figure dictionary.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from restore.core.claims import ClaimKind
from restore.figures.dictionary import FigureDictionary, Unit, alternation
from restore.text.characters import CLOSING, OPENING, PAIRED_MARKS, WRITTEN_DIGITS
from restore.text.patterns import lazy_pattern

__all__ = ["Reading", "read_subject"]

_CHANGE = "增长|下降|提高|压缩|缩小|缩短|提升|上升|增加|减少|降低|回落|扩大|压减|上涨|收窄|增|降|减"
_LINK = re.compile(
    r"(?:达到?了?|为|是|共计|总计|累计|合计|总共|共有?|约为?|已经?|仅有?|只有|有|分别|均|各有?|每|预计|"
    r"大约|还|则|就|的|了|等|到|在|至|由|以|从|超过|突破|稳定|保持|控制|位?列|位?居|排名?|处于|不|"
    r"将|可|能|其中|人均|每人|户均|每户|略|(?<![响对供反适])应|(?:19|20)[0-9]{2}年|高于|低于|优于|不少于|不低于|不高于|不超过|不多于|(?<!通)过|或|双双|拟|安排|五年|首次|人均|先后|共同|连续|全部|实际|力争|一年|全年|年内|要|把|给|向|对|用|按|来自|来|"
    rf"[、{OPENING}(：: ])+$"
)
_ABOVE_END = re.compile(
    r"[，、]?(?:高于|低于|快于|慢于|优于|好于|超过|高出|低|高)"
    r"(?:全国|全省|全区|全市|(?:上年|去年)(?:同期)?|目标|预期|同期)(?:平均|总体|的)*(?:水平|值|目标)?$"
)
#: 恢复到2019年同期的(98%): what a share is of, and not what it is about.
_WHOLE_END = re.compile(
    r"(?:恢复[到至]|相当于|达到?|[是为])(?:(?:19|20)[0-9]{2}年|[“\"]?十[一二三四五]五[”\"]?|上年|去年)"
    r"(?:同期|全年|末|期末|时期)?(?:水平)?的?$"
)
#: 缩至, 调到: verbs of change before 至 and 到 alone (协调到 is another word).
_MOVED_END = re.compile(
    r"(?P<verb>下跌|上调|下调|跃升|攀升|(?<![压收紧浓])缩|(?<![提上])升|(?<!上)涨|跌|扩|(?<![协抽选单])调)[到至](?:约|近|超过?)?$"
)
#: What is left of a clause that only says when and how: what is counted was named before.
_NO_NOUN = re.compile(
    "(?:(?:预计|力争)?(?:[当本]月|[当本]季度?|当日|[年月季]末|[年月]底)|目前|临时|逐年|逐步|[又再先])+"
)
_ADVERB = re.compile("^(?:[又再](?!生|就业|贷款|保险|融资|担保|造)|先(?=[开建完新改签引投]))")
_CHANGE_END = re.compile(
    rf"(?:同比|比上年|较上年|比去年|环比|年均|平均|累计|比[0-9]{{4}}年|名义|实际|大幅|再|又)*"
    rf"(?P<change>{_CHANGE})(?:了|到|至|约|近|超)*$"
)
_REACHED = lazy_pattern(rf"(?:{_CHANGE})了?(?:到|至)(?:约|近|超过?)?$")
_COMPARE_END = re.compile(
    rf"(?:同比|(?:比|较|由|从)(?:上年|去年|上一年|前年|年初|五年前|十年前|[0-9]{{4}}年|[一二][{WRITTEN_DIGITS}]{{3}}年|“?十[一二三四]五”?(?:末|时期|期间)?)"
    r"(?:同期|底|末|预算|执行数)*|环比|年均|平均每年|每年|平均|分别|累计|名义|实际)+$"
)
_LEAD = lazy_pattern(
    r"^(?:也?是(?!否)|全年|去年|今年|目前|其中|截至[^，]{0,8}|一年来|五年来|首次|累计|共|已|先后|还|并|分别|高质量|"
    r"一是|二是|三是|四是|五是|六是|同时|以及|和|与|及|的|个|有(?![机效线色关限轨偿利害望形无序声氧种价条力])(?=[^的]{2,8}$)|、|，|—|”|’|》|）|\)|:|：| )+"
)
_RIGHT_STOP = lazy_pattern(
    r"(?:全部|全都|均|都|已|已经|被|将|得到|获得?|荣获|为(?!民|农|主|基)|是|在|从|向(?!往)|由|于|并|而|也|还|"
    r"以上|以下|以内|左右|上下|之|来(?![源自访信])|后(?![备续勤方])|前(?![沿端期])|内(?![容地部河需陆涵生蒙外])|"
    r"(?<![时空房车民区中世乡夜])间|仅|只|则|就|可(?![再持行研靠])|能够|应(?![用急对援届])|须|必(?![要需])|(?<!协)同(?!步|类|一|心|业)|分别|联合|成功|顺利|全面|先后|每|多(?!元|边|种|样|功)|至|到(?!期)|扎实|加快|加速|顺利|稳步|持续|有序|开始|就读|设置|引入|实战|新(?:发现|增|建|改)|"
    r"达到|达$|占|比|较|超|居|列|位列|进入|入围|入选|纳入|完成|实现|建成|落地|投产|(?<![新拟])开工|(?<![未不连再新又能])发生(?![地率])|撤销|累计|(?:正式)?交付(?!率)|启动|通过|"
    r"[、（(：:])"
)
_AGENT_STOP = lazy_pattern(
    r"(?:签订|参加|参训|参与|代办|督办|联系|提交|提出|开展|走访|深入|参观|接受|享受|实行|到场|出席|"
    r"受益|脱贫|就业|报名|获评|当选|履行|撰写|刊发|发表|留|拉动|带队|牵头|搬|住|喝|用|入驻)"
)
_RIGHT_BAD = lazy_pattern(
    r"^(?:的|和|与|及|以及|以上|以下|以内|左右|上下|来|后|前|内|间|中|并|从|在|对|为|是|等|均|都|全部|"
    r"被|将|已|达|占|比|较|稳定|保持|同比|增长|下降|提高|提升|上升|增加|减少|降低|实现|推动|带动|使|让|"
    r"参观|参加|参与|受益|得到|不断|成功|位居|居|列|进入|增至|到|至|，|。|、|"
    r"又|(?:临时|逐步|逐年)?[上下]?[增降减缩升涨跌扩调][到至])"
)
_TRAIL = lazy_pattern(rf"(?:[的和与及、，{OPENING}({CLOSING})]|以及|其中|共|等|约|近|超|中)+$")
_QUOTES = str.maketrans("", "", PAIRED_MARKS + "()")


#: A noun that is counted has so many characters at least, a noun phrase behind a figure so many at
#: most.
_MIN_NOUN_LENGTH = 2
_MAX_PHRASE_LENGTH = 30
#: Lengths of the verbs of the dictionary, the longest first.
_VERB_LENGTHS = (4, 3, 2)
_EVENTS = frozenset({"event", "person-time", "issue", "case-time", "trip"})
_RANK = lazy_pattern(r"(?:(?:稳|位|跃|均)?居|位列|排名|列)?(?:全国|全省|全区|全市|世界|全球)$")


class Reading(NamedTuple):
    """What a figure counts. ``head`` is the end of ``subject``; either may be empty."""

    head: str
    subject: str
    predicate: str


@lru_cache(maxsize=4)
def _predicates(dictionary: FigureDictionary) -> frozenset[str]:
    return frozenset(dictionary.predicates)


@lru_cache(maxsize=4)
def _verbs(dictionary: FigureDictionary) -> re.Pattern[str]:
    return re.compile(alternation(list(dictionary.predicates)))


def read_subject(
    left: str, right: str, unit: Unit, kind: ClaimKind, dictionary: FigureDictionary
) -> Reading:
    """Read what is counted.

    Parameters
    ----------
    left : the clause before the figure, from the clause mark or the figure before it
    right : the clause behind the figure, up to the clause mark or the next figure
    """
    before, predicate = _strip_left(_RANK.sub("", left) if kind == "ordinal" else left)
    # 建成100个左右的示范点: a verb right before the figure leaves the noun behind it.
    known = _predicates(dictionary)
    governed = any(before.endswith(word) for word in _last_words(before) if word in known)
    after = _noun_behind(right, unit, kind, bool(before) and not governed)
    verb, noun_before = _split_verb(before, dictionary)
    if unit.group not in _EVENTS:
        noun_before = _without_verb_behind(noun_before, dictionary)
    if after:
        return Reading(_head(after), after, predicate or verb)
    if "noun" in unit.flags:
        return Reading(unit.form, unit.form, predicate or verb)
    if len(noun_before) >= _MIN_NOUN_LENGTH:
        return Reading(_head(noun_before), noun_before, predicate or verb)
    return Reading("", "", predicate or verb)


def _last_words(text: str) -> tuple[str, ...]:
    return tuple(text[-size:] for size in _VERB_LENGTHS)


def _without_verb_behind(text: str, dictionary: FigureDictionary) -> str:
    """Cut a verb at the end: 新能源开工1600万千瓦 counts 新能源. Events may be the verb itself."""
    if text.endswith("进出口"):
        return text
    for size in _VERB_LENGTHS:
        if len(text) - size >= _MIN_NOUN_LENGTH and text[-size:] in _predicates(dictionary):
            return text[:-size]
    return text


@lru_cache(maxsize=4096)
def _strip_left(left: str) -> tuple[str, str]:
    """Cut linking words and a change verb (增长, 下降) from the end; return rest and verb."""
    text, predicate = _WHOLE_END.sub("", left.rstrip()), ""
    moved = _MOVED_END.search(text)
    if moved:
        text, predicate = text[: moved.start()], moved["verb"]
    while True:
        shorter = _LINK.sub("", text)
        change = _CHANGE_END.search(shorter)
        if change and not predicate:
            predicate = change["change"]
            shorter = shorter[: change.start()]
        shorter = _ABOVE_END.sub("", _COMPARE_END.sub("", shorter))
        if shorter == text:
            break
        text = shorter
    if moved or (predicate and _REACHED.search(left.rstrip())):
        # 增长到3倍 and 增长3倍 are not the same: the predicate keeps them apart.
        predicate += "到"
    text = _ADVERB.sub("", _LEAD.sub("", text).strip("”’》）)、 "))
    return "" if _NO_NOUN.fullmatch(text) else text, predicate


def _split_verb(text: str, dictionary: FigureDictionary) -> tuple[str, str]:
    """Split ``参与调解案件`` into verb and noun at the last verb that leaves a noun."""
    segment = text.rpartition("、")[2] or text
    chosen: re.Match[str] | None = None
    for match in _verbs(dictionary).finditer(segment):
        inner = match.start() > 0 and match[0] in dictionary.noun_verbs
        if len(segment) - match.end() >= _MIN_NOUN_LENGTH and not inner:
            chosen = match
    if chosen is None:
        whole = _verbs(dictionary).fullmatch(segment)
        return (segment, "") if whole else ("", segment)
    noun = segment[chosen.end() :].lstrip("了的“‘《 ")
    return chosen[0], _behind_title(noun)


def _behind_title(noun: str) -> str:
    """修订了《工作大纲》等制度81项 counts 制度."""
    rest = noun.rpartition("》")[2].lstrip("等和与及、的 ")
    return rest if "》" in noun and "《" not in noun and len(rest) >= _MIN_NOUN_LENGTH else noun


def _noun_behind(right: str, unit: Unit, kind: ClaimKind, has_left: bool) -> str:
    text = right.lstrip(" “‘")
    if kind in {"percent", "ratio"}:
        if has_left or not text.startswith("的"):
            return ""
        text = text[1:]
    elif text.startswith("的") and not has_left:
        text = text[1:]
    if not text or _RIGHT_BAD.match(text):
        return ""
    stop = _RIGHT_STOP.search(text, 1)
    if stop:
        text = text[: stop.start()]
    if unit.group in {"person", "person-time", "site", "household", "bare", "percent"}:
        agent = _AGENT_STOP.search(text, 1)
        if agent:
            text = text[: agent.start()]
    return _TRAIL.sub("", text).translate(_QUOTES)[-_MAX_PHRASE_LENGTH:]


def _head(phrase: str) -> str:
    """Return what stands behind the last 的, without quotation marks."""
    plain = phrase.translate(_QUOTES)
    tail = plain.rpartition("的")[2] or plain
    return re.split(r"[、和与及]", tail)[-1] or tail
