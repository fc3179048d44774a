"""Click options that several commands share, and the types of paths they take."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, get_args

import click

__all__ = [
    "DECISIONS",
    "EITHER",
    "ENCODING",
    "FIELDS",
    "FILE",
    "FOLDER",
    "FORCE",
    "LANGUAGE",
    "LANGUAGE_MODEL",
    "NO_REPORT",
    "OUTPUT_FILE",
    "PATH",
    "REVIEWER",
    "RUN",
    "SETTINGS",
    "STORAGE",
    "WORKERS",
    "together",
]

_F = TypeVar("_F", bound=Callable[..., Any])

PATH = click.Path(path_type=Path)
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
#: A file or a folder that is there.
EITHER = click.Path(path_type=Path, exists=True)


def together(*options: Callable[[_F], _F]) -> Callable[[_F], _F]:
    """Return one decorator that adds all the options, shown by ``--help`` in the order given."""

    def decorate(function: _F) -> _F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def _conversion(_ctx: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """Check the name of a conversion; the list is looked up only when one is given."""
    if value is None:
        return None
    from restore.settings import Conversion

    known = get_args(Conversion)
    if value not in known:
        raise click.BadParameter(f"{value!r} is not one of {', '.join(known)}")
    return value


def _kept(
    _ctx: click.Context, _option: click.Parameter, value: str | None
) -> tuple[str, ...] | None:
    """Read the list of what is to stay of the page furniture."""
    if value is None:
        return None
    from restore.settings import Kept

    names = tuple(name.strip() for name in value.split(",") if name.strip())
    for name in names:
        if name not in get_args(Kept):
            raise click.BadParameter(f"{name!r} is not one of {', '.join(get_args(Kept))}")
    return names


def _encoding(_ctx: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """Check that Python knows the encoding."""
    if value is None:
        return None
    from restore.readers.encoding import known_encoding

    if known_encoding(value) is None:
        raise click.BadParameter(f"{value!r} is no encoding; use utf-8, gb18030, big5, utf-16 …")
    return value


ENCODING = click.option(
    "--encoding",
    metavar="NAME",
    callback=_encoding,
    help="Encoding of the inputs; found if not given.",
)
FIELDS = click.option(
    "--fields",
    metavar="PATHS",
    help="Where a JSON file of another format has its texts: text=data.lines[].words,box=rect, or a "
    "TOML file.",
)
SETTINGS = click.option(
    "--settings", type=FILE, help="Settings file (restore.toml); found if not given."
)
LANGUAGE_MODEL = click.option("--lm", "language_model", type=FILE, help="Another language model.")
#: The language of a report's words.
LANGUAGE = click.option(
    "--language",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="Language of what is written, and if given of messages as well.",
)
OUTPUT_FILE = click.option(
    "-o", "--output", type=PATH, metavar="FILE", help="Write here, not to stdout."
)
FORCE = click.option(
    "--force", is_flag=True, help="Write to a folder that holds files of others, too."
)
NO_REPORT = click.option("--no-report", is_flag=True, help="Do not write report/index.html.")
DECISIONS = click.option(
    "--decisions", type=PATH, metavar="FILE", help="Where the decisions are kept."
)
REVIEWER = click.option(
    "--name", metavar="NAME", help="The reviewer's name; git's user.name if not given."
)
WORKERS = click.option(
    "--workers",
    type=click.IntRange(1),
    metavar="N",
    help="Processes; as many as are of use if not given.",
)


#: What every command that restores takes; the names are those of
#: :class:`restore.commands.run.RunOptions`.
def _storage(
    _ctx: click.Context, _option: click.Parameter, values: tuple[str, ...]
) -> dict[str, Any]:
    """Read the options of a storage: what is JSON beyond a word or a number is taken as that."""
    found: dict[str, Any] = {}
    for value in values:
        name, sign, rest = value.partition("=")
        if not name or not sign:
            raise click.BadParameter(f"{value!r}: write NAME=VALUE")
        found[name] = rest
        if rest in {"true", "false", "null"} or rest[:1] in {"{", "["}:
            try:
                found[name] = json.loads(rest)
            except ValueError as error:
                raise click.BadParameter(f"{value!r}: is no JSON ({error})") from error
    return found


#: Other storage; see :mod:`restore.executors.storage`.
STORAGE = together(
    click.option(
        "--fetch-to",
        type=PATH,
        metavar="FOLDER",
        help="Folder for inputs that are addresses in other storage (s3://…).",
    ),
    click.option(
        "--send-to", metavar="ADDRESS", help="Where to write the results to as well (s3://…)."
    ),
    click.option(
        "--storage-option",
        "storage",
        multiple=True,
        callback=_storage,
        metavar="NAME=VALUE",
        help="An option of that storage, as fsspec knows it; may be given again.",
    ),
)

RUN = together(
    click.argument("inputs", nargs=-1, required=True, metavar="INPUT..."),
    ENCODING,
    click.option(
        "--errors",
        type=click.Choice(["strict", "replace"]),
        default="strict",
        show_default=True,
        help="Bytes that cannot be decoded: an error, or U+FFFD, flagged.",
    ),
    click.option(
        "--convert",
        metavar="NAME",
        callback=_conversion,
        help="Convert the script with OpenCC: t2s, tw2s, hk2s …",
    ),
    click.option(
        "--spacing",
        type=click.Choice(["pangu", "none"]),
        help="Set one space between Chinese and Latin words or digits, or none; left if not given.",
    ),
    click.option(
        "--keep",
        metavar="LIST",
        callback=_kept,
        help="What of a page stays in the text: heads,feet,footnotes,captions.",
    ),
    click.option("--keep-lines", is_flag=True, help="Keep the line breaks of the source."),
    click.option(
        "--markdown",
        type=click.Choice(["keep", "strip"]),
        help="Keep Markdown as it is, or strip its marks; kept in .md files if not given.",
    ),
    SETTINGS,
    LANGUAGE_MODEL,
    click.option("--dictionaries", type=FOLDER, help="Folder of further dictionaries."),
    click.option(
        "--profile",
        metavar="NAME",
        help="How the text was made: auto, general, ppocr, tesseract, typed, or a file made by "
        "train-channel.",
    ),
    click.option(
        "--engine",
        type=click.Choice(["own", "pycorrector", "both"]),
        help="Who proposes corrections: restore, the matchers of pycorrector, or both; own if not "
        "given.",
    ),
    click.option(
        "--llm-cache-only",
        is_flag=True,
        help="Use the kept answers of the settings' language model, and ask nothing.",
    ),
    click.option(
        "--llm-max-requests",
        type=click.IntRange(0),
        metavar="N",
        help="Requests of the run to the settings' language model at most; 0: no bound.",
    ),
    click.option(
        "--input-format",
        metavar="NAME",
        help="text, jsonl, csv, xlsx, ods, parquet, hocr, alto, page-xml, tesseract-tsv, native-page, "
        "pdf, docx, or the JSON of an engine or a service (docs/inputs.md); found if not given.",
    ),
    FIELDS,
    click.option(
        "--ocr",
        type=click.Choice(["auto", "never", "always"]),
        default="auto",
        show_default=True,
        help="Page images and PDF pages without text: read them (extra rapidocr), or leave them out.",
    ),
    click.option(
        "--text-field", default="text", show_default=True, help="Field of rows that holds the text."
    ),
    click.option(
        "--id-field", default="id", show_default=True, help="Field of rows that names them."
    ),
    click.option(
        "--decisions",
        type=PATH,
        metavar="FILE",
        help="The reviewers' decisions; decisions.jsonl beside the inputs if not given.",
    ),
)
