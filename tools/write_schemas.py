"""Write the JSON Schemas of the output files, from the records that write them.

python tools/write_schemas.py docs/schema            write
python tools/write_schemas.py docs/schema --check    exit 1 if a file is not current
"""

from __future__ import annotations

import argparse
import json
from inspect import cleandoc
from pathlib import Path
from typing import Any

import msgspec

from restore.core.claims import FigureReport
from restore.core.decisions import ReviewDecision
from restore.core.edits import Edit
from restore.core.native_page import Page
from restore.writers.records import FORMAT, ArticleRecord, JoinedRecord, Manifest, RepeatsFile

# File name -> the record, and what one value of it is.
FILES: dict[str, tuple[type, str]] = {
    "articles.schema.json": (ArticleRecord, "one line of articles.jsonl"),
    "decisions.schema.json": (ReviewDecision, "one line of decisions.jsonl"),
    "edits.schema.json": (Edit, "one line of edits.jsonl"),
    "figures.schema.json": (FigureReport, "figures.json"),
    "joined.schema.json": (JoinedRecord, "one line of joined.jsonl"),
    "manifest.schema.json": (Manifest, "manifest.json"),
    "page.schema.json": (Page, "a native page"),
    "repeats.schema.json": (RepeatsFile, "repeats.json"),
}


def schema(kind: type, title: str) -> str:
    """Return the JSON Schema (2020-12) of a record as text."""
    body: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"restore: {title}, format {FORMAT}",
        **msgspec.json.schema(kind),
    }
    for definition in body["$defs"].values():
        # Python 3.13 takes the indent out of docstrings, earlier versions leave it.
        if "description" in definition:
            definition["description"] = cleandoc(definition["description"])
    return json.dumps(body, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def main() -> None:
    """Write or check the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    stale = []
    for name, (kind, title) in FILES.items():
        path = options.folder / name
        text = schema(kind, title)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if not options.check:
                path.write_text(text, encoding="utf-8")
    if options.check and stale:
        raise SystemExit(f"not current: {', '.join(stale)}; run make schemas")


if __name__ == "__main__":
    main()
