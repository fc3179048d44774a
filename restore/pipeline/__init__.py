"""The run: which phase comes after which (:mod:`~restore.pipeline.run`), and what each does."""

from restore.pipeline.corpus import CorpusResult, Failure, Restored, restore_corpus, restore_text

__all__ = ["CorpusResult", "Failure", "Restored", "restore_corpus", "restore_text"]
