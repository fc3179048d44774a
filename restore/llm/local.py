"""Finds the corrector that the settings name, says who it is, and loads it."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import msgspec

from restore.errors import SettingsError
from restore.files import file_digest
from restore.llm.calibration import Proposer
from restore.llm.corrector import MAX_TOKENS, Corrector
from restore.llm.runtimes import load, runtime_of, weights_of
from restore.llm.tokens import Vocabulary
from restore.settings import CorrectorSettings

__all__ = ["corrector_at", "local_corrector"]


class _Config(msgspec.Struct):
    max_position_embeddings: int = MAX_TOKENS


def local_corrector(settings: CorrectorSettings) -> Proposer:
    """Return who proposes where a corrector of the user's own does, by its weights.

    Raises
    ------
    SettingsError
        If there is none where the settings say.
    """
    return _named(settings.folder, settings.rephrases, settings.thorough)


@lru_cache(maxsize=4)
def _named(folder: Path, rephrases: bool, thorough: bool) -> Proposer:
    runtime = runtime_of(folder)
    digests = "".join(file_digest(path) for path in weights_of(folder))
    name = f"{folder.resolve().name}@{sha256(digests.encode()).hexdigest()[:8]}"
    return Proposer(name, runtime, "rephrases" if rephrases else "", thorough=thorough)


@lru_cache(maxsize=2)
def corrector_at(folder: Path, rephrases: bool = False) -> Corrector:
    """Load a corrector, once a process; see :class:`Corrector`.

    Raises
    ------
    SettingsError
        If it cannot be used: says why, and what to do.
    """
    vocabulary = Vocabulary.load(folder)
    config = folder / "config.json"
    try:
        given = config.read_bytes() if config.is_file() else b"{}"
        most = msgspec.json.decode(given, type=_Config).max_position_embeddings
    except (OSError, msgspec.DecodeError) as error:
        raise SettingsError(f"{config}: is no configuration of a model ({error})") from error
    return Corrector(vocabulary, load(folder), most, rephrases=rephrases)
