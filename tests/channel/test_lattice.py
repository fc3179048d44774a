from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from restore.channel.features import probability
from restore.channel.lattice import LatticeFinding, propose_lattice, search_lattice
from restore.channel.lattice_options import lattice_options
from restore.channel.profile import Profile
from restore.core.document import Document
from restore.core.edits import Decision, Proposal, Reason
from restore.core.evidence import Channel
from restore.core.native_page import FORMAT, Lattice, Page, PageLine, Reading, read_page
from restore.errors import InputError
from restore.gate.judge import judge
from restore.gate.passes import Gate, run_pass
from restore.language.model import LanguageModel
from restore.settings import GateSettings

MODEL = LanguageModel.load()
PROFILE = Profile.load("ppocr")


def page(text: str, unsure: dict[int, tuple[float, tuple[tuple[str, float], ...]]]) -> Page:
    chances = tuple(unsure[place][0] if place in unsure else 0.99 for place in range(len(text)))
    candidates = {place: item[1] for place, item in unsure.items()}
    return Page(FORMAT, (PageLine(text, chances, candidates),))


def changes(read: Page) -> set[tuple[int, str]]:
    found = search_lattice(read.text, read.lattice(), MODEL, PROFILE)
    return {(item.start, item.after) for item in found}


def test_the_candidate_that_fits_is_taken() -> None:
    read = page("全面从严冶党，加强党的建设", {4: (0.6, (("治", 0.35), ("洽", 0.01)))})
    assert changes(read) == {(4, "治")}
    (proposal,) = propose_lattice(read.text, read.lattice(), MODEL, PROFILE)
    evidence = proposal.evidence[1]
    assert isinstance(evidence, Channel)
    assert (evidence.rank, evidence.read_probability) == (1, 0.6)
    assert proposal.confidence > 0.9


def test_a_sure_character_is_locked() -> None:
    assert changes(page("全面从严冶党", {4: (0.985, (("治", 0.01),))})) == set()


def test_a_good_reading_stays_though_it_was_unsure() -> None:
    read = page("全面从严治党，加强党的建设", {4: (0.5, (("冶", 0.45),))})
    assert changes(read) == set()


def test_the_clauses_tell_marks_apart() -> None:
    text = "会议强调，要坚持党的领导：人民当家作主、依法治国有机统一。"
    read = page(text, {text.index("："): (0.6, (("、", 0.3), ("；", 0.05)))})
    assert changes(read) == {(text.index("："), "、")}


def test_shares_of_one_mark_in_two_widths_are_added() -> None:
    text = "会议强调，要坚持党的领导，加强党的建设。"
    options = lattice_options(text, 4, Reading(0.5, ((",", 0.3), ("。", 0.1))), PROFILE)
    narrow = lattice_options(text, 4, Reading(0.8, (("。", 0.1),)), PROFILE)
    assert dict(option[:2] for option in options)["。"] == pytest.approx(
        dict(option[:2] for option in narrow)["。"]
    )


def offered(text: str, place: int, chance: float) -> list[str]:
    """The characters that are tried beside what was read and what the recogniser thought of."""
    reading = Reading(chance, (("撇", 0.06),))
    options = lattice_options(text, place, reading, PROFILE)
    return [item.emission for item in options if item.emission not in ("撇", text[place])]


def test_where_the_recogniser_knew_little_it_may_be_what_goes_with_both_neighbours() -> None:
    text = "中亚荒沟化防治合作"
    assert "漠" in offered(text, 3, 0.69)
    assert "漠" not in offered(text, 3, 0.7)
    read = page(text, {3: (0.37, (("沿", 0.14), ("撇", 0.06)))})
    assert changes(read) == {(3, "漠")}


def test_so_many_look_alikes_are_tried() -> None:
    known = [item for item, _ in PROFILE.candidates("问") if item not in "0a撇"]
    tried = [item for item in offered("现代化问南", 3, 0.9) if len(item) == 1]
    assert tried == known[:24]


def test_a_comma_for_another_mark_needs_more_than_the_other_way_round() -> None:
    calibration = PROFILE.data.lattice
    assert calibration is not None
    found = LatticeFinding(3, 4, "。", "，", "mark", 2.0, 1.0, 1.0, 1, 0.5)
    other = msgspec.structs.replace(found, before="，", after="。")
    comma, stop = (probability(calibration.weights, list(x.features)) for x in (found, other))
    assert comma < 0.75 < stop


def test_a_character_of_another_shape_needs_more() -> None:
    (alike,) = search_lattice(
        "全面从严冶党，加强党的建设",
        page("全面从严冶党，加强党的建设", {4: (0.6, (("治", 0.35),))}).lattice(),
        MODEL,
        PROFILE,
    )
    assert alike.alike
    assert alike.features[-1] == 0.0
    assert msgspec.structs.replace(alike, alike=False).features[-1] == 1.0


def test_a_doubtful_digit_is_flagged_and_never_changed() -> None:
    read = page("增长5.3%，达到历史新高", {4: (0.6, (("8", 0.35),))})
    (proposal,) = propose_lattice(read.text, read.lattice(), MODEL, PROFILE)
    assert (proposal.start, proposal.after) == (4, "8")
    verdict = judge(proposal, read.text, GateSettings())
    assert verdict == (Decision.FLAGGED, Reason.LOCKED_FIGURE)


def test_a_lattice_follows_the_text() -> None:
    read = page("全面\n从严冶党", {5: (0.6, (("治", 0.35),))})
    document = Document.from_text(read.text)
    joined = run_pass(
        document,
        [Proposal("layout", "join.wrap", 2, 3, "", 1.0)],
        Gate(GateSettings()),
        number=1,
        stage="layout",
    ).document
    moved = read.lattice().over(joined)
    assert joined.text == "全面从严冶党"
    assert len(moved.readings) == len(joined.text)
    assert moved.readings[4] == Reading(0.6, (("治", 0.35),))


def test_a_page_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "page.json"
    lines = [{"text": "治 党", "probability": [0.9, None, 1], "candidates": {"0": [["冶", 0.1]]}}]
    file.write_text(json.dumps({"format": FORMAT, "lines": lines}), encoding="utf-8")
    read = read_page(file)
    assert read.lattice() == Lattice((Reading(0.9, (("冶", 0.1),)), None, Reading(1.0)))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"format": "other/1", "lines": []}, "format"),
        ({"format": FORMAT, "lines": [{"text": "治", "probability": [1, 1]}]}, "line 1"),
        ({"format": FORMAT, "lines": [{"text": "治", "probability": [2]}]}, "between 0 and 1"),
        (
            {"format": FORMAT, "lines": [{"text": "治", "candidates": {"3": [["党", 0.1]]}}]},
            "outside",
        ),
        ({"format": FORMAT, "lines": [], "misspelt": 1}, "misspelt"),
    ],
)
def test_a_faulty_page_is_refused(tmp_path: Path, content: object, message: str) -> None:
    file = tmp_path / "page.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_page(file)
