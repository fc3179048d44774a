"""Every threshold and switch of restore, in one typed place.

Read from ``[tool.restore]`` in the nearest ``pyproject.toml`` or from ``restore.toml`` (the nearer
file wins; ``restore.toml`` where both lie in one folder). Unknown keys are errors.

The string below a setting says what it means; ``docs/settings.md`` is made from it, from the type
and from the default (``make schemas``).
"""

from __future__ import annotations

import difflib
import re
import tomllib
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, get_args

import msgspec

from restore.errors import SettingsError

__all__ = [
    "CharacterSettings",
    "Conversion",
    "CorrectionSettings",
    "DedupSettings",
    "FigureSettings",
    "GateSettings",
    "Kept",
    "LayoutSettings",
    "LlmSettings",
    "Number",
    "Settings",
    "Spacing",
    "find_settings_file",
    "load_settings",
    "numbers",
]


class Number(NamedTuple):
    """What the number of a setting counts: its unit, and the least and the most it may be."""

    unit: str
    least: float
    most: float


Similarity = Annotated[float, Number("normalised similarity", 0, 1)]
Probability = Annotated[float, Number("probability", 0, 1)]
# The logarithm of how much more probable the language model holds the text after a change.
Margin = Annotated[float, Number("log10 of a ratio of probabilities", 0, 1e6)]
LogOdds = Annotated[float, Number("log-odds, base e", -1e6, 1e6)]
Factor = Annotated[float, Number("factor", 1, 1e6)]
Length = Annotated[int, Number("code points", 1, 10**9)]

Conversion = Literal["t2s", "tw2s", "tw2sp", "hk2s", "s2t", "s2tw", "s2twp", "s2hk", "jp2t", "t2jp"]
Spacing = Literal["pangu", "none"]
Kept = Literal["heads", "feet", "footnotes", "captions"]
Markdown = Literal["auto", "keep", "strip"]
Engine = Literal["own", "pycorrector", "both"]


# The suffix of a compressed file stands behind that of its content.
_MARKDOWN_NAME = re.compile(r"\.(?:md|markdown)(?:\.(?:gz|bz2|xz|zst))?\Z", re.IGNORECASE)


@cache
def numbers(kind: type[msgspec.Struct]) -> dict[str, Number]:
    """Return what the numbers of a section of the settings may be, by key."""
    return {
        field.name: meaning
        for field in msgspec.structs.fields(kind)
        for meaning in getattr(field.type, "__metadata__", ())
        if isinstance(meaning, Number)
    }


def _check(name: str, settings: msgspec.Struct) -> None:
    """Refuse values that mean nothing.

    Raises
    ------
    SettingsError
        Names the key, its value, and what it may be.
    """
    for key, (_, least, most) in numbers(type(settings)).items():
        value = getattr(settings, key)
        # A value that is no number compares as false with everything.
        if not least <= value <= most:
            wanted = f"from {least:g} to {most:g}" if most < 1e6 else f"of {least:g} or more"
            raise SettingsError(f"{name}.{key} is {value}; expected a number {wanted}")


def _in_order(name: str, settings: msgspec.Struct, less: str, more: str) -> None:
    low, high = getattr(settings, less), getattr(settings, more)
    if low > high:
        raise SettingsError(f"{name}.{less} is {low}, above {name}.{more} ({high}); lower it")


class CharacterSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Switches of the character stage.

    Encoding damage, radicals and compatibility forms are always repaired.
    """

    convert: Conversion | None = None
    """The OpenCC conversion to apply, for example `t2s` from Traditional to Simplified. Nothing is
    converted unless this is set. `--convert` overrides it."""
    punctuation: bool = True
    """Make half-width punctuation between Chinese characters full-width."""
    markdown: Markdown = "auto"
    """`strip` removes the Markdown and HTML marks that vision models leave; the words between them
    stay. `keep` leaves a text Markdown: its marks, the empty lines between its blocks and the indents
    of its lists. `auto` keeps them in `.md` and `.markdown` files and strips them elsewhere.
    `--markdown` overrides it."""
    spaces: bool = True
    """Remove stray spaces between Chinese characters."""
    spacing: Spacing | None = None
    """The space between Chinese and Latin words or digits: `pangu` sets one, `none` takes it away.
    It stays as it is unless this is set. `--spacing` overrides it."""

    def keeps_markdown(self, document: str) -> bool:
        """Whether the document of this id stays Markdown."""
        if self.markdown == "auto":
            return _MARKDOWN_NAME.search(document) is not None
        return self.markdown == "keep"


class LayoutSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Switches and thresholds of the layout stage."""

    join: bool = True
    """Join the lines of a paragraph, and paragraphs that were cut in two. `--keep-lines` switches
    it off."""
    furniture: bool = True
    """Take page furniture (page numbers, mastheads, imprints) out of the text. What is taken out
    stays in `edits.jsonl` and `articles.jsonl`."""
    keep: tuple[Kept, ...] = ()
    """What of the page furniture stays in the text, in its place: `heads` and `feet` of pages (with
    their numbers), `captions`. Footnotes stay in any case. `--keep` overrides it."""
    reorder: bool = True
    """Put columns and articles that were read across each other back in order."""
    across_documents: bool = True
    """Join the parts of an article that stands on several pages of one issue, each a document."""
    link: LogOdds = -1.0
    """The least log-odds at which one block is taken to continue another. At -1, .961 of the links
    are right and .950 are found (3,000 made pages, see `restore/layout/links.py`)."""

    def __post_init__(self) -> None:
        """Refuse values that mean nothing."""
        _check("layout", self)


class DedupSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Thresholds of the removal of repeats."""

    enabled: bool = True
    """Look for repeated passages, and for loops of vision models, and remove what is a copy."""
    across_documents: bool = True
    """Also remove articles, and overlaps of two pages, that an earlier document of the run has.
    Single paragraphs always stay: reports quote each other."""
    min_length: Length = 20
    """Shorter paragraphs are not compared: slogans and forms of address repeat for good reasons."""
    similarity: Similarity = 0.90
    """From this similarity on, two paragraphs may be copies that differ by OCR noise alone; whether
    they do is then checked character by character."""
    variant: Similarity = 0.80
    """From here to `similarity`, a pair is compared and shown, never removed. At most
    `similarity`."""
    across_min_length: Length = 50
    """An article or overlap that another document has is removed only if it holds this much
    prose."""
    partial_length: Length = 30
    """Part of a paragraph, or a paragraph contained in its neighbour, is removed only from this
    length on: shorter ones repeat by accident."""

    def __post_init__(self) -> None:
        """Refuse values that mean nothing."""
        _check("dedup", self)
        _in_order("dedup", self, "variant", "similarity")


class LlmSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A language model of the user's own that proposes corrections (extra `llm`).

    See [llm.md](llm.md). The key of the endpoint is read from the environment (`RESTORE_LLM_KEY`, else
    `OPENAI_API_KEY`) and written nowhere.
    """

    url: str = ""
    """Address of an endpoint that speaks OpenAI's chat protocol, up to `/v1`. Empty: none is asked."""
    model: str = ""
    """Name of the model, as the endpoint knows it."""
    answers: Literal["pairs", "sentence"] = "pairs"
    """What the model is asked for: pairs of wrong and right words, or the sentence rewritten."""
    samples: Annotated[int, Number("answers", 1, 9)] = 1
    """Answers to each question. A change is proposed if most of them make it."""
    thorough: bool = False
    """Ask about every sentence, not only about those in which something looks wrong."""
    at_once: Annotated[int, Number("requests", 1, 256)] = 8
    """Requests that each process of a run has under way together."""
    timeout_s: Annotated[float, Number("seconds", 1, 3600)] = 60.0
    """Seconds to wait for an answer."""
    max_requests: Annotated[int, Number("requests", 0, 10**9)] = 0
    """Requests that a run sends at most, over all its processes; 0: no bound. What a stopped run had
    sent counts when it goes on. `--llm-max-requests` overrides it."""
    cache: str = "llm-answers"
    """Folder of the kept answers, relative to the working folder. A second run asks only what is new."""
    cache_only: bool = False
    """Use the kept answers and ask nothing. `--llm-cache-only` overrides it."""
    calibration: str = ""
    """What your own pairs showed of this model's proposals, a file made by `restore train-gate`: kinds of
    proposals that are right often enough (`gate.apply_confidence`) are applied, the others suggested. The
    path is relative to the working folder. Empty: a proposal applies where another ground makes the same
    change (`gate.channel_with_proposal`)."""

    def __post_init__(self) -> None:
        """Refuse values that mean nothing, and an endpoint without a model."""
        _check("correction.llm", self)
        if bool(self.url) != bool(self.model) and not self.cache_only:
            raise SettingsError("correction.llm: url and model go together")
        if "@" in self.url or "?" in self.url:
            # The settings are written into the manifest of every run.
            raise SettingsError(
                "correction.llm.url: holds a name or key; put the key into RESTORE_LLM_KEY"
            )

    @property
    def enabled(self) -> bool:
        """Whether a model is asked, or was."""
        return bool(self.model)

    @property
    def folder(self) -> Path:
        """The folder of the kept answers."""
        return Path(self.cache)


class CorrectorSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A corrector of the user's own on this machine: a classifier of tokens such as MacBERT4CSC.

    See [llm.md](llm.md). It proposes; the gate decides.
    """

    path: str = ""
    """Folder of the model: `model.onnx` (extra `onnx`), or `config.json` with the weights of transformers
    (`pip install transformers torch`), and `vocab.txt`. Relative to the working folder. Empty: none."""
    rephrases: bool = False
    """The model writes the sentence once more behind the first, into masks (ReLM), where others say in
    place which character belongs there."""
    thorough: bool = False
    """Look at every sentence, not only at those in which something looks wrong."""
    least: Probability = 0.5
    """A change of which the corrector is less sure is not proposed. Not measured: no such model was at
    hand. From .5 on it holds the change likelier than all others together."""
    calibration: str = ""
    """What your own pairs showed of its proposals, a file made by `restore train-gate --of corrector`; as
    for `correction.llm`."""

    def __post_init__(self) -> None:
        """Refuse values that mean nothing."""
        _check("correction.corrector", self)

    @property
    def enabled(self) -> bool:
        """Whether there is one."""
        return bool(self.path)

    @property
    def folder(self) -> Path:
        """The folder of the model."""
        return Path(self.path)


class CorrectionSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Switches of the correction stage."""

    enabled: bool = True
    """Look for misread characters and words."""
    engine: Engine = "own"
    """Who proposes corrections: restore itself, the matchers of pycorrector (extra `pycorrector`),
    or both. The gate decides in every case. `--engine` overrides it."""
    profile: str = "auto"
    """Which misreadings to expect: `general`, `ppocr`, `tesseract`, `typed`, or a file made by
    `restore train-channel`. `auto` goes by the name of the OCR engine, by signs in the text or by its
    misreadings; an empty string switches the search for misreadings off. `--profile` overrides it."""
    language_model: str | None = None
    """A language model to use in place of the one that ships, made by `restore train-lm`. The path
    is relative to the working folder. `--lm` overrides it."""
    dictionaries: str | None = None
    """A folder of dictionary files to add to those that ship (same names and formats). The path is
    relative to the working folder. `--dictionaries` overrides it."""
    proposers: tuple[str, ...] = ()
    """Proposers from other packages to run, by the name of their entry point in the group
    `restore.proposers` (see [extending.md](extending.md))."""
    llm: LlmSettings = LlmSettings()
    """A language model of the user's own that proposes corrections."""
    corrector: CorrectorSettings = CorrectorSettings()
    """A corrector of the user's own on this machine that proposes corrections."""


class GateSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Thresholds of the gate: how much evidence a change needs.

    A margin says how much more probable the language model holds the text after the change than
    before it, as a log10. A margin of 3 alone is right in .93 of the cases in official documents,
    one of 4 in .97 (character 4-gram over three characters on both sides, ECSpell odw). With a
    dictionary entry half as much is enough.
    """

    apply_confidence: Probability = 0.90
    """A proposal that is less sure of itself is not applied, whatever its evidence. Misreadings go by
    `apply_channel`, merging of several readings by `apply_merge`."""
    suggest_confidence: Probability = 0.50
    """A proposal that is less sure of itself is not suggested. Misreadings go by `suggest_channel`.
    At most `apply_confidence`."""
    margin_with_lexicon: Margin = 1.5
    """The margin needed beside a dictionary entry that is not marked certain."""
    margin_with_repetition: Margin = 2.0
    """The margin needed to remove one of two equal characters; half of it if two characters or more
    are repeated."""
    margin_with_reduplication: Margin = 5.0
    """The margin needed to remove one of two equal characters where such doubles may be right. Those
    that are right (虎视眈眈, 朱姗姗) reach 4.7 at most (753 of them in 1.8 million characters of clean
    news, reports and sentences)."""
    margin_with_witness: Margin = 1.0
    """The margin needed beside one witness: the same passage elsewhere, read another way. Two
    witnesses need none."""
    suggest_margin: Margin = 2.0
    """The margin needed to suggest a change to a name, a title or quoted speech whose other evidence
    would not be enough to apply it elsewhere."""
    apply_channel: Probability = 0.8
    """The calibrated probability of a misreading from which it is corrected without other evidence.
    The probability knows how noisy the document is. At .8 no change in 0.86 million characters of
    clean news and reports was wrong, and .99 of the changes were right on ECSpell odw and law; .7
    corrects an eighth more of odw, and right names (海峡西岸) as well
    (`restore/models/CHANNEL_CARD.md`)."""
    apply_scanned: Probability = 0.75
    """The same for the misreadings of an OCR engine: around a misread character others are misread, and
    names of places that nobody has read look like misreadings. On 47 readings of left-out pages .75
    corrects 731 places rightly and 30 wrongly, .7 739 and 34, .8 710 and 27; with what the recogniser
    thought of besides, on 28 readings, .75 553 and 25, .7 565 and 33, and none is worse than before."""
    suggest_channel: Probability = 0.2
    """The calibrated probability from which a misreading is suggested. In clean news and reports there
    are 4 to 5 suggestions in 100,000 characters, those of other rules included. At most
    `apply_channel`."""
    channel_with_proposal: Probability = 0.4
    """The calibrated probability of a misreading that is enough where a language model of the user's
    own makes the same change (`correction.llm`). Not measured: no such model was at hand. It is the
    probability from which a fixed expression and the error profile were right together."""
    sure_probability: Probability = 0.98
    """From this probability on, the OCR engine counts as sure of a character. Of the characters that
    PP-OCR was so sure of, one in a thousand is wrong."""
    sure_factor: Factor = 2.0
    """The margin of a change to a character that the engine was sure of is divided by this."""
    sure_margin: Margin = 6.0
    """The margin that a misreading needs as well if the engine was sure of the character. On 22 pages
    of PP-OCR all 13 changes to sure characters were right, with margins of 6.1 and more."""
    apply_merge: Probability = 0.70
    """The calibrated probability from which `restore merge` takes another reading of a page in place
    of the base: that the other is right and the base is not. Either may be wrong, so this asks for
    less than `apply_channel` (`restore/merge/merging.py`)."""

    def __post_init__(self) -> None:
        """Refuse values that mean nothing."""
        _check("gate", self)
        _in_order("gate", self, "suggest_confidence", "apply_confidence")
        _in_order("gate", self, "suggest_channel", "apply_channel")
        _in_order("gate", self, "suggest_channel", "apply_scanned")


class FigureSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Switches of the figure check."""

    enabled: bool = True
    """Compare the figures of all documents and write `figures.json`. No figure is ever changed."""


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
