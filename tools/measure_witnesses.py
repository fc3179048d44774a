"""Measure what witnesses mend: noisy copies of clean texts beside the clean (or other noisy) ones.

    python tools/measure_witnesses.py FOLDER_OF_TXT [--both] [--rate 0.005] [--seed 1]

Errors are drawn at a rate per character: a character or a word doubled, a look-alike, a homophone, a
character lost or put in. A proposal is right where it restores the text of the source.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path

from restore.channel.base import ChannelBase
from restore.correction.witnesses import find_places, propose_witnessed
from restore.language.model import LanguageModel
from restore.lexicon.lexicon import Lexicon
from restore.text.characters import is_ideograph

KINDS = ("doubled", "word doubled", "look-alike", "homophone", "lost", "put in")
APART, MOST, SURE = 10, 12_000, 0.9


def noisy(text: str, rate: float, rng: random.Random) -> tuple[str, list[tuple[str, int, int]]]:
    """Return the text with errors, and of each its kind and span there."""
    base = ChannelBase.load()
    parts: list[str] = []
    errors: list[tuple[str, int, int]] = []
    length = place = 0
    while place < len(text):
        window = text[place : place + 3]
        if not (len(window) == 3 and all(map(is_ideograph, window)) and rng.random() < rate):
            parts.append(text[place])
            place, length = place + 1, length + 1
            continue
        kind = rng.choice(KINDS)
        read, size = window[0], 1
        if kind == "doubled":
            read = 2 * window[0]
        elif kind == "word doubled":
            read, size = 2 * window[:2], 2
        elif kind == "put in":
            read = rng.choice("的人和国大一中了") + window[0]
        elif kind == "lost":
            read = ""
        else:
            like = [item for item, _ in base.look_alikes(window[0])[:6]]
            sound = sorted(base.sound_alikes(window[0])[0])
            read = rng.choice((like if kind == "look-alike" else sound) or [window[0]])
        errors.append((kind, length, length + len(read)))
        rest = text[place + size : place + size + APART]
        parts += [read, rest]
        length += len(read) + len(rest)
        place += size + len(rest)
    return "".join(parts), errors


def main() -> None:
    """Print right and wrong proposals by kind, sure ones and others apart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--both", action="store_true", help="the witnesses are noisy too")
    parser.add_argument("--rate", type=float, default=0.005)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    rng = random.Random(given.seed)
    texts: dict[str, str] = {}
    known: dict[str, tuple[str, list[tuple[str, int, int]]]] = {}
    for path in sorted(given.folder.glob("*.txt"))[::2]:
        source = path.read_text("utf-8")[:MOST]
        texts[path.stem], errors = noisy(source, given.rate, rng)
        known[path.stem] = (source, errors)
        texts[path.stem + " again"] = noisy(source, given.rate, rng)[0] if given.both else source
    model, lexicon = LanguageModel.load(), Lexicon.load()
    scores = {name: model.char_scores(text) for name, text in texts.items()}
    places = find_places(texts, scores)
    counts: Counter[tuple[str, str, bool]] = Counter()
    for name, (source, errors) in known.items():
        text = texts[name]
        for item in propose_witnessed(text, places[name], texts, lexicon, model):
            hit = [
                kind
                for kind, start, end in errors
                if start - 1 <= item.start and item.end <= end + 1
            ]
            around = text[max(0, item.start - 5) : item.start] + item.after
            right = bool(hit) and around + text[item.end : item.end + 5] in source
            level = "sure" if item.confidence >= SURE else "unsure"
            counts[level, hit[0] if hit else "none", right] += 1
    total = Counter(kind for _, errors in known.values() for kind, _, _ in errors)
    print(f"errors: {dict(total)}")
    for (level, kind, right), count in sorted(counts.items()):
        print(f"{level}\t{kind}\t{'right' if right else 'wrong'}\t{count}")


if __name__ == "__main__":
    main()
