"""``restore evaluate``: measure restore on a user's own texts with known truth."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

from restore.commands.console import emit, progress_bar
from restore.document import Document
from restore.edits import Edit
from restore.errors import InputError, RestoreError, SettingsError
from restore.evaluation import report
from restore.evaluation.texts import read_text
from restore.settings import Settings, find_settings_file, load_settings

if TYPE_CHECKING:
    from restore.evaluation.layout import LineTruth
    from restore.evaluation.pages import SourceStory
    from restore.evaluation.readings import Reading

__all__ = ["correction", "dedup", "figures", "harm", "layout", "merge", "pages"]


def _settings(path: Path | None, language_model: Path | None) -> Settings:
    settings = load_settings(path or find_settings_file(Path.cwd()))
    if language_model is None:
        return settings
    chosen = msgspec.structs.replace(settings.correction, language_model=str(language_model))
    return msgspec.structs.replace(settings, correction=chosen)


def _publish(markdown: str, results: object, json: Path | None) -> int:
    emit(markdown)
    if json is not None:
        json.write_bytes(report.to_json(results))
    return 0


def _files(paths: Sequence[Path], *suffixes: str) -> list[Path]:
    """Return the files given, and of folders those with one of the suffixes, sorted."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(item for item in path.iterdir() if item.name.endswith(suffixes))
        else:
            found.append(path)
    if not found:
        named = ", ".join(map(str, paths))
        raise InputError(named, f"holds no {' or '.join(suffixes)}", "name files or other folders")
    return found


def correction(
    paths: Sequence[Path],
    *,
    engines: Sequence[str],
    by: str | None,
    limit: int | None,
    seed: int,
    harms: int,
    settings: Path | None,
    language_model: Path | None,
    json: Path | None,
) -> int:
    """Score engines on sentence pairs; ``by``: a pattern whose groups name a part of a file."""
    from restore.evaluation.correction import CorrectionScore, measure
    from restore.evaluation.engines import make_engine
    from restore.evaluation.pairs import Pair, read_pairs

    chosen = _settings(settings, language_model)
    names = list(dict.fromkeys(["none", *engines]))
    made = [(name, make_engine(name, chosen)) for name in names]
    parts: list[tuple[str, list[Pair]]] = []
    for path in _files(paths, ".tsv"):
        pairs = read_pairs(path, limit=limit)
        parts.append((path.stem, pairs))
        if by is not None:
            split: dict[str, list[Pair]] = {}
            for pair in pairs:
                split.setdefault(_part(by, pair.id), []).append(pair)
            parts += [(f"{path.stem}: {part}", found) for part, found in sorted(split.items())]
    results: dict[str, list[CorrectionScore]] = {}
    texts: list[str] = []
    with progress_bar() as progress:
        for part, pairs in parts:
            if not pairs:
                continue
            results[part] = [
                measure(pairs, engine, name=name, seed=seed, progress=progress)
                for name, engine in made
            ]
            texts.append(report.correction_markdown(part, results[part], harms=harms))
    return _publish("\n".join(texts), results, json)


def _part(pattern: str, identity: str) -> str:
    try:
        match = re.search(pattern, identity)
    except re.error as error:
        raise SettingsError(f"--by {pattern!r} is no regular expression: {error}") from error
    return " ".join(match.groups() or (match[0],)) if match else "other"


def pages(
    paths: Sequence[Path],
    *,
    manifest: Path | None,
    engine_known: bool,
    seed: int,
    harms: int,
    settings: Path | None,
    language_model: Path | None,
    json: Path | None,
) -> int:
    """Score the whole pipeline on readings of page images with known truth.

    ``engine_known``: what read the page is told, as a reader of an engine's own format does.
    """
    from restore.evaluation.readings import measure_readings

    chosen = _settings(settings, language_model)
    readings = _readings(paths, manifest)
    engines = {reading.id: reading.engine for reading in readings} if engine_known else {}
    with progress_bar() as progress:
        scores = measure_readings(
            readings,
            _restorer(chosen, engines),
            groups=lambda reading: f"{reading.engine} {reading.level}",
            seed=seed,
            progress=progress,
        )
    return _publish(report.readings_markdown(scores, harms=harms), scores, json)


def merge(
    paths: Sequence[Path],
    *,
    manifest: Path | None,
    scans: bool,
    together: bool,
    held_out: bool,
    seed: int,
    settings: Path | None,
    language_model: Path | None,
    json: Path | None,
) -> int:
    """Merge readings of the same page, two by two or all together, and score them."""
    from restore.evaluation.merges import measure_merges
    from restore.language.model import LanguageModel

    name = _settings(settings, language_model).correction.language_model
    model = LanguageModel.load(Path(name) if name else None)
    scores = measure_merges(
        _readings(paths, manifest), model, scans=scans, together=together, held_out=held_out
    )
    return _publish(report.merges_markdown(scores, seed=seed), scores, json)


def _readings(paths: Sequence[Path], manifest: Path | None) -> list[Reading]:
    from restore.evaluation.readings import read_reading

    readings = [read_reading(path) for path in _files(paths, ".json")]
    if manifest is None:
        return readings
    rows = msgspec.json.decode(manifest.read_bytes())
    core = {row["id"] for row in rows if row.get("core")}
    return [reading for reading in readings if reading.id in core]


def _restorer(
    settings: Settings, engines: Mapping[str, str] = MappingProxyType({})
) -> Callable[[str, str], tuple[Document, Sequence[Edit]]]:
    from restore.hints import Hints
    from restore.pipeline import restore_corpus

    def restore(name: str, text: str) -> tuple[Document, Sequence[Edit]]:
        hints = Hints(engine=engines.get(name, ""))
        result = restore_corpus(
            [Document.from_text(text, id=name)],
            settings=settings,
            check_figures=False,
            hints=lambda _: hints,
        )
        for failure in result.failures:
            raise RestoreError(failure.message)
        (restored,) = result.restored
        return restored.document, restored.edits

    return restore


def harm(
    paths: Sequence[Path],
    *,
    seed: int,
    harms: int,
    doubled: int,
    settings: Path | None,
    language_model: Path | None,
    json: Path | None,
) -> int:
    """Count what the correction stage alone and the whole pipeline change in clean texts."""
    from restore.evaluation.engines import make_engine
    from restore.evaluation.harm import CleanText, measure_harm

    chosen = _settings(settings, language_model)
    texts = [CleanText(path.name, read_text(path)) for path in _files(paths, ".txt", ".txt.xz")]
    if doubled:
        from restore.evaluation.doubled import measure_doubled
        from restore.pipeline.restorer import Restorer

        score = measure_doubled(texts, Restorer(chosen), places=doubled, seed=seed)
        return _publish(report.doubled_markdown(score, harms=harms), score, json)
    engine = make_engine("correction", chosen)
    restore = _restorer(chosen)

    def alone(_name: str, text: str) -> tuple[str, Sequence[Edit]]:
        outcome = engine(text)
        return outcome.text, outcome.edits

    def whole(name: str, text: str) -> tuple[str, Sequence[Edit]]:
        document, edits = restore(name, text)
        return document.text, edits

    scores = [
        measure_harm(texts, alone, mode="correction", seed=seed),
        measure_harm(texts, whole, mode="whole pipeline", seed=seed),
    ]
    return _publish(report.harm_markdown(scores, harms=harms), scores, json)


def layout(
    *,
    texts: Sequence[Path],
    folder: Path | None,
    made: int,
    issues: int,
    seed: int,
    settings: Path | None,
    language_model: Path | None,
    json: Path | None,
) -> int:
    """Score layout on pages and issues made from clean texts and on readings of page images."""
    from restore.evaluation.layout import LayoutScores, baseline, pooled, score
    from restore.evaluation.ocr_pages import read_ocr_page
    from restore.pipeline import restore_text

    # Only the passes that lay out are judged: repeats of a page are no matter of layout.
    chosen = _settings(settings, language_model)
    off = msgspec.structs.replace(chosen.dedup, enabled=False)
    none = msgspec.structs.replace(chosen.correction, enabled=False)
    chosen = msgspec.structs.replace(chosen, dedup=off, correction=none)
    groups: dict[str, list[tuple[LayoutScores, LayoutScores]]] = {}

    def judge(group: str, name: str, text: str, truth: Sequence[LineTruth]) -> None:
        restored = restore_text(text, settings=chosen, name=name)
        ours = score(restored.document, restored.articles, truth)
        groups.setdefault(group, []).append((baseline(text, truth), ours))

    stories = _stories(texts) if texts else []
    for group, name, text, truth in _made_pages(stories, made, seed):
        judge(group, name, text, truth)
    for path in _files([folder], ".json") if folder is not None else ():
        page = read_ocr_page(path)
        judge(
            f"{page.engine.split()[0]} {page.level}, {page.order}", page.id, page.text, page.truth
        )
    if not groups:
        raise SettingsError("nothing to measure; give --text FILE or --pages FOLDER")
    rows = [
        (group, pooled(nothing for nothing, _ in found), pooled(ours for _, ours in found))
        for group, found in groups.items()
    ]
    markdown = report.layout_markdown(rows)
    results: dict[str, object] = {"pages": rows}
    if stories and issues:
        from restore.evaluation.issues import measure_issues

        joined = list(
            zip(("none", "restore"), measure_issues(stories, issues, seed, chosen), strict=True)
        )
        markdown += "\n" + report.issues_markdown(joined)
        results["issues"] = joined
    return _publish(markdown, results, json)


def _stories(texts: Sequence[Path]) -> list[SourceStory]:
    from restore.evaluation.pages import stories_of_lines

    stories = [story for path in texts for story in stories_of_lines(read_text(path).splitlines())]
    if not stories:
        raise InputError(
            ", ".join(map(str, texts)), "holds no story", "headlines and paragraphs are needed"
        )
    return stories


def _made_pages(
    stories: Sequence[SourceStory], made: int, seed: int
) -> Iterator[tuple[str, str, str, Sequence[LineTruth]]]:
    from restore.evaluation.pages import PageOptions, make_page

    rng = random.Random(seed)
    for number in range(made if stories else 0):
        for noise in (True, False):
            options = PageOptions(noise=noise)
            chosen = rng.sample(stories, min(options.others + 1, len(stories)))
            page = make_page(rng, chosen, options)
            group = "made" if noise else "made, without noise"
            yield group, f"page {number}", page.text, page.truth


def dedup(
    path: Path, *, paragraphs: int, sample: int, rate: float, seed: int, json: Path | None
) -> int:
    """Plant noisy copies in clean paragraphs and measure what is found."""
    from restore.evaluation.dedup import measure, oracle_recall, plant_copies
    from restore.settings import DedupSettings

    chosen = DedupSettings()
    lines = dict.fromkeys(line.strip() for line in read_text(path).splitlines())
    texts = [line for line in lines if len(line) >= chosen.min_length][: int(paragraphs / 1.2)]
    if not texts:
        raise InputError(str(path), "holds no paragraph", "one paragraph a line is needed")
    score = measure(plant_copies(texts, rate=rate, seed=seed), chosen)
    small = plant_copies(texts[: int(sample / 1.2)], rate=rate, seed=seed)
    oracle = oracle_recall(small.texts, chosen) if sample else None
    rows = [
        ("none", score.paragraphs, score.planted, "0 %", "0 %", "", "", ""),
        (
            "restore",
            score.paragraphs,
            score.planted,
            f"{100 * score.recall:.2f} %",
            f"{100 * score.removable:.2f} %",
            f"{100 * score.precision:.2f} %",
            "" if oracle is None else f"{100 * oracle:.2f} %",
            f"{score.characters_per_second:,}",
        ),
    ]
    header = (
        "engine",
        "paragraphs",
        "planted copies",
        "found",
        "removable",
        "precision of removals",
        "recall against all pairs",
        "chars/s",
    )
    return _publish(report.table(header, rows), {"score": score, "oracle_recall": oracle}, json)


def figures(
    paths: Sequence[Path],
    *,
    annotated: Sequence[Path],
    noise: float,
    share: float,
    seed: int,
    json: Path | None,
) -> int:
    """Score reading of annotated figures, and the finding of damaged digits in clean texts."""
    from restore.claims import FigureSource
    from restore.evaluation.figures import (
        Injection,
        inject_arithmetic,
        inject_conflicts,
        noisy_copy,
        read_annotations,
        score_annotations,
    )

    parts: list[str] = []
    results: dict[str, object] = {}
    if annotated:
        rows: list[tuple[object, ...]] = []
        for path in annotated:
            found, heads = score_annotations(read_annotations(path))
            results[path.name] = {"figures": found._asdict(), "heads": heads._asdict()}
            rows.append((path.name, "none", found.wanted, "", "0.000", "0.000", "0.000"))
            rows.append(
                (
                    path.name,
                    "restore",
                    found.wanted,
                    *(f"{value:.3f}" for value in (found.precision, found.recall, found.f1)),
                    f"{heads.recall:.3f}",
                )
            )
        parts.append(
            report.table(
                ("annotated", "engine", "figures", "precision", "recall", "F1", "head right"), rows
            )
        )
    texts = [FigureSource(path.stem, read_text(path)) for path in paths]
    if texts:
        rng = random.Random(seed)
        copies = [
            msgspec.structs.replace(
                text, document=f"{text.document}~", text=noisy_copy(text.text, rng, noise)
            )
            for text in texts
        ]
        runs: list[tuple[str, Injection]] = [
            ("digits in a noisy copy", inject_conflicts(texts, copies, share=share, seed=seed)),
            ("digits of a sum", inject_arithmetic(texts, seed=seed)),
        ]
        rows = []
        for name, run in runs:
            results[name] = run._asdict()
            rows.append((name, "none", run.injected, "0.0 %", 0, run.looked_at))
            recall = f"{100 * run.recall:.1f} %"
            rows.append((name, "restore", run.injected, recall, run.false_alarms, run.looked_at))
        parts.append(
            report.table(
                ("damaged", "engine", "errors planted", "found", "false alarms", "looked at"), rows
            )
        )
    if not parts:
        raise SettingsError("nothing to measure; give texts, or --annotated FILE")
    return _publish("\n".join(parts), results, json)
