"""Makes documents of the rows of one file, each with an id of its own."""

from __future__ import annotations

from restore.core.document import Document
from restore.readers.blob import Blob
from restore.readers.source import Source, check_lines

__all__ = ["RowDocuments"]


class RowDocuments:
    """Makes the documents of a file's rows, in their order.

    A document's id is the file's, ``#``, and the row's name; a name that another row has already
    gets ``@`` and the row's number.
    """

    def __init__(self, blob: Blob, format: str) -> None:
        self._blob, self._format = blob, format
        self._seen: set[str] = set()

    def source(
        self, name: str, number: int, text: str | None, place: str, field: str | None = None
    ) -> Source | None:
        """Return the document of a row, None where it has no text.

        Parameters
        ----------
        place : where the row stands, for messages
        field : the column of the text, where the file has names for its columns

        Raises
        ------
        InputError
            If a line of the text is too long.
        """
        if name in self._seen:
            name = f"{name}@{number}"
        self._seen.add(name)
        if text is None or not text.strip():
            return None
        check_lines(text, place)
        blob = self._blob
        document = Document.from_text(text, id=f"{blob.id}#{name}")
        size = len(text.encode("utf-8", "surrogatepass"))
        return Source(document, size, True, format=self._format, blob=blob, row=number, field=field)
