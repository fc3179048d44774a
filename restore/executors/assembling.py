"""The last phase: the shards' files become the files of the output, in the order of the input.

Everything is streamed: memory holds one document at a time and a few numbers for each, of the first
ten thousand their records.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self

import msgspec

from restore.core.blame import ends_the_run, first_failing, without_failing
from restore.core.log import EditLog, decode_edits
from restore.dedup.records import Variant as Pair
from restore.errors import RestoreError, WorkError
from restore.executors.correcting import own_name
from restore.executors.figures import pages_of
from restore.executors.gathering import Located, gather, with_parts
from restore.executors.job import Job
from restore.executors.records import BlobName, Done, Final, WrittenShard
from restore.executors.texts import TextsBefore
from restore.executors.work import WorkFolder, key_of
from restore.files import Place, WholeFile, bytes_at, raw_records, read_record, record_at, records
from restore.pipeline import phases
from restore.pipeline.run import Failure, failure
from restore.pipeline.work import Restored
from restore.readers.blob import Blob
from restore.review.places import FILE as PLACES
from restore.writers.joined import joined_records
from restore.writers.output import MANIFEST
from restore.writers.pretty import Each, pretty_parts
from restore.writers.records import (
    ArticleRecord,
    InputRecord,
    JoinedRecord,
    Manifest,
    RepeatRecord,
    VariantRecord,
)
from restore.writers.repeats import variant_of, with_kept
from restore.writers.rows import RowResult, written_rows

if TYPE_CHECKING:
    from restore.figures.corpus import FigureCheck
    from restore.report.model import DocumentView

__all__ = ["REPORT_LEFT_OUT", "Assembly"]

#: What becomes of a document that the report cannot show.
REPORT_LEFT_OUT = "its text is written, it is left out of the report"
# Documents of which is kept what became of them: two or three kilobytes each, and read seven times else.
_MOST_HELD = 10_000


class Assembly:
    """Writes the files of the output into the work folder, ready to be renamed.

    ``files`` are the digests of the files by their names in the output folder, ``late`` what
    failed of documents whose texts are written.
    """

    def __init__(self, job: Job, written: Sequence[WrittenShard]) -> None:
        self.job, self.written = job, written
        self.work = WorkFolder(job.folder)
        self._paths: dict[str, str] = {}
        self._indexes: dict[int, list[Done]] = {}
        self._held = 0
        self.late: list[Failure] = []
        self.files: dict[str, str] = {}
        self.gathered = gather(self.documents, job.settings.characters.keeps_markdown)

    def documents(self) -> Iterator[Located]:
        """Yield the finished documents."""
        for shard in self.written:
            for done in self._index(shard):
                yield Located(shard.number, done)

    def _index(self, shard: WrittenShard) -> list[Done]:
        """Return what became of the documents of a shard; kept while there are few, for all ask for it."""
        kept = self._indexes.get(shard.number)
        if kept is None:
            kept = read_record(self.work.file("correct", shard.number, "index"), list[Done])
            if self._held + len(kept) <= _MOST_HELD:
                self._indexes[shard.number] = kept
                self._held += len(kept)
        return kept

    def write(self, name: str, parts: Iterator[bytes]) -> None:
        """Write a file of the output."""
        path = self.path_of(name)
        with WholeFile(path) as file:
            for data in parts:
                file.write(data)
        self._take(path.relative_to(self.job.folder).as_posix(), name, file.digest)

    def path_of(self, name: str) -> Path:
        """Return where a file of the output stands until it is published."""
        return self.job.folder / self._paths.get(name, f"out/{name}")

    def _take(self, path: str, name: str, digest: str) -> None:
        self._paths[name] = path
        self.files[name] = digest

    @property
    def moves(self) -> tuple[tuple[str, str], ...]:
        """The files (paths below the work folder) with their names in the output folder."""
        return tuple((path, name) for name, path in self._paths.items())

    def fail(self, stage: str, name: str, error: BaseException, lost: str) -> None:
        """Keep that something failed of a document (or of a file of the output) once."""
        if not any((item.phase, item.document) == (stage, name) for item in self.late):
            self.late.append(failure(stage, name, error, lost))

    def output_of(self, item: Located) -> str:
        """Return the output file that holds a document's clean text."""
        if item.done.blob is not None:
            return self.gathered.rows[item.done.blob.id]
        return f"text/{self.gathered.names[item.id]}"

    def own_files(self) -> None:
        """Take over the files that belong to one document each."""
        for item in self.documents():
            done = item.done
            if done.row is None:
                path = own_name(item.shard, done.place, "text")
                self._take(path, self.output_of(item), done.record.output_digest)
            if done.page is not None:
                path = own_name(item.shard, done.place, "page")
                self._take(path, self.gathered.pages[item.id], done.page)

    def row_files(self) -> list[Failure]:
        """Write the files of rows with their results.

        Returns
        -------
        the documents of files that were changed since they were read (nothing is written of
        those), and those that cannot be written
        """
        failed: list[Failure] = []
        back = self.job.write_back
        placed = (item for item in self.documents() if item.done.blob is not None)
        for (name, format), members in groupby(placed, key=_file_of):
            assert name is not None
            blob = name.blob
            try:
                rows = written_rows(
                    blob, format, self._results(members), self.job.reading, back=back
                )
                self.write(self.gathered.rows[blob.id], rows)
            except WorkError:
                raise
            except BaseException as error:
                if ends_the_run(error):
                    raise
                own = [item for item in self.documents() if item.done.blob == name]
                if isinstance(error, RestoreError):
                    failed += (Failure("write", item.id, str(error)) for item in own)
                    continue

                def write(
                    items: Sequence[Located], blob: Blob = blob, format: str = format
                ) -> None:
                    for _ in written_rows(
                        blob,
                        format,
                        self._results(iter(items)),
                        self.job.reading,
                        back=self.job.write_back,
                    ):
                        pass

                item, cause = first_failing(own, write, error)
                failed.append(failure("write", item.id, cause))
        return failed

    def _results(self, members: Iterator[Located]) -> Iterator[RowResult]:
        with _Shards(self.work) as shards:
            for item in members:
                done = item.done
                document = shards.final(item).document
                edits = decode_edits(shards.bytes(item.shard, "edits", done.edits))
                yield RowResult(done.row or 0, document.digest, document.text, edits)

    def lines(self) -> None:
        """Write what is one line a record: articles, joined articles, edits, places."""
        self.write("articles.jsonl", self._articles())
        lines = msgspec.json.Encoder().encode_lines
        self.write("joined.jsonl", (lines([record]) for record in self.joined()))
        self.write("edits.jsonl", self._whole("edits"))
        if any(map(len, self._whole("places"))):
            self.write(PLACES, self._whole("places"))

    def _whole(self, kind: str) -> Iterator[bytes]:
        for shard in self.written:
            yield from raw_records(self.work.file("correct", shard.number, kind))

    def _articles(self) -> Iterator[bytes]:
        decoder, encoder = msgspec.json.Decoder(ArticleRecord), msgspec.json.Encoder()
        with _Shards(self.work) as shards:
            for item in self.documents():
                data = shards.bytes(item.shard, "articles", item.done.articles)
                if item.done.parts:
                    parts = self.gathered.parts[item.id]
                    data = encoder.encode_lines(with_parts(decoder.decode_lines(data), parts))
                yield data

    def joined(self) -> Iterator[JoinedRecord]:
        """Put the parts of each whole together, one whole after the other."""
        wholes: dict[str, list[Located]] = {}
        for item in self.documents() if self.gathered.parts else ():
            for part in self.gathered.parts.get(item.id, ()):
                members = wholes.setdefault(part.whole, []) if part.whole else []
                if item not in members:
                    members.append(item)
        with _Shards(self.work) as shards:
            for whole, members in wholes.items():
                pages = []
                for item in members:
                    final = shards.final(item)
                    articles = with_parts(final.articles, self.gathered.parts[item.id])
                    own = [article for article in articles if article.joined == whole]
                    pages.append((final.document, own))
                try:
                    found = list(joined_records(pages))
                except BaseException as error:
                    if ends_the_run(error):
                        raise
                    self.fail("write", members[0].id, error, "its joined article is not written")
                else:
                    yield from found

    def figures(self, make: Callable[[], FigureCheck]) -> FigureCheck | None:
        """Check the figures of all texts, and write what was found.

        Returns
        -------
        FigureCheck or None
            See :meth:`check_figures`; None if that failed, which is kept.
        """
        try:
            found = self.check_figures(make)
            self._write_figures(found)
        except BaseException as error:
            if ends_the_run(error):
                raise
            self.fail("figures", "figures.json", error, "it is not written")
            return None
        return found

    def check_figures(self, make: Callable[[], FigureCheck]) -> FigureCheck:
        """Compare the figures of all texts, which were read before.

        A document on which that fails is left out of it, and its failure kept.

        Returns
        -------
        FigureCheck
            Holds what was found until it is closed.
        """
        left_out = {item.document for item in self.late if item.phase == "figures"}
        # The records of the documents are small; their texts stay on disk.
        items = [item for item in self.documents() if item.id not in left_out]
        key = key_of([shard.key for shard in self.written], sorted(left_out))
        kept = self.work.path / "figures" / f"compared-{key[:16]}"

        def check(some: Sequence[Located]) -> FigureCheck:
            with ExitStack() as stack:
                found = stack.enter_context(make())
                # Only some of them are asked for to find which it fails on.
                found.compare(pages_of(self.work, some), kept if some == items else None)
                stack.pop_all()
                return found

        def blame(item: Located, error: BaseException) -> None:
            self.fail("figures", item.id, error, phases.FIGURES_LEFT_OUT)

        return without_failing(items, check, blame)

    def _write_figures(self, check: FigureCheck) -> None:
        fields = {
            "claims": Each(check.claims()),
            "groups": Each(check.groups()),
            "series": Each(check.series()),
            "checks": Each(check.checks()),
            "facts": Each(check.facts()),
            "dates": Each(check.dates()),
            "counts": check.counts,
        }
        self.write("figures.json", pretty_parts(fields))

    def repeats(self, before: TextsBefore) -> None:
        """Write what was removed as a repeat, and what is alike and differs in a fact."""
        fields = {
            "repeats": Each(self.removed(before)),
            "variants": Each(self.variants(before)),
        }
        self.write("repeats.json", pretty_parts(fields))

    def removed(self, before: TextsBefore) -> Iterator[RepeatRecord]:
        """Yield what was removed as a repeat, with the copy that is kept."""
        for item in self.documents() if self.gathered.repeated else ():
            for repeat in item.done.repeats:
                kept = ""
                if repeat.kept_document in self.gathered.restored:
                    kept = before.slice(repeat.kept_document, repeat.kept_span)
                yield with_kept(repeat, kept)

    def variants(self, before: TextsBefore) -> Iterator[VariantRecord]:
        """Yield what is alike and differs in a fact."""
        for pair in records(self.work.variants, Pair):
            places = (pair.first, pair.second)
            if all(place.document in self.gathered.restored for place in places):
                texts = [before.slice(place.document, place.span) for place in places]
                yield variant_of(pair, *texts)

    def views(self) -> Iterator[DocumentView]:
        """Yield what the report shows of each document; what it cannot show is kept as failed."""
        with _Shards(self.work) as shards:
            for item in self.documents():
                try:
                    view = self._view(shards, item)
                except BaseException as error:
                    if ends_the_run(error):
                        raise
                    self.fail("report", item.id, error, REPORT_LEFT_OUT)
                else:
                    yield view

    def restored(self) -> Iterator[Restored]:
        """Yield the finished documents, each whole."""
        with _Shards(self.work) as shards:
            for item in self.documents():
                yield self._restored(shards, item)

    def _restored(self, shards: _Shards, item: Located) -> Restored:
        final = shards.final(item)
        edits = decode_edits(shards.bytes(item.shard, "edits", item.done.edits))
        log = EditLog.of(item.id, edits)
        document = msgspec.structs.replace(final.document, source=log.revert(final.document.text))
        articles = with_parts(final.articles, self.gathered.parts.get(item.id, ()))
        refused = Counter(item.done.refused)
        notices = item.done.record.notices
        return Restored(document, log, tuple(articles), refused, notices=notices)

    def _view(self, shards: _Shards, item: Located) -> DocumentView:
        # Loads where there is to be a report.
        from restore.report.model import document_view

        found = self._restored(shards, item)
        return document_view(
            source=found.document.source,
            text=found.text,
            log=found.log,
            articles=found.articles,
            encoding=item.done.record.encoding.name,
            notices=found.notices,
        )

    def manifest(self, manifest: Manifest) -> None:
        """Write the manifest; ``inputs`` and ``files`` are put in."""
        fields = {key: getattr(manifest, key) for key in manifest.__struct_fields__}
        fields["inputs"] = Each(self.inputs())
        fields["files"] = dict(self.files)
        self.write(MANIFEST, pretty_parts(fields))

    def inputs(self) -> Iterator[InputRecord]:
        """Yield the manifest's records of the documents."""
        for item in self.documents():
            yield msgspec.structs.replace(item.done.record, output=self.output_of(item))


def _file_of(item: Located) -> tuple[BlobName | None, str]:
    return item.done.blob, item.done.format


class _Shards:
    """Files of shards, open as long as the same shard is asked for."""

    def __init__(self, work: WorkFolder) -> None:
        self._work = work
        self._open: dict[str, tuple[int, BinaryIO]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for _number, stream in self._open.values():
            stream.close()

    def bytes(self, shard: int, kind: str, place: Place) -> bytes:
        """Return a part of a file."""
        return bytes_at(self._stream(shard, kind), place)

    def final(self, item: Located) -> Final:
        """Return what a document came to."""
        return record_at(self._stream(item.shard, "finals"), item.done.final, Final)

    def _stream(self, shard: int, kind: str) -> BinaryIO:
        known = self._open.get(kind)
        if known is not None:
            if known[0] == shard:
                return known[1]
            known[1].close()
        stream = self._work.file("correct", shard, kind).open("rb")
        self._open[kind] = (shard, stream)
        return stream
