"""What is misread tells which error profile to take where nothing else does."""

from __future__ import annotations

from restore.core.evidence import Channel
from restore.correction.channel import propose_channel
from restore.language.model import LanguageModel
from tests.correction.helpers import lexicon_of

MODEL = LanguageModel.load()
SCANNED = "全面从严冶党永远在路上。健全贵任体系，加强监賛检查。深化改茧开放，推动高质量发展。"
TYPED = "要坚持实事求是的元泽。加快行政身披改革。严格执行财政鱼蒜。落实各方则任。"


def profiles(text: str, wish: str) -> set[str]:
    return {
        item.profile
        for proposal in propose_channel(text, lexicon_of(), MODEL, wish)
        for item in proposal.evidence
        if isinstance(item, Channel)
    }


def test_slips_of_shape_are_an_engines() -> None:
    assert profiles(SCANNED, "auto") == {"ppocr"}


def test_the_beginning_of_a_long_text_is_enough() -> None:
    clean = "坚持稳中求进工作总基调，推动高质量发展。\n" * 2
    early = (
        SCANNED + "\n" + "".join(f"第{number}项工作全面落实。\n" for number in range(90)) + clean
    )
    assert profiles(early, "auto") == {"ppocr"}
    late = "".join(f"第{number}项工作全面落实。\n" for number in range(90)) + SCANNED
    assert profiles(late, "auto") == {"ppocr"}


def test_slips_of_sound_are_a_typists() -> None:
    assert profiles(TYPED, "auto") == {"general"}


def test_a_wish_is_kept() -> None:
    assert profiles(SCANNED, "general") == {"general"}
