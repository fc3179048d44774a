"""The pattern of a quantity: a number with its unit and the words that widen it.

One regular expression, built of the figure dictionary, finds all forms; each alternative has named
groups, which :mod:`restore.figures.quantity_reading` turns into numbers. The list of units makes most
of it, and each more takes milliseconds to compile: whether a unit follows 1 234, the 2 of 1万2 and ±20 is
asked behind the place of the unit.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from restore.figures.dictionary import FigureDictionary, Qualifier, Unit, alternation
from restore.figures.numerals import ARABIC, CHINESE, SCALE, SPACED
from restore.figures.times import LIMITS_OF_DAYS
from restore.text.characters import (
    CLOSING_QUOTES,
    DIGITS,
    FORMAL_NUMERALS,
    GROUP_BLANKS,
    HAN,
    MARKS,
    NUMERALS,
    NUMERALS_AND_SOME,
    ONE_TO_NINE,
    ONE_TO_TEN,
    WRITTEN_NUMERALS,
)

__all__ = ["Scanner", "scanner_of"]

#: What is no Latin letter: as good as all Chinese characters, whose class takes a millisecond to compile.
_LETTER = "[^\\W0-9A-Za-z_]"
_MIXED = rf"{ARABIC}(?:(?:{SCALE}){ARABIC}(?={SCALE}))*"
#: Where house style sets figures off by blanks, one may stand between a number and its unit.
_GAP = f"[{GROUP_BLANKS}]?"
_SCALE = (
    r"(?:[十百千]?万亿|[十百千万]?亿|[十百千]?万|千(?![瓦克米卡伏帕赫焦字牛乏])|百(?![分度货姓帕]))"
)
#: A minus right behind a word: 净利润-4764万元; 图2-2 and 长征-5 have none.
_TO = r"(?:—{1,2}|－|-|–|~|～|至|到)"
#: The sign of a range's upper end, behind what is no sign itself: -9～-1℃.
_SIGN = r"(?:(?<=[～~至到—–])[-－−]|零下|负)"
_SIGNED = (
    rf"(?:{SPACED}|{ARABIC})(?:(?:—{{1,2}}|～|~|至|到){_SIGN}?(?:{SPACED}|{ARABIC}))?"
    rf"{_GAP}(?:{_SCALE})?(?:[美港欧日]?元|[%％‰℃]|个百分点)"
)
#: What 负 ends as part of a word: 减负23.64亿元, 自负30%.
_BURDENED = "减自担肩承胜抱背重欺辜"
_ORDINAL_UNITS = "批次|场次|季度|阶段|部分|批|次|期|届|名|位|个|轮|类|条|章|项|组|卷|辑|集|场|大|家|座|部|天|站|棒|例|套|页|款|分钟|局|盘|跳|回合|回|户|圈|顺位|包|标段|周(?!年)|枚|艘|辆|架|台|颗|列|班|所|任(?![务期意命职何])|针|剂(?!型)|波|话|篇|幅|层|排|段|份|支(?![部队撑持柱付点路])|张|只|种|首(?![先届次都])|间(?!接)|栋|桌|道|级|顿|笔|件"

#: What a rate is a rate of, beside the units themselves: 公里/小时, 部/百人, 元/人·月.
_EACH = "(?:日|天|月|年|时|季|次|床日|(?:h|min|s|d|a)(?![A-Za-z]))"
#: What old measures are of: 三十两银子, 五十石米, 二两白酒.
_WEIGHED = (
    "(?<=两)(?:白?银|黄?金|纹银|库平|关平|赤金|白?酒|瘦?肉|茶叶)|(?<=石)[米粮谷麦豆糙粟稻]|(?<=斗)[米粟麦粮]"
    "|(?<=担)[米谷柴水粮盐茶]|(?<=[丈尺寸])[布绸绢宽长高深]|(?<=挺)[轻重机]|(?<=角)[钱银]"
)
#: Words of two characters behind which so many 日 in digits are a length of time: 限期30日整改.
_LIMITS = f"(?:{LIMITS_OF_DAYS})"
#: Flags of units that count only where something follows, and what must follow.
_GUARDS = {
    "end": f"(?:(?=[{MARKS}\\n\\t|]|$)|(?:(?<=时[0-9]分)|(?<=时[0-9]{{2}}分))(?!钟)|(?<=[记扣加得获后先砍][0-9]分|[记扣加得获后先砍]0分)(?![钟之布销类别工成组离])|(?<=[记扣加得获后先砍][0-9]{{2}}分)(?![钟之布销类别工成组离])|(?<=[0-9]分)(?=之差|[0-9]{{1,2}}秒|[排位列居领落险大胜负战击夺获卫收]))",
    "within": r"(?:(?:(?=[之以]?内|以[上下]|后(?:施行|实施|生效))|(?:(?<=\.[0-9]日)|(?<=\.[0-9]{2}日)|(?<=提前[0-9]日)|(?<=提前[0-9]{2}日))(?![元均]))"
    f"|(?:(?<={_LIMITS}[0-9]日)|(?<={_LIMITS}[0-9]{{2}}日))(?![元均历至到—－～~-]))",
    "closed": f"(?:(?=[{DIGITS}{MARKS}\\n\\t|的]|$)|(?<=[金银][0-9][银铜])|(?<=[金银][0-9]{{2}}[银铜]))",
    "played": f"(?<!二战)(?=[皆全均]?[胜负捷败平](?!{_LETTER})|[{ONE_TO_NINE}两0-9][胜负捷败平])",
    "ended": f"(?=[有许余]?[{DIGITS}{NUMERALS}{FORMAL_NUMERALS}{MARKS}\\n\\t|的整办修建充赈购置缴]|上下|左右|有余|以[上下]|$|{_WEIGHED})",
}
#: Words of two characters behind which so many years are a length of time.
_LASTING = (
    "(?:增加|缩短|长达|服务|历时|为期|延长|坚守|耗时|连任|用时|持续|服役|执教|任教|在位|停产|停工)"
)
#: Words of two characters behind which so many 日 are a length of time, and no date.
_DAYS = (
    "(?:历时|为期|用时|耗时|工期|会期|假期|展期|限期|延长|延期|持续|连续|停留|逗留|驻留|宿营|激战|鏖战|血战|休整"
    "|停工|停产|停业|罢工|罢市|罢课|集训|放假|拘留|大雨|暴雨|公示|提前|推迟|超过|少于|不足|逾期|每隔|间隔"
    "|产假|婚假|丧假|病假|年假|理假|期限|限为|(?<!日)期为)"
)
#: What shows it is before the day, or behind it (三日不禁夜, 三日之久) unless a month is before it.
_DAYS_LONG = (
    f"(?:(?<={_DAYS}[{ONE_TO_TEN}两])|(?<={_DAYS}[{ONE_TO_TEN}]{{2}})|(?<={_DAYS}[{ONE_TO_TEN}]{{3}}))日(?![至到])"
    f"|(?<![月初廿十][{ONE_TO_TEN}])(?<=[{ONE_TO_TEN}两])日(?=不[禁止绝息散歇停退能]|之久)"
    f"|(?<=每[{ONE_TO_NINE}])日(?!出)"
)
#: 处三年至五年, 延长五日至十日: years and days that are lengths of time, and no dates.
_SPAN = f"(?:年(?<=[处期限满刑缓近约][{ONE_TO_TEN}]年)|日(?<={_DAYS}[{ONE_TO_TEN}]日))"
#: 六级以上地震, 八级大风.
_FORCE = "级(?<!一级)(?=(?:以上)?(?:[地强]震|[大强阵台]风|[东南西北偏][东南西北]?风|风))"
#: Whom so many thousands are: 八亿农民, 三十万军队.
_PEOPLE = (
    "(?:党员|团员|农民|农户|农村|人口|军队|大军|军民|士兵|士卒|将士|兵力|兵马|步兵|骑兵|铁骑|精兵|官兵|红军|民众|群众|观众|游客"
    "|旅客|用户|职工|工人|学生|同胞|百姓|人民|市民|居民|移民|难民|灾民|贫困|劳动|儿女|学子|师生|老人|儿童|青年|妇女|选民|网民"
    "|球迷|粉丝|民工|华侨|侨胞|考生|家庭|中国|会员|矿工|战士|铁路)"
)
#: Bare numerals of registers (主户一万一千六百四十) and of wages and prices (月薪一千八).
_REGISTERED = "(?:(?<=[户口丁男女])|(?<=月薪)|(?<=年薪)|(?<=工资)|(?<=售价)|(?<=定价)|(?<=要价)|(?<=房租)|(?<=租金))"
_MERCURY = "(?:mmHg|毫米汞柱)"
#: 800kVA2台: so many machines behind their power or voltage.
_MACHINES = "[0-9]{1,3}[台套组块座]"
_BEHIND_POWER = f"(?:(?<=[0-9][kKMG]VA)|(?<=[0-9][kKMG][VW]))(?={_MACHINES})"
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
#: 14.6×10⁹: what a number is multiplied by.
_POWER_OF_TEN = rf"[×xX]10(?P<exp>[⁻]?[{_SUPERSCRIPTS}]{{1,2}}|\^[-−]?[0-9]{{1,2}}(?![0-9]))"
#: A range that needs no unit: 利用率1.0—2.2.
_RATED = (
    rf"(?<=[率比值数为在于至])(?=[0-9]+[.][0-9]+(?:—{{1,2}}|～|~|至)[0-9]+[.][0-9]+(?![{DIGITS}.]))"
)
#: Units of old measures that one of the same unit may stand before: 二尺至三尺.
_OLD = "[角丈尺寸两钱石斗担步]"
#: Groups of units in which 三元至五元 is one range.
_RANGED = frozenset(
    {"money", "mass", "length", "area", "floor", "person", "hours", "minutes", "days", "weeks",
     "months", "age", "volume-m3", "power", "multiple", "temperature", "point"}
)  # fmt: skip
_PLACES = "[镇乡州县府厅郡旗区市卫堡村]"
#: 辖十一镇四乡, 领八府、六州、三十三县: places behind a numeral where others are counted before them.
_UNDER = "|".join(
    f"(?<={before}[{ONE_TO_TEN}]{times})"
    for before, times in (
        ("辖", ""),
        ("辖", "{2}"),
        ("辖", "{3}"),
        ("全[区县乡镇社]", ""),
        ("全[区县乡镇社]", "{2}"),
        ("全[区县乡镇社]", "{3}"),
        ("[领置]", ""),
        ("[领置]", "{2}"),
        (f"[{ONE_TO_TEN}][镇乡州县府厅郡旗区市卫堡]", ""),
        (f"[{ONE_TO_TEN}][镇乡州县府厅郡旗区市卫堡]", "{2}"),
        (f"[{ONE_TO_TEN}][镇乡州县府厅郡旗区市卫堡]", "{3}"),
        (f"[{ONE_TO_TEN}][镇乡州县府厅郡旗区市卫堡]、", ""),
        (f"[{ONE_TO_TEN}][镇乡州县府厅郡旗区市卫堡]、", "{2}"),
        (f"[{ONE_TO_TEN}][镇乡州县府厅郡旗区市卫堡]、", "{3}"),
    )
)
#: 两年半 is two and a half; 两成多 somewhat more than two tenths.
_MORE = f"(?:(?<=[年月天里亩斤岁倍米吨时头])半(?!{_LETTER}?[个年天月])|(?<=[成倍米里吨斤亩尺顷克升])多(?!{_LETTER}?[0-9{NUMERALS}]))"
#: 三分之一强 is somewhat more than a third.
_STRONG = "[强弱](?=[的，。、；])"
#: Units that count behind one Chinese numeral only where the words around it show that.
#: What they begin with: looking for it first is cheap.
_FIXED_UNITS = "年日级点镇乡州县府厅郡旗区市卫堡村站分"
_FIXED = (
    rf"(?:(?<=连续.)|(?<=连续..)|(?<=连续...)|(?<=(?<!时)[期制限满刑][{ONE_TO_TEN}两])|(?<={_LASTING}[{ONE_TO_TEN}两]))年(?!级)"
    rf"|{_DAYS_LONG}"
    rf"|年(?=[零又][0-9{ONE_TO_TEN}]+个月)|(?:{_UNDER}){_PLACES}|{_FORCE}"
    rf"|(?(clow)年(?!级|代|月)|(?!))|(?(clowb)[年日](?!级|代)|(?!))"
    rf"|年(?=以[上下内]|之内|内(?!蒙))|(?<=[四五六七八九]十)日"
    rf"|(?<=以下.)点"
    # 停靠七站; 一亩二分, 三角二分.
    rf"|(?<=[靠经停设][{ONE_TO_TEN}两])站(?![台点位长务])|(?<=[亩角钱][{ONE_TO_NINE}])分(?=[{MARKS}\n厘]|$)"
)
#: Where a Chinese numeral counts without a unit: 两万五，; 一百万。; 十四亿多中国人民.
_UNITLESS = (
    rf"(?<=[了花挣赚卖付收][{ONE_TO_NINE}两][百千][{ONE_TO_NINE}])(?=[{MARKS}\n]|$)"
    rf"|(?<=[{ONE_TO_TEN}百千两]万[{ONE_TO_NINE}])(?=[{MARKS}\n]|$)|(?<=[{ONE_TO_NINE}两][万亿])(?=[{MARKS}\n]|$)|(?<=[十百千][万亿])(?!\w|[{CLOSING_QUOTES}])|(?<=[十百千][万亿])(?=的)"
    rf"|(?<=[{ONE_TO_TEN}两百千][万亿])(?={_PEOPLE})|(?(cin)(?:(?<=[万亿][余多])|(?<=[余多][万亿]))(?={_LETTER})|(?!))"
)
_APART = frozenset({"latin", *_GUARDS})


class Scanner(NamedTuple):
    """The compiled pattern, and the words of the dictionary by place."""

    pattern: re.Pattern[str]
    before: dict[str, Qualifier]
    inside: dict[str, Qualifier]
    powers: dict[str, Qualifier]
    after: dict[str, Qualifier]
    units: dict[str, Unit]


@lru_cache(maxsize=4)
def scanner_of(dictionary: FigureDictionary) -> Scanner:
    """Compile the patterns of a dictionary."""
    positions = ("before", "inside", "power", "after")
    by_position: dict[str, dict[str, Qualifier]] = {position: {} for position in positions}
    for qualifier in dictionary.qualifiers:
        by_position[qualifier.position][qualifier.form] = qualifier
    before, inside, powers, after = (by_position[position] for position in positions)
    inner = f"(?:{alternation(list(inside))}|几)"
    guarded = _guarded(dictionary)
    units = alternation(
        [u for u, unit in dictionary.units.items() if not _APART & unit.flags], dictionary.words
    )
    han_units = alternation(
        [form for form, unit in dictionary.units.items() if not (_APART | {"digits"}) & unit.flags],
        dictionary.words,
    )
    halved = alternation(
        [form[1:] for form in dictionary.units if form[0] == "个" and form[1:] and form != "个人"]
    )
    cn1_units = alternation([f for f, u in dictionary.units.items() if "cn1" in u.flags])
    behind = f"(?:{alternation(list(after))})"
    # What no alternative begins with is passed over at once, and so is an alternative that looks behind first.
    first = "".join(sorted({form[0] for form in before}))
    some = "".join(sorted({form[0] for form in powers}))
    begun = f"{some}半过翻第一了负零－−{DIGITS}{WRITTEN_NUMERALS}{FORMAL_NUMERALS}-"
    pattern = re.compile(
        rf"""
        (?=[{first}{begun}])
        (?P<before>{alternation(list(before))})?(?=[{begun}])
        (?:
          (?P<per>十万|[百千]|(?<!十)万)分之(?P<pa>{CHINESE}|{ARABIC})(?:{_TO}(?:(?P=per)分之)?(?P<pb>{CHINESE}|{ARABIC})(?!分之))?
        | (?<![零{ONE_TO_TEN}百千万])(?P<den>[{ONE_TO_TEN}两]+)分之(?P<part>[{ONE_TO_TEN}两]+)(?P<partmore>{_STRONG})?
        | (?<![{NUMERALS_AND_SOME}])十之(?P<tenparts>(?!八九)[{ONE_TO_NINE}]{{1,2}})(?=[{MARKS}])
        | (?<![0-9.A-Za-z/])(?P<slash>[0-9]{{1,2}}/[0-9]{{1,3}})(?![0-9/月年万]|{_GAP}{_MERCURY})(?P<slashmore>{_STRONG})?
        | 翻了?(?P<times>[一两二三四]|[0-9](?:[.][0-9]+)?)?番
        | 第(?P<ord>[0-9]+|{CHINESE})(?P<ordunit>{_ORDINAL_UNITS})(?:(?<=条)之[{ONE_TO_TEN}]+)?
        | (?=[{ONE_TO_TEN}两]){_REGISTERED}(?P<bare>[{ONE_TO_TEN}两][{NUMERALS}]+)(?P<barein>[余多])?(?=[{MARKS}\n]|有[奇余]|$)(?P<bareafter>{behind})?
        | (?=第)(?:(?<=[列居排名位])|(?<=排在)|(?<=列在)|(?<=位于)|(?<=升[至到])|(?<=全[国省区市])|(?<=世界)|(?<=全球)|(?<=第[{ONE_TO_TEN}]、))第(?P<rank>[0-9]+|{CHINESE})(?!\w)
        | (?<![上下前后大小过多对{NUMERALS_AND_SOME}年月时亩吨个])半个?(?P<halfu>年(?![报度])|小时|月|百分点|亩|吨|米|公里|公?斤|里(?=[{MARKS}]))
        | (?<![{DIGITS}{NUMERALS_AND_SOME}.])(?P<tall>[12一二两](?P<tallu>米)(?:[{ONE_TO_NINE}零]{{1,2}}|[0-9]{{1,2}})|[0-9]{{1,2}}(?P<tallsec>秒)[0-9]{{2}})(?![{DIGITS}{NUMERALS_AND_SOME}.%％A-Za-z多余个条根块层倍成米分])
        | (?P<half>(?:(?<!过)半数|一半)(?P<hafter>以上|左右)?|过半(?![径数]))
        | (?=[{DIGITS}零负－−-])(?:(?<![{DIGITS}A-Za-z_.．])|{_BEHIND_POWER})(?<![{DIGITS}A-Za-z_+][.．])(?:(?<![{DIGITS}A-Za-z]/)|(?<=[.][0-9]/)|(?<=[.][0-9]{{2}}/))(?<![0-9]\+)(?:(?<![{DIGITS}][,，])|(?![{DIGITS}]{{3}}(?![{DIGITS}])))(?P<sign>(?<![0-9A-Za-z%％{HAN}])[-－]|(?<=[为是比达长速幅降至到：])[-－]|(?<=[{HAN}])[-－](?={_SIGNED})|−|零下|(?<![{_BURDENED}])负(?=[0-9]))?
          (?P<rated>{_RATED})?
          (?P<a>(?P<spaced>(?<![0-9.,，][{GROUP_BLANKS}]){SPACED}(?![{DIGITS}.,，]))|(?<=[￥¥]){SPACED}|{_MIXED}(?P<rest>(?:{SCALE})(?:[0-9]|[0-9]{{3,4}})(?![{DIGITS}.岁周年月天日小级届大]))?)
          (?(rest)|(?P<ain>{inner})?(?:{_GAP}(?P<as>{_SCALE}))?(?P<ain2>{inner})?(?:{_POWER_OF_TEN})?(?P<beside>±{ARABIC}|[（(]{ARABIC}[)）](?={_GAP}[%％‰/A-Za-zμΩ])|/[0-9]{{2,3}}(?={_GAP}{_MERCURY}))?)
          (?:(?P<ahalf>个[半多])(?P<ahu>{halved})|(?(rest)|{_GAP})(?P<au>{_any_unit("a", dictionary, units, guarded)})(?P<amore>{_MORE})?|(?(rest)(?!)|(?(beside)(?!)|(?(as)|(?![.．]?[{DIGITS}A-Za-z])))))
          (?:{_GAP}{_TO}{_GAP}(?!(?:19|20)[0-9]{{2}}年)(?(sign)(?P<bsign>{_SIGN})?)(?P<b>{SPACED}|{_MIXED}){_GAP}(?P<bs>{_SCALE})?(?P<bin>{inner})?{_GAP}(?:(?P<bu>{_any_unit("b", dictionary, units, guarded)})|(?(rated)(?<=[0-9])(?![{DIGITS}.]|{_GAP}{_SCALE})|(?!))))?
          (?(spaced)(?(as)|(?(au)|(?(ahu)|(?(bu)|(?!))))))
          (?P<aafter>{behind})?
        | (?<=增开|召开|举办|开展|举行|组织|进行|提交|参加|召集)(?:了)?(?P<one>一)(?P<oneu>{cn1_units})(?![性又次场])
        | (?:(?<=[高低加少降长升超近约大快涨翻了多足到仅占])|(?<![{NUMERALS_AND_SOME}第])(?=.[成倍](?:有余|左右|以[上下]|[{MARKS}])))(?P<tenth>一)(?P<tenthu>成(?![{ONE_TO_NINE}半不为立千员本])|倍)(?P<tenthmore>[多半])?
        | (?=[{WRITTEN_NUMERALS}{FORMAL_NUMERALS}{some}])(?:(?<![第统单之跃登迈站升以会{NUMERALS_AND_SOME}0-9])(?P<some>{alternation(list(powers))})(?=[十百千万亿])|(?<=年零)|(?<=两)(?=[{ONE_TO_NINE}]钱)|(?<![第统单之点数{NUMERALS_AND_SOME}0-9]))(?!(?<=年)零)
          {_lower_end(dictionary)}(?P<c>[{NUMERALS}]+(?=两[{ONE_TO_NINE}]钱)|{CHINESE}|(?<=元)[{FORMAL_NUMERALS}](?=角))(?P<cin>{inner})?
          (?P<cs>[万亿]+)?(?P<cu>(?P<chalf>个[半多])(?P<chu>{halved})|(?P<fixed>(?=[{_FIXED_UNITS}])(?:{_FIXED}))|(?:{han_units})(?:（(?:{han_units})）)?|{guarded}|{_UNITLESS})
          (?P<ctenth>(?<=成)[{ONE_TO_NINE}半])?(?P<cmore>{_MORE})?(?P<cafter>{behind})?
        )
        """,
        re.VERBOSE,
    )
    return Scanner(pattern, before, inside, powers, after, dictionary.units)


def _lower_end(dictionary: FigureDictionary) -> str:
    """Return the pattern of what stands before 至 in a range: 三至五万, 三元至五元 (of one unit)."""
    ranged = alternation(
        [f for f, u in dictionary.units.items() if u.group in _RANGED and not _APART & u.flags]
    )
    numeral = f"[{ONE_TO_TEN}百千万零]+"
    return (
        f"(?:(?P<clow>[{ONE_TO_TEN}百]+)[至到](?![{ONE_TO_TEN}]月)"
        f"|(?P<clowb>[{ONE_TO_TEN}两百千万零]+)(?P<clu>{ranged}|{_OLD}|{_SPAN})[至到](?={numeral}(?P=clu)))?"
    )


def _latin(dictionary: FigureDictionary) -> str:
    return alternation([form for form, unit in dictionary.units.items() if "latin" in unit.flags])


def _any_unit(name: str, dictionary: FigureDictionary, units: str, guarded: str) -> str:
    """Return the pattern of a unit, of a rate (元/股, 公里每小时), and of either of two units (册（件）).

    It is long, so that each list stands in it as seldom as can be; ``name`` begins the names of its groups.
    """
    latin = f"(?:{_latin(dictionary)})(?![A-Za-z]|(?!{_MACHINES})[0-9]|粉丝|播放|阅读|点赞)"
    # 80至89周岁每人每月50元, 10户每户5元: 每 begins what is said next.
    joins = f"/|(?<![岁户年月天日])(?P<{name}each>每)|(?P<{name}or>（)(?![日月时季A-Za-zμΩ])"
    ends = f"(?({name}each)(?![每{DIGITS}{NUMERALS}]))(?({name}or)）)"
    second = rf"(?:[十百千万]?(?:{units})|{_EACH}|(?:100)?{latin})(?:·{_EACH})?"
    return f"(?:{guarded}|(?:(?:{units})(?:·{_EACH})?|{latin})(?:(?:{joins}){second}{ends})?)"


def _guarded(dictionary: FigureDictionary) -> str:
    """Return the pattern of units that are words or times unless what follows shows them: 35分，, 三十日内."""
    return (
        "(?:"
        + "|".join(
            f"(?:{alternation([f for f, u in dictionary.units.items() if flag in u.flags])}){behind}"
            for flag, behind in _GUARDS.items()
        )
        + ")"
    )
