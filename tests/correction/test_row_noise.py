"""How noisy the rows of one file are together."""

from __future__ import annotations

import pytest

from restore import restore_corpus
from restore.channel.findings import Finding
from restore.channel.noise import Noise
from restore.core.document import Document
from restore.correction.row_noise import MOST_ROW, noise_of_others, noise_of_rows

FAULTY, CLEAN = "全面从严冶党向纵深发展。", "坚持稳中求进工作总基调。"


def search(text: str) -> list[Finding]:
    """Find each 冶, that looks like 治 and sounds otherwise."""
    places = [place for place, character in enumerate(text) if character == "冶"]
    return [Finding(at, at + 1, "冶", "治", "han", 8.0, -2.0, -7.0, -1.0) for at in places]


def test_a_row_is_told_of_the_others_and_not_of_itself() -> None:
    texts = {f"rows.jsonl#{n}": FAULTY if n < 2 else CLEAN * 10 for n in range(50)}
    noise = noise_of_rows(texts, search)
    assert noise["rows.jsonl"].slips == 2
    own, clean = (
        noise_of_others(noise, name, texts[name]) for name in ("rows.jsonl#0", "rows.jsonl#9")
    )
    assert (own.slips, clean.slips) == (1, 2)
    assert own.characters == clean.characters == sum(map(len, texts.values()))


def test_neither_other_files_nor_long_rows_nor_files_of_one_text_tell() -> None:
    long = CLEAN * (MOST_ROW // len(CLEAN) + 1)
    texts = {"a#0": FAULTY, "a#1": long, "b#0": CLEAN, "c.txt": FAULTY}
    noise = noise_of_rows(texts, search)
    assert noise_of_others(noise, "a#1", long) == Noise()
    assert noise_of_others(noise, "b#0", CLEAN).slips == 0
    assert noise_of_others(noise, "c.txt", FAULTY) == Noise()
    assert noise_of_others(noise, "a#0", FAULTY) == Noise(0, len(FAULTY), 0)


@pytest.mark.parametrize(
    ("faulty", "clean", "slips", "characters"),
    [(4, 2_000, 4, 20_004), (400, 2_000, 8, 20_000), (3, 10, 8, 20_000), (2, 10, 0, 0)],
)
def test_the_others_count_up_to_a_bound(
    faulty: int, clean: int, slips: int, characters: int
) -> None:
    rows = [FAULTY] * faulty + [CLEAN] * clean
    texts = {f"rows#{number}": text for number, text in enumerate(rows)}
    others = noise_of_others(noise_of_rows(texts, search), f"rows#{len(rows) - 1}", CLEAN)
    assert (others.slips, others.characters) == (slips, characters)


TYPED = (
    "要坚持实事求是的元泽，推动任务落地。",
    "有关部门要各思其职，密切配合。",
    "我们要加快建设现带化产业体系。",
    "会议强掉，要全面贯彻新发展理念。",
    "要不断提高人民群众的生活水评。",
    "各地要严格落实安全生产则任制。",
)


def test_a_row_of_a_noisy_file_is_likelier_misread() -> None:
    faulty = "各级政府要加强对该项工作的领到，明确责任。"
    rows = [Document.from_text(text, id=f"rows#{n}") for n, text in enumerate([faulty, *TYPED])]
    alone, together = (
        next(iter(restore_corpus(chosen, check_figures=False).restored[0].log.edits)).confidence
        for chosen in (rows[:1], rows)
    )
    assert alone < together
