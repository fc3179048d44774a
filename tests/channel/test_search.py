from __future__ import annotations

from random import Random

import numpy as np
import pytest

from restore.channel import search
from restore.channel.alignment import Kind
from restore.channel.features import FEATURES, chance_of, features, own_usage, probability, support
from restore.channel.profile import Profile
from restore.channel.search import Searcher
from restore.language.model import LanguageModel

MODEL = LanguageModel.load()


def found(text: str, profile: str = "general") -> set[tuple[int, int, str]]:
    findings, *_ = Searcher(MODEL, Profile.load(profile)).search(text)
    return {(item.start, item.end, item.after) for item in findings}


def test_look_alikes_and_sound_alikes_are_found() -> None:
    assert (4, 5, "治") in found("全面从严冶党。")
    assert (9, 10, "需") in found("结合形势和实际工作须要，坚持法治。")


def test_offsets_count_white_space_and_lines() -> None:
    text = "第一行没有错误。\n全面 从严　冶党，加强建设。"
    assert (text.index("冶"), text.index("冶") + 1, "治") in found(text)


def test_a_repeat_is_found() -> None:
    assert any(after == "" for _, _, after in found("保障人民群群众根本利益。"))


def test_digits_are_never_changed() -> None:
    text = "增长5.3%，达到10.2亿元，全面从严冶党。"
    for start, end, after in found(text, "ppocr"):
        assert not any(item.isdigit() for item in text[start:end] + after)


def test_company_and_sound_count_by_kind() -> None:
    """Of one character ten natural units at most, of a word twenty; nothing for other kinds."""
    findings, _, _, misread = Searcher(MODEL, Profile.load("typed")).search("全面从严冶党。")

    def values(kind: Kind, company: float) -> tuple[float, ...]:
        found = findings[0]._replace(kind=kind, company=company, sounds=True)
        weighed = dict(zip(FEATURES, features(found, "全面从严冶党。", misread), strict=True))
        return tuple(weighed[name] for name in ("company", "company_of_word", "sounds"))

    assert values("han", 5.0) == (0.5, 0.0, 1.0)
    assert values("run", -50.0) == (-1.0, 0.0, 1.0)
    assert values("word", 15.0) == (0.0, 1.5, 0.0)
    assert values("word", 50.0) == (0.0, 2.0, 0.0)
    assert values("missing", 5.0) == (0.0, 0.0, 0.0)


def test_features_have_names() -> None:
    text = "全面从严冶党。"
    findings, _, _, misread = Searcher(MODEL, Profile.load("general")).search(text)
    assert len(features(findings[0], text, misread)) == len(FEATURES)


def test_own_usage_counts_the_other_places() -> None:
    text = "全面从严冶党。坚持从严冶党。"
    findings, *_ = Searcher(MODEL, Profile.load("general")).search(text)
    assert own_usage(findings[0], text) == 1


def test_empty_text_has_no_findings() -> None:
    assert found("") == set()
    assert found("\n \n") == set()


def test_what_is_not_weighed_is_unlikely() -> None:
    profile = Profile.load("general")
    assert profile.data.calibration is not None
    weights = profile.data.calibration.weights
    text = "全面从严冶党，浮华器等对接，呜呼片区发展。坚持从严治党，呜呼。"
    findings, _, _, misread = Searcher(MODEL, profile).search(text)
    for finding in findings:
        chance = probability(weights, features(finding, text, misread))
        for least in (0.01, 0.05, 0.5):
            found = chance_of(weights, finding, text, misread, least)
            told = chance, own_usage(finding, text)
            assert found == told or (found == (0.0, 0) and chance < least)


def test_only_what_stands_nearby_supports_a_change() -> None:
    text = "坚持从严治党。推动全面从严冶党向纵深发展。"
    (finding,) = Searcher(MODEL, Profile.load("general")).search(text)[0]
    assert support(finding, text) == 1
    far = "坚持从严治党。" + "推动全面发展。" * 400
    moved = finding._replace(start=finding.start + len(far), end=finding.end + len(far))
    assert support(moved._replace(start=moved.start - 7, end=moved.end - 7), far + text[7:]) == 0


def test_long_rows_of_suspicious_places_are_cut() -> None:
    searcher = Searcher(MODEL, Profile.load("tesseract"))
    rng = Random(1)
    for _ in range(30):
        text = "".join(rng.choices("全面从严冶党浮华须要，设建政冶不作伪〇一", k=120))
        findings, *_ = searcher.search(text)
        assert findings == sorted(findings, key=lambda item: item.start)
        assert all(text[item.start : item.end] == item.before for item in findings)


def test_what_was_searched_before_is_found_again_where_it_stands_now() -> None:
    searcher = Searcher(MODEL, Profile.load("general"))
    line, other = "全面 从严冶党，保障人民群群众根本利益。", "结合形势和实际工作须要，坚持法治。"
    searcher.search(f"{line}\n{other}")
    for text in (f"{other}\n坚持改革开放。\n{line}", f"坚持{line}", f"{line}\n\n{line}", other[:9]):
        assert searcher.search(text) == Searcher(MODEL, Profile.load("general")).search(text)


def test_no_window_reaches_over_a_paragraph() -> None:
    """What was found at the end of one and the beginning of the next is known wherever they stand."""
    paragraphs = ["末来可期，全面从严冶", "末采可期，坚持从严冶"]
    searcher = Searcher(MODEL, Profile.load("general"))
    known: list[set[str]] = []
    for text in paragraphs, paragraphs[::-1]:
        scores = np.concatenate([np.append(MODEL.char_scores(item), [0]) for item in text])
        given = "\n".join(text), scores[:-1].astype(np.float32)
        assert searcher.search(*given) == Searcher(MODEL, Profile.load("general")).search(*given)
        known.append({key[1] for windows in searcher._seen.values() for key in windows})
    assert known[0] == known[1]


def test_looking_ahead_changes_nothing_and_spares_the_search(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = ["", "全面从严冶党。", "保障人民群群众\n根本利益。", "末来可期", "", "一切正常。", "\n"]
    alone = [Searcher(MODEL, Profile.load("general")).search(text) for text in texts]
    assert any(found.findings for found in alone)
    searcher = Searcher(MODEL, Profile.load("general"))
    searcher.look_ahead(texts, [MODEL.char_scores(text) for text in texts])
    monkeypatch.setattr(searcher, "_search", None)
    assert [searcher.search(text) for text in texts] == alone


def test_what_others_keep_from_being_looked_at_is_looked_at_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Three copies in a row are their author's own words, two and a beginning of a text are not."""
    line = "从严冶党末来可期。"
    texts = [f"{line}\n{line}", f"{line}\n坚持", "全面从严冶党。"]
    searcher = Searcher(MODEL, Profile.load("general"))
    alone = [Searcher(MODEL, Profile.load("general")).search(text) for text in texts]
    scores = [MODEL.char_scores(text) for text in texts]
    searcher.look_ahead(texts, scores)
    assert set(searcher._ahead) == {texts[2]}
    assert [searcher.search(text) for text in texts] == alone
    monkeypatch.setattr(search, "_MAX_PLACES", 3)
    stopped = [Searcher(MODEL, Profile.load("general")).search(text) for text in texts]
    assert all(found.stop for found in stopped)
    searcher = Searcher(MODEL, Profile.load("general"))
    searcher.look_ahead(["一切正常。", *texts], [MODEL.char_scores("一切正常。"), *scores])
    assert set(searcher._ahead) == {"一切正常。"}
    assert searcher._ahead["一切正常。"][1].stop is None
    assert [searcher.search(text) for text in texts] == stopped


def test_how_far_the_next_best_character_is_behind() -> None:
    searcher = Searcher(MODEL, Profile.load("ppocr"))
    (sure,) = searcher.search("推动全面从严冶党向纵深发展").findings
    assert (sure.after, sure.lead > 5.0) == ("治", True)
    # 物质 or 物资.
    (open_,) = searcher.search("保障人民群众的物贵文化需要").findings
    assert (open_.after, open_.lead < 1.0) == ("质", True)
