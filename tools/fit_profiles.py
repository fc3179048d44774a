"""Make the error profiles that ship: learn the weights, calibrate them, write channel-*.json.

    python tools/fit_profiles.py --pages OCR/pages --manifest OCR/manifest.json \
        --characters OCR/chars.tsv.gz --pairs midu2022.train.tsv \
        --news news_2022_202604.txt.xz --laws laws.txt.xz \
        --official policy_documents.txt.xz party_congress_reports.txt.xz \
        --rendered ppocr=ppocr.tsv.gz --rendered tesseract=tesseract.tsv.gz --out restore/models

PAGES holds readings of page images with their truth, one JSON each; their ids are told by the
manifest. CHARACTERS has the recogniser's probability and candidates of each doubtful character.
PAIRS are id, source, target of typed text; they come from all kinds of papers. So that the
calibration holds for official documents too, errors are also made in OFFICIAL text and the end of
NEWS, and looked for with a language model, and a table of what stands in one passage, that were
made of LAWS and the rest of NEWS. RENDERED has what
engines read where text was rendered for them (``tools/read_candidates.py``); without it what the
profile that ships knows of that is kept. Nothing is drawn
at random but with fixed seeds: the same input gives the same bytes. About ten minutes of one core.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import msgspec
from build_cooccurrence import table
from made_errors import with_errors
from page_readings import PageReading, read_pages
from rendered_readings import confusions

from restore.channel.base import ChannelBase
from restore.channel.calibration import (
    HeldOut,
    calibrate,
    calibrate_lattices,
    held_out_findings,
    judge_findings,
)
from restore.channel.cooccurrence import Cooccurrence, upper_of
from restore.channel.features import FEATURES, LATTICE_FEATURES, probability
from restore.channel.profile import Profile
from restore.channel.profile_data import Calibration, ProfileData
from restore.channel.punctuation_calibration import fit_choice, punctuation_choices
from restore.channel.punctuation_search import PUNCTUATION_FEATURES
from restore.channel.search import Searcher
from restore.channel.training import Rendered, add, held_out, learn, profile_data, tally
from restore.evaluation.pairs import read_pairs
from restore.language.model import LanguageModel
from restore.language.reading import read_paragraphs
from restore.language.training import train

Document = list[tuple[str, str]]

SEED = 1
# Pairs have no documents: half of them are searched by themselves and half in documents of so many, in
# so many groups; their targets, which are clean, likewise.
GROUPS, DOCUMENT = 10, 20
# A page of which more was misread teaches nothing.
UNREADABLE = 0.5
# Every calibration is fitted on official text too, clean and with errors made in it: share of the
# news that the language model has seen; characters of a document. Of each document's characters a
# share from a fiftieth down to one in 40,000 is changed, and of those behind a changed one RUN. In
# texts that were typed by sound three wrong characters of ten stand beside another; in proofread
# papers one of twenty. Paragraphs that are searched by themselves have many errors or none.
SEEN, SIZE, SHORT = 0.97, 15_000, 40
LEAST_LOG10, MOST_LOG10, RATE, RUN = -4.6, -1.7, 0.018, 0.15
ALONE = 4
MANY = 1_000_000
# The profiles that learn to tell marks apart, and the folds of their pages.
SCANNED, FOLDS = ("ppocr", "tesseract"), 5
THRESHOLDS = (0.2, 0.3, 0.5, 0.9)


class Plan(NamedTuple):
    """What a profile is learned from; no text is in two groups. ``clean`` has no errors.

    ``levels`` names each document of the groups, for the tables.
    """

    groups: list[list[Document]]
    clean: list[Document]
    levels: list[list[str]]
    description: str


def main() -> None:
    """Fit the profiles and say what came out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=Path, required=True)
    parser.add_argument("--manifest", type=Path, required=True)
    parser.add_argument("--characters", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--news", type=Path, required=True)
    parser.add_argument("--laws", type=Path, required=True)
    parser.add_argument("--official", type=Path, nargs="+", required=True)
    parser.add_argument("--rendered", action="append", default=[], metavar="PROFILE=FILE")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", nargs="*", default=["general", "ppocr", "tesseract", "typed"])
    options = parser.parse_args()
    model = LanguageModel.load()
    readings = read_pages(options.pages, options.manifest, options.characters)
    chosen = plans(readings, options.pairs)
    scratch = TemporaryDirectory()
    made = unseen(options.news, options.laws, options.official, Path(scratch.name))
    for name in options.only:
        plan = chosen[name]
        files = [item.partition("=")[2] for item in options.rendered if item.startswith(f"{name}=")]
        rendered = confusions([Path(file) for file in files]) if files else known_of(name)
        flat = [[pair for document in group for pair in document] for group in plan.groups]
        data = learn(flat, name=name, description=plan.description, rendered=rendered)
        held = list(held_out_findings(model, plan.groups, data.mixture, plan.clean, rendered))
        held += made_findings(made, Profile(data))
        found = calibrate(held)
        print(name, data.mixture, data.rates)
        likelihood, covered = held_out(
            [tally(part) for part in flat], data.mixture, rendered=rendered
        )
        print(f"  held out: {likelihood:.2f}, {covered:.3f}")
        print(" ", dict(zip(FEATURES, found.weights, strict=True)))
        print(f"  best F1 {found.f1:.3f} from p {found.threshold:.2f} on")
        show(held, found.weights, plan.levels)
        calibration = Calibration(found.weights, plan.description)
        data = msgspec.structs.replace(data, calibration=calibration)
        if name in SCANNED:
            data = with_marks(model, data, plan)
        if name == "ppocr":
            data = with_lattice(model, data, readings)
        write(data, options.out / f"channel-{name}.json")


def known_of(name: str) -> Rendered:
    """Return what the profile that ships knows of rendered text."""
    return Profile.load(name).data.rendered


class Made(NamedTuple):
    """Official text in documents, and a language model and a table of what stands in one passage
    that have not seen it.
    """

    model: LanguageModel
    cooccurrence: Cooccurrence
    documents: list[list[str]]


def unseen(news: Path, laws: Path, official: list[Path], folder: Path) -> Made:
    """Train a language model in a folder, count what stands in one passage, and read text that
    neither was made of.
    """
    seen, kept = folder / "seen.txt", folder / "kept.txt"
    paragraphs = list(read_paragraphs([news]))
    cut = int(len(paragraphs) * SEEN)
    seen.write_text("\n".join(paragraphs[:cut]), encoding="utf-8")
    kept.write_text("\n".join(paragraphs[cut:]), encoding="utf-8")
    train([seen, laws], folder / "model.klm")
    texts = [item for path in (*official, kept) for item in documents(path)]
    known = ChannelBase.load().known
    cooccurrence = Cooccurrence(known, upper_of(table(read_paragraphs([seen, laws]), known)))
    return Made(LanguageModel.load(folder / "model.klm"), cooccurrence, texts)


def documents(path: Path) -> Iterator[list[str]]:
    """Yield the paragraphs of ordinary length of a file, in documents of one size."""
    chosen: list[str] = []
    for text in read_paragraphs([path]):
        if 10 < len(text) < 600:
            chosen.append(text)
        if sum(map(len, chosen)) >= SIZE:
            yield chosen
            chosen = []


def made_findings(made: Made, profile: Profile) -> Iterator[HeldOut]:
    """Look for errors in official text with a model that has not seen it: in clean documents, in
    documents with few or many errors made in them, and in single paragraphs.
    """
    searcher = Searcher(made.model, profile, made.cooccurrence)
    rng = random.Random(SEED)

    def held(group: int, pairs: Document) -> HeldOut:
        found = judge_findings(searcher, pairs, clean=group < 0)
        return HeldOut(group, 0, pairs, list(found))

    for number, texts in enumerate(made.documents):
        clean = [(text, text) for text in texts]
        yield held(-1, clean)
        rate = 10 ** rng.uniform(LEAST_LOG10, MOST_LOG10)
        part = texts[:SHORT] if number % 2 else texts
        yield held(MANY, with_errors(part, profile, rate=rate, run=RUN, seed=number))
        if number % ALONE == 0:
            yield from (held(-1, [pair]) for pair in clean)
            faulty = with_errors(texts[:SHORT], profile, rate=RATE, run=RUN, seed=number)
            yield from (held(MANY, [pair]) for pair in faulty)


def show(held: list[HeldOut], weights: tuple[float, ...], levels: list[list[str]]) -> None:
    """Print what was found by level and probability."""
    rows: dict[tuple[str, float], list[int]] = {}
    for item in held:
        level = "clean" if item.group < 0 else "made"
        if 0 <= item.group < len(levels):
            level = levels[item.group][item.place]
        chances = [probability(weights, judged.values) for judged in item.findings]
        for least in THRESHOLDS:
            row = rows.setdefault((level, least), [0] * 5)
            row[0] += sum(len(truth) for _, truth in item.document)
            row[1] += item.errors
            for judged, chance in zip(item.findings, chances, strict=True):
                if chance >= least:
                    row[2] += judged.gain >= judged.cost
                    row[3] += judged.gain < judged.cost
                    row[4] += judged.gain
    for (level, least), (characters, errors, right, wrong, gain) in sorted(rows.items()):
        print(
            f"  {level:8} p >= {least}: {characters:,} characters, {errors:,} wrong; "
            f"{right} right, {wrong} wrong, {gain / max(errors, 1):.1%} removed"
        )


def with_marks(model: LanguageModel, data: ProfileData, plan: Plan) -> ProfileData:
    """Return the profile with weights for marks, fitted on pages that each fold has not seen."""
    tallies = [tally(pair for item in group for pair in item) for group in plan.groups]
    choices = []
    for fold in range(FOLDS):
        rest = add([item for number, item in enumerate(tallies) if number % FOLDS != fold])
        profile = Profile(profile_data(rest, data.mixture, "", "", data.rendered))
        documents = [document for group in plan.groups[fold::FOLDS] for document in group]
        choices += list(punctuation_choices(model, profile, documents))
    weights = fit_choice(choices)
    print(f"  {len(choices)} marks", dict(zip(PUNCTUATION_FEATURES, weights, strict=True)))
    return msgspec.structs.replace(data, marks=Calibration(weights, plan.description))


def with_lattice(
    model: LanguageModel, data: ProfileData, readings: list[PageReading]
) -> ProfileData:
    """Return the profile with a calibration for lattices, fitted on pages that have them, each with
    a profile that was learned from the others.
    """
    pages: dict[str, list[PageReading]] = {}
    for reading in readings:
        if reading.engine.startswith("v") and reading.error_rate < UNREADABLE:
            pages.setdefault(reading.page, []).append(reading)
    tallies = {
        page: tally(pair for item in items for pair in item.pairs) for page, items in pages.items()
    }
    known = []
    for page, items in pages.items():
        rest = add([item for other, item in tallies.items() if other != page])
        profile = Profile(profile_data(rest, data.mixture, "", "", data.rendered))
        known += [(item.pairs, item.lattice, profile) for item in items if item.lattice]
    weights = calibrate_lattices(model, known)
    print("  lattice", dict(zip(LATTICE_FEATURES, weights, strict=True)))
    note = f"probabilities and candidates of {len(known)} readings by PP-OCR"
    return msgspec.structs.replace(data, lattice=Calibration(weights, note))


def plans(readings: list[PageReading], pairs: Path) -> dict[str, Plan]:
    """Return what each profile is learned from."""
    rows = [(row.source, row.target) for row in read_pairs(pairs)]
    random.Random(SEED).shuffle(rows)
    typed = [of_sizes(rows[first::GROUPS]) for first in range(GROUPS)]
    targets = [truths(document) for document in of_sizes(rows)]
    pairs_level = [["alone" if len(item) == 1 else "typed" for item in group] for group in typed]
    ppocr, ppocr_levels = by_page(readings, "v")
    tesseract, tesseract_levels = by_page(readings, "tess")
    printed = [truths(group[0]) for group in ppocr]
    half = targets[::2]
    scanned = [truths(group[0]) for group in tesseract]
    mixed = f"{pairs.stem}; pages read by PP-OCR"
    return {
        "general": Plan(typed + ppocr, targets + printed, pairs_level + ppocr_levels, mixed),
        "ppocr": Plan(ppocr, printed + half, ppocr_levels, "pages read by PP-OCR"),
        "tesseract": Plan(tesseract, scanned + half, tesseract_levels, "pages read by tesseract"),
        "typed": Plan(typed, targets + printed, pairs_level, pairs.stem),
    }


def of_sizes(rows: Document) -> list[Document]:
    """Return pairs as documents, half of them with one pair each."""
    middle = len(rows) // 2
    many = [rows[start : start + DOCUMENT] for start in range(middle, len(rows), DOCUMENT)]
    return [[row] for row in rows[:middle]] + many


def truths(document: Document) -> Document:
    """Return a document without its errors."""
    return [(truth, truth) for _, truth in document]


def by_page(
    readings: list[PageReading], engine: str
) -> tuple[list[list[Document]], list[list[str]]]:
    """Return the readings of engines whose name begins so, those of one page together.

    Their levels come with them.
    """
    groups: dict[str, list[Document]] = {}
    levels: dict[str, list[str]] = {}
    for page in readings:
        if page.engine.startswith(engine) and page.error_rate < UNREADABLE:
            groups.setdefault(page.page, []).append(page.pairs)
            levels.setdefault(page.page, []).append(page.level)
    return list(groups.values()), list(levels.values())


def write(data: ProfileData, path: Path) -> None:
    """Write a profile, one item a line, so that versions can be compared."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(data), indent=0))


if __name__ == "__main__":
    main()
