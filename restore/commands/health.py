"""What is installed and what will be used: versions, engines, dictionaries, language model."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

import msgspec

from restore import __version__
from restore.commands.console import columns, padded
from restore.errors import RestoreError, SettingsError
from restore.messages import translated
from restore.resources import dictionary_directory
from restore.settings import Settings, find_settings_file, load_settings

__all__ = ["Component", "Health", "examine", "health_text"]

_BASE = (
    "click",
    "filelock",
    "jinja2",
    "kenlm-ex",
    "msgspec",
    "numpy",
    "opencc",
    "rapidfuzz",
    "tqdm",
    "zstandard",
)
_EXTRAS = {"pycorrector": ("pycorrector", "jieba", "pypinyin", "pyahocorasick", "loguru")}
# Extras that read formats, with the packages that each needs.
_FORMATS = {
    "html": ("readability-lxml",),
    "parquet": ("pyarrow",),
    "pdf": ("pypdfium2",),
    "rapidocr": ("rapidocr", "onnxruntime", "pillow"),
    "rtf": ("striprtf",),
    "xlsx": ("openpyxl",),
}


class Component(msgspec.Struct, frozen=True):
    """One thing that restore uses: ``state`` is ``ok``, ``missing`` or ``optional``."""

    name: str
    state: str
    detail: str


class Health(msgspec.Struct, frozen=True):
    """The findings; ``ok`` is False if something that every run needs is missing."""

    ok: bool
    version: str
    python: str
    platform: str
    package: str
    settings_file: str | None
    components: tuple[Component, ...]


def examine(settings_file: Path | None = None) -> Health:
    """Look at the installation and at the settings that a run here would use.

    Raises
    ------
    SettingsError
        If the settings cannot be used.
    """
    found = settings_file or find_settings_file(Path.cwd())
    settings = load_settings(found)
    components = (
        *(_package(name) for name in _BASE),
        _dictionaries(settings),
        _model(settings),
        *_engines(settings),
        *_llm(settings),
        *_corrector(settings),
        *_formats(),
        _json_formats(),
        *_plugins(),
    )
    return Health(
        ok=all(component.state != "missing" for component in components),
        version=__version__,
        python=f"{platform.python_version()} ({sys.executable})",
        platform=platform.platform(),
        package=str(Path(__file__).resolve().parents[1]),
        settings_file=None if found is None else str(found),
        components=components,
    )


def health_text(health: Health) -> str:
    """Return the findings as lines for a terminal."""
    settings = health.settings_file or translated("defaults (no restore.toml, no [tool.restore])")
    lines = [
        f"restore {health.version}",
        f"{padded(translated('python'), 8)}  {health.python}",
        f"{padded(translated('system'), 8)}  {health.platform}",
        f"{padded(translated('package'), 8)}  {health.package}",
        f"{padded(translated('settings'), 8)}  {settings}",
        "",
    ]
    names = [translated(component.name) for component in health.components]
    width = max(map(columns, names))
    lines += [
        f"{padded(translated(component.state), 8)}  {padded(name, width)}  "
        f"{translated(component.detail)}"
        for name, component in zip(names, health.components, strict=True)
    ]
    return "\n".join(lines) + "\n"


def _package(name: str) -> Component:
    try:
        return Component(name, "ok", metadata.version(name))
    except metadata.PackageNotFoundError:
        return Component(name, "missing", "reinstall: pip install restore-zh")


def _dictionaries(settings: Settings) -> Component:
    """Load the dictionaries as a run does; the digest is the one in its manifest."""
    from restore.lexicon.lexicon import Lexicon

    extra = settings.correction.dictionaries
    folders = [dictionary_directory(), *([Path(extra)] if extra else [])]
    try:
        lexicon = Lexicon.load(Path(extra) if extra else None)
    except (RestoreError, OSError) as error:
        return Component("dictionaries", "missing", str(error))
    detail = (
        f"{', '.join(map(str, folders))}: {len(lexicon.confusions)} confusions, "
        f"{len(lexicon.terms)} terms, {len(lexicon.protected)} protected, "
        f"sha256 {lexicon.digest[:12]}"
    )
    return Component("dictionaries", "ok", detail)


def _model(settings: Settings) -> Component:
    from restore.language import LanguageModel

    given = settings.correction.language_model
    try:
        model = LanguageModel.load(Path(given) if given else None)
        size = model.path.stat().st_size / 1e6
        detail = f"{model.path}: {size:.1f} MB, sha256 {model.digest[:12]}"
    except (RestoreError, OSError) as error:
        return Component("language model", "missing", str(error))
    return Component("language model", "ok", detail)


def _engines(settings: Settings) -> Iterable[Component]:
    wanted = settings.correction.engine
    yield Component("engine own", "ok", "used" if wanted != "pycorrector" else "not used")
    for extra, packages in _EXTRAS.items():
        versions = {}
        for name in packages:
            try:
                versions[name] = metadata.version(name)
            except metadata.PackageNotFoundError:
                continue
        if len(versions) == len(packages):
            detail = f"{versions[extra]}, not used (correction.engine = {wanted})"
            if wanted in {extra, "both"}:
                detail = f"{versions[extra]}, used"
            yield Component(f"engine {extra}", "ok", detail)
        else:
            state = "missing" if wanted in {extra, "both"} else "optional"
            yield Component(
                f"engine {extra}", state, f"not installed: pip install 'restore-zh[{extra}]'"
            )


def _llm(settings: Settings) -> Iterable[Component]:
    """Try the language model that the settings name with one short question."""
    llm = settings.correction.llm
    if not llm.url:
        hint = "none is named (correction.llm); asking one needs pip install 'restore-zh[llm]'"
        yield Component("language model of the user", "optional", hint)
        return
    from restore.llm.client import missing_from
    from restore.report.summary import cause_words

    try:
        said = " ".join(map(cause_words, missing_from(llm)))
    except SettingsError as error:
        said = str(error)
    detail = f"{llm.model} at {llm.url}: {said or 'answers'}"
    yield Component("language model of the user", "missing" if said else "ok", detail)


def _corrector(settings: Settings) -> Iterable[Component]:
    """Load the corrector that the settings name and let it read a sentence."""
    chosen, name = settings.correction.corrector, "corrector of the user"
    if not chosen.enabled:
        yield Component(name, "optional", "none is named (correction.corrector)")
        return
    from restore.llm.local import corrector_at, local_corrector

    try:
        who = local_corrector(chosen)
        corrector_at(chosen.folder, chosen.rephrases).correct(["人民群众。"])
    except SettingsError as error:
        yield Component(name, "missing", str(error))
    else:
        yield Component(name, "ok", f"{who.model}, run by {who.prompt}")


def _formats() -> Iterable[Component]:
    for extra, packages in _FORMATS.items():
        try:
            versions = [f"{name} {metadata.version(name)}" for name in packages]
        except metadata.PackageNotFoundError:
            hint = f"not installed: pip install 'restore-zh[{extra}]'"
            yield Component(f"format {extra}", "optional", hint)
        else:
            yield Component(f"format {extra}", "ok", ", ".join(versions))


def _json_formats() -> Component:
    """Name the engines and services whose JSON is known."""
    from restore.readers.adapter import adapters

    names = ", ".join(dict.fromkeys(item.name for item in adapters()))
    return Component("format json", "ok", f"{names}; others by --fields")


def _plugins() -> Iterable[Component]:
    """Name what other packages add, without loading it."""
    for kind in ("readers", "proposers"):
        for point in sorted(metadata.entry_points(group=f"restore.{kind}"), key=str):
            package = point.dist.name if point.dist is not None else "an unknown package"
            yield Component(f"{kind[:-1]} {point.name}", "ok", f"from {package}: {point.value}")
