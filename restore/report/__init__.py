"""The report for a reviewer: an HTML file, the same as JSON, and a summary for the terminal.

:func:`render_report` is the entry. Views (:mod:`restore.report.model`) are folded into marked
text (:mod:`restore.report.marks`), cut into paragraphs and described by one context
(:mod:`restore.report.context`), from which every form of the report is rendered.
"""

from __future__ import annotations

from restore.report.context import build_context, context_json
from restore.report.html import render_context, render_report, render_report_files
from restore.report.model import CorpusView, DocumentView
from restore.report.summary import summary_text

__all__ = [
    "CorpusView",
    "DocumentView",
    "build_context",
    "context_json",
    "render_context",
    "render_report",
    "render_report_files",
    "summary_text",
]
