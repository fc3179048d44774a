"""What becomes of a finding of the noisy channel: scripted findings and probabilities."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

import pytest

from restore.channel.base import ChannelBase
from restore.channel.features import own_usage
from restore.channel.profile import Profile
from restore.channel.proposals import UNSURE_PROBABILITY
from restore.channel.search import Finding, Found
from restore.core.edits import Proposal, Reason
from restore.core.evidence import Channel, LanguageMargin, Pattern
from restore.core.native_page import Lattice, Reading
from restore.correction import channel as module
from restore.correction.channel import propose_channel
from restore.lexicon.lexicon import Lexicon
from tests.correction.helpers import ScriptedModel, lexicon_of

TEXT = "推动全面从严冶党向纵深发展，坚持稳中求进"
EMPTY = lexicon_of()
Propose = Callable[..., list[Proposal]]


class Scripted:
    """Stands for a searcher: finds what a test says."""

    def __init__(self, findings: list[Finding], stop: int | None, profile: str = "general") -> None:
        self.profile = Profile.load(profile)
        self.found = Found(findings, 0.01, stop)

    def search(self, text: str, scores: object) -> Found:
        return self.found


@pytest.fixture
def propose(monkeypatch: pytest.MonkeyPatch) -> Propose:
    def run(
        text: str,
        *findings: Finding,
        chance: float | Mapping[Finding, float] = 0.99,
        lexicon: Lexicon = EMPTY,
        model: ScriptedModel | None = None,
        lattice: Lattice | None = None,
        stop: int | None = None,
        profile: str = "general",
        least: float = 0.0,
    ) -> list[Proposal]:
        def chances(it: Finding) -> float:
            return chance if isinstance(chance, float) else chance[it]

        searcher = Scripted(list(findings), stop, profile)
        monkeypatch.setattr(module, "_searcher", lambda *_: searcher)
        monkeypatch.setattr(
            module, "chance_of", lambda _, it, whole, *__: (chances(it), own_usage(it, whole))
        )
        monkeypatch.setattr(module, "propose_punctuation", lambda *_: [])
        monkeypatch.setattr(module, "propose_lattice", lambda *_: [])
        return propose_channel(
            text,
            lexicon,
            model or ScriptedModel(),  # type: ignore[arg-type]
            lattice=lattice,
            known=module.Known(least=least),
        )

    return run


def finding(
    text: str, before: str, after: str, *, kind: str = "han", margin: float = 9.0, at: int = -1
) -> Finding:
    start = at if at >= 0 else text.index(before)
    alike = ChannelBase.load().alike(before, after)
    spans = start, start + len(before)
    return Finding(*spans, before, after, kind, margin, -2.0, -6.0, -3.0, alike)  # type: ignore[arg-type]


MISREAD = finding(TEXT, "冶", "治")


def test_a_finding_becomes_a_proposal(propose: Propose) -> None:
    (found,) = propose(TEXT, MISREAD, chance=0.98765)
    assert found == Proposal(
        "correction", "channel", 6, 7, "治", 0.988,
        (LanguageMargin(9.0), Channel(Profile.load("general").data.name, "han", -2.0, 0.988)),
    )  # fmt: skip


@pytest.mark.parametrize(("chance", "shown"), [(0.05, True), (0.0499, False)])
def test_what_is_unlikely_is_not_counted(chance: float, shown: bool, propose: Propose) -> None:
    assert bool(propose(TEXT, MISREAD, chance=chance)) is shown


def test_what_is_not_wanted_is_left_out_and_the_rest_is_as_it_was(propose: Propose) -> None:
    places = (("推", "推"), ("全", "金"), ("面", "而"), ("冶", "治"), ("向", "问"), ("深", "探"))
    findings = [finding(TEXT, *place) for place in places]
    # 金 is likely enough to stand beside 而, 问 is not beside anything.
    chance = dict(zip(findings, (0.04, 0.3, 0.9, 0.7, 0.9, 0.85), strict=True))
    every = propose(TEXT, *findings, chance=chance)
    assert [item.confidence for item in every] == [0.3, 0.6, 0.7, 0.9, 0.85]
    wanted = propose(TEXT, *findings, chance=chance, least=0.8)
    assert wanted == [item for item, sure in zip(every, (0, 1, 0, 1, 1), strict=True) if sure]


def test_what_is_hopeless_is_not_proposed(
    propose: Propose, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert propose(TEXT, MISREAD)
    least: list[float] = []

    def hopeless(*asked: object) -> tuple[float, int]:
        least.append(float(asked[-1]))  # type: ignore[arg-type]
        return 0.0, 0

    monkeypatch.setattr(module, "chance_of", hopeless)
    assert propose_channel(TEXT, EMPTY, ScriptedModel()) == []  # type: ignore[arg-type]
    assert least == [0.05]


def confidences(found: list[Proposal]) -> list[float]:
    return [item.confidence for item in found]


@pytest.mark.parametrize(
    ("first", "second", "crowded"),
    [
        ((6, 7), (7, 8), True),
        ((6, 7), (8, 9), False),
        ((5, 7), (6, 7), True),
        ((6, 7), (7, 7), True),
        ((6, 6), (6, 7), True),
        ((6, 6), (7, 8), False),
    ],
)
def test_two_changes_side_by_side_stand_or_fall_together(
    first: tuple[int, int], second: tuple[int, int], crowded: bool, propose: Propose
) -> None:
    # 末 looks like 未: what is not crowded is as sure as it was.
    items = [
        Finding(*span, TEXT[slice(*span)], "末", "drop", 9.0, -2.0, -6.0, -3.0)
        for span in (first, second)
    ]
    assert confidences(propose(TEXT, *items)) == [0.6 if crowded else 0.99] * 2


def test_of_many_changes_only_neighbours_are_crowded(propose: Propose) -> None:
    places = [0, 2, 4, 5, 7, 9]
    items = [finding(TEXT, TEXT[at], "末", kind="drop", at=at) for at in places]
    assert confidences(propose(TEXT, *items)) == [0.99, 0.99, 0.6, 0.6, 0.99, 0.99]
    below = [finding(TEXT, TEXT[at], "末", kind="drop", at=at) for at in (4, 5)]
    assert confidences(propose(TEXT, *below, chance=0.5)) == [0.5, 0.5]


@pytest.mark.parametrize(("alone", "crowded"), [(3.5, False), (3.4, True)])
def test_beside_what_is_too_unlikely_to_be_shown_a_finding_must_stand_by_itself(
    alone: float, crowded: bool, propose: Propose, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlikely = Finding(5, 6, TEXT[5], "", "extra", 5.0, -4.0, -6.0, -3.0)
    shown = propose(TEXT, unlikely, MISREAD, model=ScriptedModel(alone))
    assert confidences(shown) == [0.6, 0.6]
    monkeypatch.setattr(module, "_searcher", lambda *_: Scripted([unlikely, MISREAD], None))
    likely = (0.99, 0)
    monkeypatch.setattr(
        module, "chance_of", lambda _, it, *__: (0.04, 0) if it is unlikely else likely
    )
    found = propose_channel(TEXT, EMPTY, ScriptedModel(alone))  # type: ignore[arg-type]
    assert confidences(found) == [0.6 if crowded else 0.99]


@pytest.mark.parametrize(
    ("text", "before", "after", "kind", "meant"),
    [
        (TEXT, "冶", "治", "han", False),
        (TEXT, "严冶", "治严", "swap", False),
        (TEXT, "严冶", "国治", "run", True),
        # Small words are chosen as the author likes.
        ("路线与方针", "与", "和", "drop", True),
        ("路线与方针", "与", "子", "drop", False),
        # A word for another that sounds so is one slip.
        (TEXT, "严冶", "国治", "word", False),
    ],
)
def test_what_may_be_meant(
    text: str, before: str, after: str, kind: str, meant: bool, propose: Propose
) -> None:
    (found,) = propose(text, finding(text, before, after, kind=kind))
    assert found.confidence == (0.6 if meant else 0.99)


@pytest.mark.parametrize("profile", ["ppocr", "tesseract"])
@pytest.mark.parametrize(("chance", "confidence"), [(0.95, 0.95), (0.949, 0.6)])
def test_an_engine_means_nothing(
    chance: float, confidence: float, profile: str, propose: Propose
) -> None:
    doubtful = [
        [finding(TEXT, "严冶", "国治", kind="run")],
        [finding(TEXT, TEXT[at], "末", kind="drop", at=at) for at in (4, 5)],
    ]
    for items in doubtful:
        found = propose(TEXT, *items, chance=chance, profile=profile)
        assert confidences(found) == [confidence] * len(items)
        assert set(confidences(propose(TEXT, *items, chance=chance))) == {0.6}


@pytest.mark.parametrize(("lead", "confidence"), [(2.0, 0.99), (1.99, 0.6)])
def test_of_two_characters_that_an_engine_may_have_misread_none_is_taken(
    lead: float, confidence: float, propose: Propose
) -> None:
    rivalled = MISREAD._replace(lead=lead)
    for profile in ("ppocr", "tesseract"):
        assert confidences(propose(TEXT, rivalled, profile=profile)) == [confidence]
    assert confidences(propose(TEXT, rivalled)) == [0.99]
    word = rivalled._replace(kind="word")
    assert confidences(propose(TEXT, word, profile="ppocr")) == [0.99]


@pytest.mark.parametrize("profile", ["general", "ppocr", "tesseract"])
def test_a_mark_beside_a_figure_is_not_taken_away_however_likely(
    profile: str, propose: Propose
) -> None:
    text = "农村居民收入增长3%；，5%以上"
    (found,) = propose(text, finding(text, "；", "", kind="extra"), profile=profile)
    assert found.confidence == 0.6


@pytest.mark.parametrize(("margin", "confidence"), [(8.0, 0.99), (7.99, 0.6)])
def test_what_is_not_alike_needs_an_overwhelming_margin(
    margin: float, confidence: float, propose: Propose
) -> None:
    text = TEXT.replace("冶", "绘")
    (found,) = propose(text, finding(text, "绘", "治", margin=margin))
    assert found.confidence == confidence
    (alike,) = propose(TEXT, finding(TEXT, "冶", "治", margin=margin))
    assert alike.confidence == 0.99
    (other,) = propose(text, finding(text, "绘", "治", margin=margin, kind="drop"))
    assert other.confidence == 0.99


@pytest.mark.parametrize(
    ("bonds", "unlike"),
    [
        ({"严绘": -3.19, "绘党": -3.19}, True),
        ({"严绘": -3.2, "绘党": -3.19}, False),
        ({"严绘": -3.19, "绘党": -3.2}, False),
        ({"从严绘": -1.0, "绘党": -1.0}, False),
        ({"严绘": -1.0, "绘党向": -1.0}, False),
        ({}, False),
    ],
)
def test_what_goes_with_both_neighbours_is_no_misreading_of_another_shape(
    bonds: dict[str, float], unlike: bool, propose: Propose
) -> None:
    text = TEXT.replace("冶", "绘")
    model = ScriptedModel(bonds=bonds)
    (found,) = propose(text, finding(text, "绘", "治"), model=model)
    assert found.confidence == (0.6 if unlike else 0.99)
    # At the end of a line it has one neighbour only.
    for line in (text.replace("绘", "绘\n"), text.replace("绘", "\n绘")):
        (found,) = propose(line, finding(line, "绘", "治"), model=ScriptedModel(usual=-1.0))
        assert found.confidence == 0.99


def vetoes(found: list[Proposal]) -> list[Reason | None]:
    return [item.veto for item in found]


def test_what_a_document_writes_so_three_times_is_its_own_usage(propose: Propose) -> None:
    for again, veto in (("，从严冶", None), ("，从严冶，严冶", Reason.OWN_USAGE)):
        assert vetoes(propose(TEXT + again, MISREAD)) == [veto]


@pytest.mark.parametrize(
    ("term", "at", "before", "protected"),
    [
        ("严冶党", 6, "冶", True),
        ("冶党向", 6, "冶", True),
        ("从严冶", 6, "冶", True),
        ("党向纵", 6, "冶", False),
        ("面从严", 6, "冶", False),
        # An insertion is protected inside a term.
        ("严冶党", 6, "", True),
        ("冶党向", 6, "", False),
        ("从严冶", 7, "", False),
        ("从严冶", 6, "", True),
    ],
)
def test_what_a_term_vouches_for(
    term: str, at: int, before: str, protected: bool, propose: Propose
) -> None:
    item = finding(TEXT, before, "某", kind="drop", at=at)
    veto = vetoes(propose(TEXT, item, lexicon=lexicon_of(term)))
    assert veto == ([Reason.PROTECTED] if protected else [None])


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("它使 Rust 无需垃圾回收器", True),
        ("采用Rust使它更快", True),
        ("采用 Rust ，使它更快", False),
        ("它使这门语言更快", False),
    ],
)
def test_beside_a_latin_word_a_reviewer_decides(
    text: str, doubtful: bool, propose: Propose
) -> None:
    (proposal,) = propose(text, finding(text, "使", "是"))
    assert (proposal.confidence == UNSURE_PROBABILITY) is doubtful


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1 | fn largest<T: std::cmp(list)", False),
        ("调用了，std::cmp这个函数", False),
        ("调用了，函数：：这个", True),
    ],
)
def test_a_mark_of_code_stays_near_the_head_of_a_line_too(
    text: str, shown: bool, propose: Propose
) -> None:
    place = max(text.rfind("::"), text.rfind("：："))
    item = finding(text, text[place], "", kind="repeat", at=place)
    assert bool(propose(text, item)) is shown


@pytest.mark.parametrize(("reach", "protected"), [(16, True), (17, False)])
def test_terms_are_looked_for_sixteen_characters_around(
    reach: int, protected: bool, propose: Propose
) -> None:
    words = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未"
    left, right = words[-reach:], words[:reach]
    for text, term in ((f"〇{left}冶〇", f"{left}冶"), (f"〇冶{right}〇", f"冶{right}")):
        veto = vetoes(propose(text, finding(text, "冶", "治"), lexicon=lexicon_of(term)))
        assert veto == ([Reason.PROTECTED] if protected else [None])


@pytest.mark.parametrize(
    ("text", "before", "after", "unpaired"),
    [
        ("他说“好的。去", "的", "”", False),
        ("他说好的。去", "的", "”", True),
        ("他说“好”。去", "”", "的", True),
        ("他说好”。去", "”", "的", False),
        ("他说“好的”。去", "的", "”", True),
        ("《办法的颁布", "的", "》", False),
        ("（试行的颁布", "的", "）", False),
        ("（试行的颁布", "的", "》", True),
        ("他说的好”去", "的", "“", False),
        ("他说”好的去", "的", "“", True),
        ("他说“好的”去“", "的", "”", True),
        ("他说“一”“二的去", "的", "”", False),
        ("他说“一““二的去", "的", "”", False),
        ("他说”一“二的”去", "的", "”", True),
        # The marks of the paragraph count, of others not.
        ("“\n他说好的", "的", "”", True),
        ("他说好的\n“", "的", "”", True),
        ("”\n他说“好的\n”", "的", "”", False),
    ],
)
def test_no_mark_loses_its_partner(
    text: str, before: str, after: str, unpaired: bool, propose: Propose
) -> None:
    item = finding(text, before, after, kind="mark")
    assert vetoes(propose(text, item)) == ([Reason.UNPAIRED] if unpaired else [None])


@pytest.mark.parametrize(("size", "unpaired"), [(1999, False), (2000, True)])
def test_two_thousand_characters_of_a_paragraph_are_looked_at(
    size: int, unpaired: bool, propose: Propose
) -> None:
    text = f"“{'某' * size}的"
    expected = [Reason.UNPAIRED] if unpaired else [None]
    assert vetoes(propose(text, finding(text, "的", "”", kind="mark"))) == expected
    text = f"的{'某' * size}”"
    assert vetoes(propose(text, finding(text, "的", "“", kind="mark"))) == expected
    line = f"的\n{'某' * 2100}"
    assert vetoes(propose(line, finding(line, "的", "“", kind="mark"))) == [Reason.UNPAIRED]


def lattice(*unsure: int, sure: float = 0.999) -> Lattice:
    return Lattice(
        tuple(Reading(0.4) if at in unsure else Reading(sure) for at in range(len(TEXT)))
    )


def test_what_the_engine_read_surely_is_vetoed(propose: Propose) -> None:
    surely = [Reason.READ_SURELY]
    assert vetoes(propose(TEXT, MISREAD, lattice=lattice())) == surely
    assert vetoes(propose(TEXT, MISREAD, lattice=lattice(6))) == [None]
    assert vetoes(propose(TEXT, MISREAD, lattice=lattice(5, 7))) == surely
    unknown = Lattice((None,) * len(TEXT))
    assert vetoes(propose(TEXT, MISREAD, lattice=unknown)) == [None]
    # Of several characters all, of none both neighbours.
    two = finding(TEXT, "严冶", "颜治", kind="run")
    assert vetoes(propose(TEXT, two, lattice=lattice(5))) == [None]
    assert vetoes(propose(TEXT, two, lattice=lattice(4, 7))) == surely
    none = finding(TEXT, "", "的", kind="drop", at=6)
    assert vetoes(propose(TEXT, none, lattice=lattice(4, 7))) == surely
    assert vetoes(propose(TEXT, none, lattice=lattice(5))) == [None]
    assert vetoes(propose(TEXT, none, lattice=lattice(6))) == [None]
    first = finding(TEXT, "", "的", kind="drop", at=0)
    assert vetoes(propose(TEXT, first, lattice=lattice(1))) == surely
    assert vetoes(propose(TEXT, first, lattice=lattice(0))) == [None]


def test_how_sure_is_sure(propose: Propose) -> None:
    exactly = lattice(sure=module.SURE_CHANCE)
    assert vetoes(propose(TEXT, MISREAD, lattice=exactly)) == [Reason.READ_SURELY]
    below = lattice(sure=module.SURE_CHANCE - 0.001)
    assert vetoes(propose(TEXT, MISREAD, lattice=below)) == [None]


def test_from_where_on_a_document_was_not_searched(propose: Propose) -> None:
    assert propose(TEXT, stop=7) == [
        Proposal(
            "correction", "channel", 7, 8, "党", 1.0,
            (Pattern("misreadings not looked for from here on", TEXT[7:19]),),
            flag=Reason.BEYOND_BOUNDS,
        )
    ]  # fmt: skip


def test_a_mark_is_weighed_once(propose: Propose, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "坚持稳中求进。推动发展"
    mark = finding(text, "。", "，", kind="mark")
    assert len(propose(text, mark)) == 1
    own = Proposal("correction", "channel", mark.start, mark.end, "、", 0.7)
    monkeypatch.setattr(module, "propose_punctuation", lambda *_: [own])
    model = ScriptedModel()
    assert propose_channel(text, EMPTY, model) == [own]  # type: ignore[arg-type]
    word = finding(text, "稳", "隐")
    monkeypatch.setattr(module, "_searcher", lambda *_: Scripted([word, mark], None))
    found = propose_channel(text, EMPTY, model)  # type: ignore[arg-type]
    assert [item.after for item in found] == ["、", "隐"]
    # A word at the place of a mark that was weighed is another thing.
    wordy = finding(text, "。", "洽", kind="han")
    monkeypatch.setattr(module, "_searcher", lambda *_: Scripted([wordy], None))
    assert len(propose_channel(text, EMPTY, model)) == 2  # type: ignore[arg-type]


def vouched(item: Finding, text: str, lexicon: Lexicon) -> bool:
    """The slow way: the surroundings of one finding for themselves."""
    low, high = max(0, item.start - 16), item.end + 16
    return any(
        start + low <= item.start
        and item.end <= end + low
        and (item.start < item.end or start + low < item.start < end + low)
        for start, end, _ in lexicon.term_matcher.find(text[low:high])
    )


def test_terms_around_many_findings_are_those_around_each() -> None:
    terms = ("从严治党", "严治", "党", "稳中求进", "坚持稳中求进工作总基调")
    lexicon = lexicon_of(*terms)
    rng = random.Random(5)
    parts = [*terms, "推动", "，", "全面\n", "党从严", "\0", *"从严治党稳中求进"]
    told = 0
    for _ in range(60):
        text = "".join(rng.choices(parts, k=rng.randint(1, 40)))
        spans = sorted((at, at + rng.randint(0, 2)) for at in rng.choices(range(len(text)), k=9))
        items = [
            MISREAD._replace(start=start, end=min(end, len(text)), before=text[start:end])
            for start, end in spans
        ]
        found = module._are_terms(items, text, lexicon)
        assert found == [vouched(item, text, lexicon) for item in items]
        told += sum(found)
    assert told > 50
    assert module._are_terms([], TEXT, lexicon) == []
