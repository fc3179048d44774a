"""Judge: compares texts in the light of what else the document or the corpus says."""

from __future__ import annotations

from restore.dedup.attestation import Attestation
from restore.dedup.paragraphs import Paragraph
from restore.dedup.verification import Comparison, compare

__all__ = ["CORPUS", "Judge"]

# The scope of a comparison between documents; inside a document it is the document's index, so
# that what is decided there does not depend on the other documents.
CORPUS = -1


class Judge:
    """Compares texts; comparisons and the counts behind them are made once, on first use."""

    def __init__(self, table: list[Paragraph]) -> None:
        self._texts: dict[int, list[str]] = {CORPUS: [paragraph.text for paragraph in table]}
        for paragraph in table:
            self._texts.setdefault(paragraph.document, []).append(paragraph.text)
        self._attestation: tuple[int, Attestation] | None = None
        self._compared: dict[tuple[int, str, str], Comparison] = {}

    def compare(self, first: str, second: str, scope: int) -> Comparison:
        """Compare two texts of one document (its index is the scope) or of two (``CORPUS``)."""
        key = (scope, first, second)
        result = self._compared.get(key)
        if result is None:
            result = compare(first, second)
            if first != second and not result.differs:
                result = compare(first, second, self._elsewhere(scope))
            self._compared[key] = result
        return result

    def _elsewhere(self, scope: int) -> Attestation:
        # Pairs come document by document: the counts of one scope at a time are enough.
        if self._attestation is None or self._attestation[0] != scope:
            self._attestation = (scope, Attestation(self._texts[scope]))
        return self._attestation[1]
