"""Every threshold and switch of restore, in one typed place.

Read from ``[tool.restore]`` in the nearest ``pyproject.toml`` or from ``restore.toml`` (the nearer
file wins; ``restore.toml`` where both lie in one folder). Unknown keys are errors.
"""

from __future__ import annotations

import difflib
import tomllib
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from restore.errors import SettingsError

__all__ = [
    "CharacterSettings",
    "Conversion",
    "CorrectionSettings",
    "DedupSettings",
    "FigureSettings",
    "GateSettings",
    "LayoutSettings",
    "Settings",
    "find_settings_file",
    "load_settings",
]

# What a value may be: the least and the most; whether a float is a number at all is always asked.
_SHARE = (0.0, 1.0)
_MARGIN = (0.0, 1e6)
_LENGTH = (1, 10**9)


def _check(name: str, settings: msgspec.Struct, ranges: dict[str, tuple[float, float]]) -> None:
    """Refuse values that mean nothing.

    Raises
    ------
    SettingsError
        Names the key, its value, and what it may be.
    """
    for key, (least, most) in ranges.items():
        value = getattr(settings, key)
        # A value that is no number compares as false with everything.
        if not least <= value <= most:
            wanted = f"from {least:g} to {most:g}" if most < 1e6 else f"of {least:g} or more"
            raise SettingsError(f"{name}.{key} is {value}; expected a number {wanted}")


def _in_order(name: str, settings: msgspec.Struct, less: str, more: str) -> None:
    low, high = getattr(settings, less), getattr(settings, more)
    if low > high:
        raise SettingsError(f"{name}.{less} is {low}, above {name}.{more} ({high}); lower it")


Conversion = Literal["t2s", "tw2s", "tw2sp", "hk2s", "s2t", "s2tw", "s2twp", "s2hk", "jp2t", "t2jp"]
Engine = Literal["own", "pycorrector", "both"]


class CharacterSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Switches of the character stage."""

    convert: Conversion | None = None
    punctuation: bool = True
    markdown: bool = True
    spaces: bool = True


class LayoutSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Switches and thresholds of the layout stage."""

    join: bool = True
    furniture: bool = True
    reorder: bool = True
    # Join the parts of an article that stand on several pages of one issue, each a document.
    across_documents: bool = True
    # The least log-odds (base e) at which a block is taken for the continuation of another; see
    # layout/links.py.
    link: float = -1.0

    def __post_init__(self) -> None:
        """Refuse values that mean nothing."""
        _check("layout", self, {"link": (-1e6, 1e6)})


class DedupSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Thresholds of repeat removal."""

    enabled: bool = True
    across_documents: bool = True
    # Shorter paragraphs repeat for good reasons (slogans, formulas of address).
    min_length: int = 20
    # Normalised similarity above which two paragraphs are copies that differ by OCR noise alone.
    similarity: float = 0.90
    # From here to `similarity` a pair is a variant: compared, shown, never removed.
    variant: float = 0.80
    # An article that another document has, or an overlap of two pages, goes only from so much prose
    # on; single paragraphs never go for another document: reports quote each other.
    across_min_length: int = 50
    # A part of a paragraph, or a paragraph that is a part of the one beside it, repeats by accident
    # only from this length on.
    partial_length: int = 30

    def __post_init__(self) -> None:
        """Refuse values that mean nothing."""
        lengths = ("min_length", "across_min_length", "partial_length")
        _check("dedup", self, {"similarity": _SHARE, "variant": _SHARE})
        _check("dedup", self, dict.fromkeys(lengths, _LENGTH))
        _in_order("dedup", self, "variant", "similarity")


class CorrectionSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Switches of the correction stage."""

    enabled: bool = True
    engine: Engine = "own"
    # Error profile of the noisy channel: general, ppocr, tesseract, typed, or a file made by
    # `restore train-channel`; auto: by the recogniser's name or the document's signs; empty: none.
    profile: str = "auto"
    language_model: str | None = None
    # Folder of further dictionary files (same names and formats as the shipped ones).
    dictionaries: str | None = None
    # Proposers of other packages (entry points of the group restore.proposers), by name.
    proposers: tuple[str, ...] = ()


class GateSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Thresholds of the gate: log10 margins and confidences.

    A margin of 3 keeps precision at .93 on official documents and 4 at .97 (character 4-gram over
    three characters on both sides, ECSpell odw); a lexicon entry halves what is asked for.
    """

    apply_confidence: float = 0.90
    suggest_confidence: float = 0.50
    margin_with_lexicon: float = 1.5
    margin_with_repetition: float = 2.0
    # Above the doubles that stand by right (虎视眈眈, 朱姗姗): 4.7 at most, of 753 in 1.8 million
    # characters of clean news, reports and sentences.
    margin_with_reduplication: float = 5.0
    margin_with_witness: float = 1.0
    suggest_margin: float = 2.0
    # Calibrated probability of a misreading from which it is mended without further evidence: 3
    # wrong changes in 0.86 million characters of clean news and reports, .99 right on ECSpell odw
    # and law (models/CHANNEL_CARD.md).
    apply_channel: float = 0.95
    # ... and from which it is suggested: the best F1 on the training half of MiDu 2022 and on
    # errors made in official text (tools/fit_profiles.py).
    suggest_channel: float = 0.25
    # Of the characters of which PP-OCR was so sure one in a thousand is wrong: to change one asks
    # for so many times the margin of the language model, and for so much beside an error profile
    # (22 pages of PP-OCR: all 13 changes of sure characters were right, at 6.1 and above).
    sure_probability: float = 0.98
    sure_factor: float = 2.0
    sure_margin: float = 6.0
    # Calibrated probability that another reading of the page is right and the base is not, from
    # which it is taken: either may be wrong, so less is asked for (restore/merge/merging.py).
    apply_merge: float = 0.70

    def __post_init__(self) -> None:
        """Refuse values that mean nothing."""
        shares = (
            "apply_confidence", "suggest_confidence", "apply_channel", "suggest_channel",
            "sure_probability", "apply_merge",
        )  # fmt: skip
        margins = (
            "margin_with_lexicon", "margin_with_repetition", "margin_with_reduplication",
            "margin_with_witness", "suggest_margin", "sure_margin",
        )  # fmt: skip
        _check("gate", self, dict.fromkeys(shares, _SHARE))
        _check("gate", self, dict.fromkeys(margins, _MARGIN))
        _check("gate", self, {"sure_factor": (1.0, 1e6)})
        _in_order("gate", self, "suggest_confidence", "apply_confidence")
        _in_order("gate", self, "suggest_channel", "apply_channel")


class FigureSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Switches of the figure check."""

    enabled: bool = True


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All settings of a run."""

    characters: CharacterSettings = CharacterSettings()
    layout: LayoutSettings = LayoutSettings()
    dedup: DedupSettings = DedupSettings()
    correction: CorrectionSettings = CorrectionSettings()
    gate: GateSettings = GateSettings()
    figures: FigureSettings = FigureSettings()

    def digest(self) -> str:
        """Return the SHA-256 of the settings' canonical form."""
        return sha256(msgspec.json.encode(self, order="sorted")).hexdigest()


def find_settings_file(start: Path) -> Path | None:
    """Return the nearest settings file at or above ``start``, or None."""
    for folder in (start, *start.parents):
        own = folder / "restore.toml"
        if own.is_file():
            return own
        project = folder / "pyproject.toml"
        if project.is_file() and "restore" in _read_toml(project).get("tool", {}):
            return project
    return None


def load_settings(path: Path | None) -> Settings:
    """Read settings from a file (None: the defaults).

    Raises
    ------
    SettingsError
        If the file cannot be read, or holds a key or value that is not understood; the message
        names the nearest valid key.
    """
    if path is None:
        return Settings()
    data = _read_toml(path)
    if path.name == "pyproject.toml":
        data = data.get("tool", {}).get("restore", {})
    _check_keys(data, Settings, str(path), "")
    try:
        return msgspec.convert(data, Settings)
    except (msgspec.ValidationError, SettingsError) as error:
        raise SettingsError(f"{path}: {error}") from error


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        # No UTF-8, no TOML, or a number of more digits than Python reads.
        raise SettingsError(f"{path}: cannot be read as TOML ({error})") from error


def _check_keys(data: dict[str, Any], kind: type[msgspec.Struct], path: str, prefix: str) -> None:
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    for key, value in data.items():
        if key not in fields:
            close = difflib.get_close_matches(key, fields, n=1)
            hint = f"did you mean {prefix}{close[0]}?" if close else f"valid: {', '.join(fields)}"
            raise SettingsError(f"{path}: unknown key {prefix}{key}; {hint}")
        nested = fields[key].type
        candidates = [nested, *get_args(nested)]
        for candidate in candidates:
            if (
                isinstance(candidate, type)
                and issubclass(candidate, msgspec.Struct)
                and isinstance(value, dict)
            ):
                _check_keys(value, candidate, path, f"{prefix}{key}.")
