from __future__ import annotations

from restore.core.edits import Decision, Edit, Reason
from restore.evaluation.correction import measure
from restore.evaluation.correction_scores import CorrectionScore, RuleCount
from restore.evaluation.engines import Outcome, make_engine
from restore.evaluation.metrics import Rates
from restore.evaluation.pairs import Pair
from restore.settings import Settings


def run(pairs: list[Pair], answers: dict[str, str]) -> CorrectionScore:
    def engine(text: str) -> Outcome:
        answer = answers.get(text, text)
        return Outcome(answer, answer, text)

    return measure(pairs, engine, name="test")


def edit(text: str, start: int, before: str, after: str, decision: Decision) -> Edit:
    end = start + len(before)
    assert text[start:end] == before
    return Edit(
        id=f"{start}",
        document="d",
        pass_number=1,
        stage="correction",
        rule="r",
        span=(start, end),
        source=(start, end),
        before=before,
        after=after,
        group=None,
        confidence=1.0,
        decision=decision,
        reason=Reason.LEXICON_CERTAIN,
        evidence=(),
    )


def test_an_unneeded_change_in_a_faulty_sentence_is_false() -> None:
    source = "记律严明，作风过硬"
    score = run([Pair("1", source, "纪律严明，作风过硬")], {source: "纪律严明，作风过应"})
    assert score.edits == Rates(right=1, wrong=1, missed=0)
    assert score.sentences == Rates(right=0, wrong=1, missed=1)
    assert score.harm == 0.0  # harm is about sentences without an error
    (wrong,) = score.wrong
    assert (wrong.before, wrong.after) == ("硬", "应")
    assert wrong.wanted == "风过硬"


def test_a_wrong_correction_of_a_true_error_is_false_and_the_error_missed() -> None:
    score = run([Pair("1", "记律", "纪律")], {"记律": "计律"})
    assert score.edits == Rates(right=0, wrong=1, missed=1)
    assert score.kinds["substitution"] == Rates(right=0, wrong=1, missed=1)


def test_doing_nothing() -> None:
    pairs = [Pair("1", "记律", "纪律"), Pair("2", "纪律", "纪律")]
    score = measure(pairs, make_engine("none", Settings()), name="none")
    assert score.edits == Rates(0, 0, 1)
    assert score.before == score.after
    assert score.reduction.value == score.preference.value == 0.0
    assert (score.clean, score.clean_untouched) == (1, 1)


def test_harm_counts_changes_in_clean_sentences() -> None:
    clean = "纪律" * 50
    score = run([Pair("1", clean, clean)], {clean: "记律" + clean[2:]})
    assert score.harm == 1000.0
    assert score.clean_untouched == 0
    assert score.sentences == Rates(0, 1, 0)
    assert score.preference.value == -1.0


def test_errors_removed_and_preference() -> None:
    pairs = [Pair("a|1", "记律", "纪律"), Pair("a|2", "末来", "未来"), Pair("b|1", "土也", "土地")]
    score = run(pairs, {"记律": "纪律", "土也": "土他"})
    assert score.reduction.value == 1 / 3
    assert score.preference.value == 0.5  # document a better, b as before


def test_white_space_and_width_count_apart() -> None:
    score = run([Pair("1", "记 律（一）", "纪律(一)")], {"记 律（一）": "纪律（一）"})
    assert score.edits == Rates(1, 0, 0)
    assert score.sentences == Rates(1, 0, 0)
    assert (score.spacing_before, score.spacing_after) == (3, 2)


def test_numerals_must_stay() -> None:
    score = run([Pair("1", "增长5.2%", "增长5.2%")], {"增长5.2%": "增长52%"})
    assert (score.numerals, score.numerals_intact) == (1, 0)


def test_either_half_of_a_repetition_may_go() -> None:
    source = "加强防治防治工作记律"
    score = run([Pair("1", source, "加强防治工作纪律")], {source: "加强防治工作记律"})
    assert score.edits == Rates(right=2, wrong=0, missed=1)
    assert score.kinds["repetition"] == Rates(1, 0, 0)


def test_a_suggestion_is_never_counted_as_applied() -> None:
    source = "记律和末来"

    def engine(text: str) -> Outcome:
        edits = (
            edit(text, 0, "记", "纪", Decision.APPLIED),
            edit(text, 3, "末", "未", Decision.SUGGESTED),
            edit(text, 2, "和", "河", Decision.SUGGESTED),
        )
        return Outcome("纪律和末来", "纪律河未来", text, edits)

    score = measure([Pair("1", source, "纪律和未来")], engine)
    assert score.edits == Rates(right=1, wrong=0, missed=1)
    assert score.with_suggestions == Rates(right=2, wrong=1, missed=0)
    assert score.rules["r"] == RuleCount(applied_right=1, suggested_right=1, suggested_wrong=1)
    assert score.sentences == Rates(0, 1, 1)


def test_a_wrong_change_names_its_rule() -> None:
    def engine(text: str) -> Outcome:
        return Outcome("己经", "己经", text, (edit(text, 0, "已", "己", Decision.APPLIED),))

    score = measure([Pair("1", "已经", "已经")], engine)
    assert [(item.rule, item.around) for item in score.wrong] == [("r", "[已→己]经")]
    assert score.rules["r"] == RuleCount(applied_wrong=1)


def test_our_stage_and_the_characters_before_it() -> None:
    source = "持续加强水污染防治防治工作 。"
    pair = Pair("1", source, "持续加强水污染防治工作。")
    for name in ("correction", "restore"):
        score = measure([pair], make_engine(name, Settings()), name=name)
        assert score.edits == Rates(2, 0, 0)
        assert score.rules["repetition"] == RuleCount(applied_right=1)
        assert score.spacing_after == (0 if name == "restore" else 1)
