"""What the output folder of a run says of it: the records of its manifest, and what lies there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import file_digest, sha256
from pathlib import Path

import msgspec

from restore.core.document import Document
from restore.core.edits import Edit
from restore.core.notices import Notice
from restore.errors import RestoreError
from restore.readers.blob import printable
from restore.readers.source import Source
from restore.writers.records import EncodingRecord, InputRecord, Manifest

__all__ = [
    "MANIFEST",
    "edit_counts",
    "input_record",
    "manifest_of",
    "read_manifest",
    "refuse_strangers",
    "stale_files",
]

MANIFEST = "manifest.json"
# What desktops leave in every folder.
_SYSTEM = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest that lies in a folder, or None if there is none of this format."""
    try:
        return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def manifest_of(folder: Path) -> Manifest:
    """Return the manifest that lies in a folder.

    Raises
    ------
    RestoreError
        If the folder holds none of this format.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        raise RestoreError(
            f"{folder}: holds no manifest.json of this version; give a folder that "
            "`restore clean -o` wrote"
        )
    return manifest


class _Sign(msgspec.Struct):
    """What the manifests of all versions have."""

    format: int
    version: str
    settings_digest: str
    files: dict[str, str]


def refuse_strangers(folder: Path, *, but: str) -> None:
    """Refuse a folder that holds something, but no run of ours: what lies there might be lost.

    Parameters
    ----------
    but : the name of the work folder, which may lie there

    Raises
    ------
    RestoreError
        Names some of what lies there.
    """
    try:
        others = sorted(path.name for path in folder.iterdir() if path.name not in {but, *_SYSTEM})
    except FileNotFoundError:
        return
    except OSError as error:
        raise RestoreError(
            f"{folder}: cannot be looked into ({os.strerror(error.errno or 0)}); give yourself "
            "permission, or name another folder with -o"
        ) from error
    if not others:
        return
    with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
        msgspec.json.decode((folder / MANIFEST).read_bytes(), type=_Sign)
        return
    shown = ", ".join(map(printable, others[:3])) + (" …" if len(others) > 3 else "")
    raise RestoreError(
        f"{printable(folder)}: holds files that restore did not write ({shown}); name another "
        "folder with -o, or give --force to write among them"
    )


def edit_counts(edits: Iterable[Edit]) -> dict[str, dict[str, int]]:
    """Count edits: stage → decision → number."""
    counted: dict[tuple[str, str], int] = {}
    for edit in edits:
        key = edit.stage, edit.decision.value
        counted[key] = counted.get(key, 0) + 1
    counts: dict[str, dict[str, int]] = {}
    for (stage, decision), number in sorted(counted.items()):
        counts.setdefault(stage, {})[decision] = number
    return counts


def input_record(
    source: Source,
    document: Document,
    edits: Iterable[Edit],
    text_field: str,
    notices: tuple[Notice, ...] = (),
) -> InputRecord:
    """Return the manifest's record of a restored document, all but the file that it stands in.

    Parameters
    ----------
    source, document : what was read, and what became of it
    text_field : the field of a row that holds its text
    notices : what is to be told of the document as a whole
    """
    return InputRecord(
        document=document.id,
        digest=document.digest,
        bytes=source.size,
        characters=len(document.source),
        encoding=EncodingRecord(*document.encoding, exact=source.exact),
        output="",
        output_digest=sha256(document.text.encode("utf-8")).hexdigest(),
        output_characters=len(document.text),
        counts=edit_counts(edits),
        text_field=None if source.row is None else source.field or text_field,
        notices=notices,
        format=source.title or source.format,
        told=source.told,
    )


def stale_files(folder: Path, earlier: Manifest | None, files: Mapping[str, str]) -> Iterator[str]:
    """Yield the files of an earlier run that are as it left them and are not written now."""
    if earlier is None:
        return
    for name, digest in sorted(earlier.files.items()):
        path = folder / name
        if name in files or not path.resolve().is_relative_to(folder.resolve()):
            continue
        with suppress(OSError), path.open("rb") as stream:
            if file_digest(stream, "sha256").hexdigest() == digest:
                yield name
