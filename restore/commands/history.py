"""``restore replay`` and ``restore revert``: from source to clean text and back, by the log alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from hashlib import sha256
from pathlib import Path, PurePosixPath

import click

from restore.commands.console import emit, note
from restore.commands.options import ENCODING, FIELDS, FILE, OUTPUT_FILE, PATH, together
from restore.commands.run import fields_of
from restore.core.decisions import proposed
from restore.core.document import UTF8, Encoding
from restore.core.edits import edit_ids
from restore.core.log import EditLog, decode_edits, logs_by_document
from restore.errors import InputError, RestoreError
from restore.files import write_file
from restore.readers import (
    Blob,
    ErrorPolicy,
    ReadOptions,
    choose_reader,
    encode,
    read_blob,
    read_bytes,
    read_document,
)
from restore.readers.blob import file_blob
from restore.writers.output import read_manifest
from restore.writers.records import InputRecord, Manifest

__all__ = ["replay", "revert"]


_HISTORY = together(
    click.argument("log", type=FILE),
    click.option("--document", metavar="ID", help="The document in the log; found if not given."),
    OUTPUT_FILE,
)


@click.command()
@click.argument("source", type=PATH)
@_HISTORY
@ENCODING
@FIELDS
def replay(
    source: Path,
    log: Path,
    document: str | None,
    encoding: str | None,
    fields: str | None,
    output: Path | None,
) -> int:
    """Apply an edit log to its source: gives the clean text.

    A manifest.json beside the log is used to find the document and to check digests.
    """
    blob = file_blob(source)
    # A source that cannot be read is told first.
    _ = blob.packed
    chosen, record = _choose(log, source, document, by_output=False)
    # The text of a row is known as it is, however its file is encoded.
    if record is not None and record.text_field is None:
        encoding = encoding or record.encoding.name
    errors: ErrorPolicy = "replace" if record is not None and record.encoding.replaced else "strict"
    options = ReadOptions(encoding=encoding, errors=errors, fields=fields_of(fields))
    read = _source(blob, chosen.document, record, options)
    text = chosen.replay(read).encode("utf-8")
    if record is None:
        _expect_ids(chosen, read, log, source)
    if record is not None:
        _expect(text, record.output_digest, source, "did not give the recorded clean text")
    _deliver(text, output)
    return 0


def _source(blob: Blob, document: str, record: InputRecord | None, options: ReadOptions) -> str:
    """Return the source text of a document: a file's, or that of one of its rows.

    Rows are known by their digest where there is a manifest, else by their place in the id.
    """
    if choose_reader(blob, options).name == "text":
        data = blob.read()
        if record is not None:
            _expect(data, record.digest, blob.name, "is not the source that was restored")
        return read_document(
            data, id=document, name=blob.name, encoding=options.encoding, errors=options.errors
        ).document.source
    failed: InputError | None = None
    if record is not None and record.text_field is not None:
        options = replace(options, text_field=record.text_field)
    for item in read_blob(blob, options):
        if isinstance(item, InputError):
            failed = failed or item
        elif record is not None:
            if item.document.digest == record.digest:
                return item.document.source
        elif item.row is None or item.document.id.partition("#")[2] == document.partition("#")[2]:
            return item.document.source
    if failed is not None:
        raise failed
    raise RestoreError(
        f"{blob.name}: is not the source that was restored (it holds no {document} with the digest of "
        "manifest.json); use the file and the log of the same run"
    )


@click.command()
@click.argument("clean", type=PATH)
@_HISTORY
@ENCODING
def revert(
    clean: Path, log: Path, document: str | None, encoding: str | None, output: Path | None
) -> int:
    """Undo an edit log on its clean text: gives the source, in its first encoding.

    A manifest.json beside the log is used to find the document, its encoding and to check digests.
    """
    data = read_bytes(clean)
    chosen, record = _choose(log, clean, document, by_output=True)
    if record is not None:
        _expect(data, record.output_digest, clean, "was changed since it was written")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            str(clean), "is not UTF-8", "give the text file that clean wrote", offset=error.start
        ) from error
    source = chosen.revert(text)
    if record is None:
        _expect_ids(chosen, source, log, clean)
    # Without a record: the encoding given, or UTF-8.
    first = UTF8
    if record is not None:
        first = Encoding(record.encoding.name, record.encoding.bom, record.encoding.replaced)
    if encoding is not None:
        first = Encoding(encoding, first.bom and encoding == first.name)
    original = encode(source, first)
    if original is None:
        raise RestoreError(
            f"{clean}: the source cannot be written as {first.name}; use --encoding utf-8"
        )
    if record is not None and encoding is None:
        if record.encoding.exact:
            _expect(original, record.digest, clean, "did not give the recorded source")
        else:
            note(
                f"restore: {clean}: the source held bytes that cannot be written again "
                f"({record.encoding.replaced} replaced); its text is exact, its bytes are not"
            )
    _deliver(original, output)
    return 0


def _choose(
    log: Path, file: Path, document: str | None, *, by_output: bool
) -> tuple[EditLog, InputRecord | None]:
    """Find the log of the document that ``file`` belongs to, and its record in the manifest."""
    logs = logs_by_document(decode_edits(read_bytes(log), str(log)))
    manifest = _manifest_of(log)
    records = {record.document: record for record in manifest.inputs} if manifest else {}
    known = sorted({*logs, *records})
    name = document
    if name is None:
        names = {item: records[item].output for item in records} if by_output else {}
        name = _match(file, known, names)
    if name is None or name not in known:
        available = ", ".join(known) or "none"
        if name:
            raise RestoreError(
                f"{log}: {name!r} is not in it; name one with --document: {available}"
            )
        raise RestoreError(
            f"{log}: it does not say which one {file} is; name one with --document: {available}"
        )
    return logs.get(name, EditLog(document=name)), records.get(name)


def _expect_ids(chosen: EditLog, source: str, log: Path, file: Path) -> None:
    """Check a log that has no manifest by the ids of its edits: they hold what stood around them.

    Raises
    ------
    RestoreError
        If the log fits the text only by chance.
    """
    taken: Counter[tuple[str, ...]] = Counter()
    edits = list(chosen.edits)
    contents = [(item.rule, item.before, proposed(item), item.source) for item in edits]
    # Which of equal edits bears which number depends on the passes; that it bears one does not.
    found = set(edit_ids(chosen.document, source, contents, taken))
    if any(item.id not in found for item in edits):
        raise RestoreError(
            f"{file}: is not the text that {log} was made for: what stands around its edits "
            "differs; use the file and the log of the same run"
        )
    note(
        f"restore: {log}: no manifest.json lies beside it, so only the places of its edits were "
        "checked, not the whole text"
    )


def _manifest_of(log: Path) -> Manifest | None:
    """Return the manifest beside a log if it is the manifest of this very log."""
    manifest = read_manifest(log.parent)
    if manifest is None or log.name not in manifest.files:
        return None
    if sha256(log.read_bytes()).hexdigest() != manifest.files[log.name]:
        raise RestoreError(
            f"{log}: was changed since it was written (its digest is not the one in "
            "manifest.json); use the log of the run, or move it away from the manifest"
        )
    return manifest


def _match(file: Path, known: list[str], names: dict[str, str]) -> str | None:
    """Return the document whose name the file's path ends with; the only one there is, else."""
    if len(known) == 1:
        return known[0]
    parts = file.absolute().parts
    for size in range(len(parts), 0, -1):
        tail = "/".join(parts[-size:])
        found = [item for item in known if names.get(item, item) == tail]
        if len(found) == 1:
            return found[0]
    stems = [item for item in known if PurePosixPath(item).stem == file.stem]
    return stems[0] if len(stems) == 1 else None


def _expect(data: bytes, digest: str, file: Path | str, problem: str) -> None:
    if sha256(data).hexdigest() != digest:
        raise RestoreError(
            f"{file}: {problem} (its digest is not the one in manifest.json); "
            "use the file and the log of the same run"
        )


def _deliver(data: bytes, output: Path | None) -> None:
    if output is None:
        emit(data)
    else:
        write_file(output, data)
