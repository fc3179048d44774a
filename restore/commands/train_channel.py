"""``restore train-channel``: an error profile from a user's own pairs of readings and truths."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from restore.commands.console import note
from restore.commands.options import FILE, PATH
from restore.errors import InputError

__all__ = ["train_channel"]

_GROUPS = 10
# Pairs that are searched together where the ids name no documents.
_DOCUMENT = 20


@click.command("train-channel")
@click.argument("pairs", type=FILE, metavar="PAIRS")
@click.option("-o", "--output", type=PATH, required=True, metavar="FILE", help="The profile.")
@click.option("--name", default="own", show_default=True, help="The profile's name in the log.")
@click.option("--lm", type=FILE, help="Language model to calibrate with.")
@click.option(
    "--calibrate/--no-calibrate",
    default=True,
    show_default=True,
    help="Turn margins into probabilities; without it the profile proposes nothing by itself.",
)
@click.option("--clean", type=FILE, help="Clean text of the same kind, to calibrate with.")
def train_channel(
    pairs: Path, output: Path, name: str, lm: Path | None, calibrate: bool, clean: Path | None
) -> int:
    """Learn how your engine misreads, from its readings and their truth.

    PAIRS is a TSV file: id, what was read, what was printed. An id of the
    form document|place keeps the lines of a document together.
    """
    from restore.channel.calibration import calibrate as fit
    from restore.channel.calibration import held_out_findings
    from restore.channel.profile_data import Calibration
    from restore.channel.training import held_out, learn, tally
    from restore.evaluation.pairs import read_pairs
    from restore.language.model import LanguageModel

    rows = read_pairs(pairs)
    if not rows:
        raise InputError(str(pairs), "holds no pairs", "each line is id, source, target")
    documents: dict[str, list[tuple[str, str]]] = {}
    for number, row in enumerate(rows):
        key = row.document if "|" in row.id else str(number // _DOCUMENT)
        documents.setdefault(key, []).append((row.source, row.target))
    groups = [list(documents.values())[first::_GROUPS] for first in range(_GROUPS)]
    groups = [group for group in groups if group]
    flat = [[pair for document in group for pair in document] for group in groups]
    data = learn(flat, name=name, description=f"learned from {pairs.name}")
    if calibrate:
        blank = [[(truth, truth) for _, truth in document] for document in documents.values()]
        if clean is not None:
            lines = [line for line in clean.read_text(encoding="utf-8").split("\n") if line]
            blank += [
                [(line, line) for line in lines[start : start + _DOCUMENT]]
                for start in range(0, len(lines), _DOCUMENT)
            ]
        found = held_out_findings(LanguageModel.load(lm), groups, data.mixture, blank)
        weights = fit(found).weights
        data = msgspec.structs.replace(data, calibration=Calibration(weights, pairs.name))
    output.write_bytes(msgspec.json.encode(data))
    likelihood, covered = held_out([tally(group) for group in flat], data.mixture)
    note(
        f"{output}: {sum(count for *_, count in data.seen):,} substitutions in "
        f"{data.characters:,} characters; held back, a wrong character has "
        f"log10 P {likelihood:.2f}, and {covered:.0%} of the truths are among the first thirty"
    )
    return 0
