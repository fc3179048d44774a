"""The report as one self-contained HTML file: shell, style, script and data, no network."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from restore.messages import catalogue
from restore.report.context import Context, build_context
from restore.report.model import CorpusView, DocumentView

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = [
    "LIMIT",
    "ReportFile",
    "render_context",
    "render_prepared",
    "render_report",
    "render_report_files",
    "render_served",
    "report_strings",
    "script_text",
    "style_text",
]

_FOLDER = Path(__file__).resolve().parent
_STYLES = (
    "tokens.css",
    "frame.css",
    "text.css",
    "panel.css",
    "desk.css",
    "facsimile.css",
    "pages.css",
    "figures.css",
    "print.css",
)
_SCRIPTS = (
    "core.js",
    "store.js",
    "decisions.js",
    "queue.js",
    "keep.js",
    "evidence.js",
    "marks.js",
    "document.js",
    "filters.js",
    "card.js",
    "facsimile.js",
    "tables.js",
    "own.js",
    "desk.js",
    "search.js",
    "overview.js",
    "figures.js",
    "series.js",
    "figure_desk.js",
    "keys.js",
    "main.js",
)
# Sources of more code points than this are kept beside the page (5 reports: 38,000).
LIMIT = 400_000
# Inside a script element only these could end it or open a comment; JSON has escapes for them.
_ESCAPES = (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"))


def render_report(views: Sequence[DocumentView], corpus: CorpusView) -> str:
    """Render the report of a run.

    Returns
    -------
    str : one HTML file. Equal results give an equal file.

    Raises
    ------
    LogMismatchError
        If a view's log does not fit its source.
    """
    return render_context(build_context(views, corpus))


def render_report_files(
    views: Sequence[DocumentView], corpus: CorpusView, *, limit: int = LIMIT
) -> dict[str, str]:
    """Render the report of a run as files, by their names beside each other.

    Up to ``limit`` code points of sources everything is in ``index.html``. Beyond, the figures and
    each document are scripts of their own, loaded when they are opened: the summary of millions of
    characters opens as fast as that of one page, without a server.
    """
    context = build_context(views, corpus)
    if sum(len(view.source) for view in views) <= limit:
        return {"index.html": render_context(context)}
    files = {"index.html": _render(context, {"mode": "file", "apart": True}, inline=True)}
    for number, document in enumerate(context.documents):
        data = _script_json(document)
        files[f"documents/{number:05}.js"] = f"restoreDocument({number}, {data});\n"
    if context.figures is not None:
        files["documents/figures.js"] = (
            f'restoreDocument("figures", {_script_json(context.figures)});\n'
        )
    return files


def render_context(context: Context) -> str:
    """Render a context; each document's data is a script of its own, parsed when it is opened."""
    return _render(context, {"mode": "file"}, inline=True)


def render_served(context: Context, *, who: str) -> str:
    """Render the page that the review server hands out: it asks for documents as they are opened.

    Parameters
    ----------
    who : the reviewer's name until one is given in the page
    """
    return _render(context, {"mode": "served", "who": who}, inline=False)


class ReportFile(NamedTuple):
    """What the page of a report whose documents stand apart holds: the JSON of the corpus and of its
    way of being shown, as scripts have it."""

    corpus: str
    desk: str

    @classmethod
    def of(cls, page: str) -> ReportFile:
        """Take it out of the page; ValueError if it is not there."""
        return cls(_script(page, "corpus"), _script(page, "desk"))


def _script(page: str, name: str) -> str:
    start = page.index(">", page.index(f'<script type="application/json" id="{name}"')) + 1
    return page[start : page.index("</script>", start)]


def render_prepared(report: ReportFile, *, who: str) -> str:
    """Render the page as :func:`render_served` does, from a report whose documents stand apart."""
    desk = {**msgspec.json.decode(report.desk), "mode": "served", "who": who}
    desk.pop("apart", None)
    return _filled(
        version=msgspec.json.decode(report.corpus, type=_Versioned).version,
        titles=[],
        style=None,
        script=None,
        strings=_script_json(report_strings()),
        corpus=_markup(report.corpus),
        desk=_script_json(desk),
        documents=[],
        apart=False,
    )


class _Versioned(msgspec.Struct):
    version: str


def _render(context: Context, desk: dict[str, Any], *, inline: bool) -> str:
    fields: dict[str, Any] = msgspec.structs.asdict(context)
    documents = fields.pop("documents")
    apart = bool(desk.get("apart"))
    if apart and context.figures is not None:
        fields["figures"] = None
        # They are fetched when they are opened.
        desk = {**desk, "figures": True}
    fields["documents"] = [
        {
            "id": item.id,
            "title": item.title,
            "articles": item.articles,
            "notices": item.notices,
        }
        for item in documents
    ]
    return _filled(
        version=context.version,
        titles=[f"{item.title} ({item.id})" for item in documents],
        style=_markup(style_text()) if inline else None,
        script=_markup(script_text()) if inline else None,
        strings=_script_json(report_strings()),
        corpus=_script_json(fields),
        desk=_script_json(desk),
        documents=[_script_json(item) for item in documents] if inline and not apart else [],
        apart=apart,
    )


def _filled(**fields: Any) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    return environment.get_template("report.html").render(**fields)


def script_text() -> str:
    """Return the page's script."""
    return f'(() => {{\n"use strict";\n{_joined("scripts", _SCRIPTS)}\n}})();\n'


def style_text() -> str:
    """Return the page's style."""
    return _joined("styles", _STYLES)


@cache
def report_strings() -> dict[str, dict[str, list[str]]]:
    """Return the words of the interface: section, key, ``[Chinese, English]``."""
    apart = ("message", "figure_")
    return {name: words for name, words in catalogue().items() if not name.startswith(apart)}


def _joined(folder: str, names: Sequence[str]) -> str:
    files = (_FOLDER / "templates" / folder / name for name in names)
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def _markup(text: str) -> Markup:
    from markupsafe import Markup

    return Markup(text)


def _script_json(value: object) -> Markup:
    from markupsafe import Markup

    text = msgspec.json.encode(value).decode("utf-8")
    for mark, escape in _ESCAPES:
        text = text.replace(mark, escape)
    return Markup(text)
