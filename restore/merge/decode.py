"""Choose among readings by their error models and the language model.

For each place where readings differ, the truth is sought that maximises the product, over the
readings, of P(reading | truth), times the language model's probability of the text around. Each
reading's error rates are estimated from the page itself: decode, count how often it was overruled,
decode again (expectation maximisation with hard decisions).
"""

from __future__ import annotations

from collections.abc import Sequence

from restore.language.model import LanguageModel
from restore.merge.candidates import Generator
from restore.merge.choices import Choice
from restore.merge.decoder import Decoder
from restore.merge.families import Family
from restore.merge.likelihood import Likelihood, Rates, class_of, count_classes, estimate, start
from restore.merge.network import Network
from restore.merge.records import Reading

__all__ = ["choose"]

# How often the error rates are estimated anew.
_ROUNDS = 2


def choose(
    readings: Sequence[Reading],
    base: int,
    network: Network,
    model: LanguageModel,
    families: Sequence[Family],
) -> list[Choice]:
    """Return one choice per slot, in order; ``base``: number of the reading that keeps its lines.

    The slots of the choices have the options that no reading has besides.
    """
    characters = count_classes([readings[base].text])
    rates = [start(len(families))] * len(readings)
    choices: list[Choice] = []
    for _ in range(_ROUNDS):
        decoder = Decoder(readings, base, network.surroundings, model, rates, families)
        choices = decoder.decode(network.slots)
        rates = _rates(decoder.likelihoods, characters, choices, len(families))
    decoder = Decoder(readings, base, network.surroundings, model, rates, families)
    generator = Generator([family.profile for family in families])
    return decoder.decode([decoder.widened(slot, generator) for slot in network.slots])


def _rates(
    likelihoods: Sequence[Likelihood],
    characters: dict[str, int],
    choices: Sequence[Choice],
    families: int,
) -> list[Rates]:
    errors: list[dict[str, int]] = [{} for _ in likelihoods]
    logs = [[0.0] * families for _ in likelihoods]
    for choice in choices:
        printed = choice.option.text
        for option in choice.slot.options:
            if option.text == printed or choice.locked:
                continue
            kind = class_of(printed[0]) if printed else "extra"
            if not option.text:
                kind = "mark" if kind == "mark" else "lost"
            for number, first, last in option.readers:
                errors[number][kind] = errors[number].get(kind, 0) + 1
                found = likelihoods[number].by_family(printed, first, last)
                logs[number] = [old + new for old, new in zip(logs[number], found, strict=True)]
    return [
        estimate(item, characters, _weights(log)) for item, log in zip(errors, logs, strict=True)
    ]


def _weights(logs: Sequence[float]) -> tuple[float, ...]:
    """Return the weights of the families; never quite sure."""
    best = max(logs)
    weights = [10 ** max(item - best, -2.0) for item in logs]
    return tuple(weight / sum(weights) for weight in weights)
