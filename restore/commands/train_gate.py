"""``restore train-gate``: what a user's own pairs show of the proposals of a user's own model."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from restore.commands.console import note, progress_bar
from restore.commands.options import FILE, PATH
from restore.commands.run import RunOptions
from restore.errors import RestoreError
from restore.files import write_file
from restore.report.summary import cause_words

if TYPE_CHECKING:
    from restore.evaluation.proposals import Which

__all__ = ["train_gate"]


@click.command("train-gate")
@click.argument("pairs", type=FILE, metavar="PAIRS")
@click.option("-o", "--output", type=PATH, required=True, metavar="FILE", help="The calibration.")
@click.option("--settings", type=FILE, help="Settings that name the model; found if not given.")
@click.option(
    "--of",
    type=click.Choice(["llm", "corrector"]),
    help="Which of the settings' models, where they name two.",
)
@click.option("--llm-cache-only", is_flag=True, help="Use the kept answers, and ask nothing.")
@click.option("--llm-max-requests", type=click.IntRange(0), metavar="N", help="Requests at most.")
@click.option("--date", help="Of the card; SOURCE_DATE_EPOCH or today if not given.")
def train_gate(
    pairs: Path,
    output: Path,
    settings: Path | None,
    of: Which | None,
    llm_cache_only: bool,
    llm_max_requests: int | None,
    date: str | None,
) -> int:
    """Learn which proposals of your own model the gate may apply.

    PAIRS are sentences of your own documents, as they were read and as they are right: TSV with
    id, source, target, or JSONL with these keys. An id of the form document|place keeps the
    sentences of a document together. Right sentences belong among them, as many as there are.

    Writes FILE, to be named by correction.llm.calibration or correction.corrector.calibration,
    and a card beside it (.md).
    """
    from restore.evaluation.pairs import read_pairs
    from restore.evaluation.proposal_card import card
    from restore.evaluation.proposals import learn

    beside = output.with_suffix(".md")
    if beside == output:
        raise RestoreError(f"{output}: the card goes there; name the calibration otherwise")
    chosen = RunOptions(
        (), settings=settings, llm_cache_only=llm_cache_only, llm_max_requests=llm_max_requests
    ).load_settings()
    with progress_bar() as progress:
        learned = learn(read_pairs(pairs), chosen, date or _today(), of, progress)
    write_file(output, msgspec.json.format(msgspec.json.encode(learned.calibration)) + b"\n")
    text = card(learned.calibration, pairs.name)
    write_file(beside, text.encode())
    note(text)
    for cause, count in learned.missing.items():
        note(f"restore: answers of the language model missing, {count:,}: {cause_words(cause)}")
    return 0


def _today() -> str:
    """Return the day, as a reproducible build gives it."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(given), UTC) if given.isdecimal() else datetime.now(UTC)
    return now.date().isoformat()
