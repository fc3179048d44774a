"""The run: which phase comes after which (:mod:`~restore.pipeline.run`), and what each does."""

from restore.pipeline.corpus import CorpusResult, restore_corpus, restore_text
from restore.pipeline.run import Failure
from restore.pipeline.work import Restored

__all__ = ["CorpusResult", "Failure", "Restored", "restore_corpus", "restore_text"]
