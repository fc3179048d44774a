"""What is loaded on first use, loaded before processes are forked: it is there once for all then."""

from __future__ import annotations

from msgspec.structs import replace

from restore.core.blame import ends_the_run
from restore.core.document import Document
from restore.core.ocr_metadata import Hints
from restore.pipeline import phases
from restore.pipeline.in_step import alone
from restore.pipeline.run import Beside, complete
from restore.pipeline.state import NO_ORDERS
from restore.settings import CorrectorSettings, LlmSettings, Settings

__all__ = ["warm_up"]

# Holds a slip of each family, so that every proposer looks at it. Its tables took 170 MB and 0.6 s of
# each process (of the 250 MB that one came to over 5 million characters).
_SENTENCE = "持续加强水污染防治防治工作，严明记律，铸铸牢共同体意识。"


def warm_up(settings: Settings, tools: phases.Tools) -> None:
    """Restore a sentence and forget it; no model of the user's is asked."""
    unasked = replace(settings.correction, llm=LlmSettings(), corrector=CorrectorSettings())
    quiet = replace(settings, correction=unasked)
    try:
        state = phases.read(Document.from_text(_SENTENCE, id=""), quiet, tools)
        phases.summarise([state], quiet)
        alone(complete(state, NO_ORDERS, None, (quiet, tools), Beside(Hints(), {}), _nowhere))
    except BaseException as error:
        # What is wrong is told of the documents that it befalls.
        if ends_the_run(error):
            raise


def _nowhere(_phase: str) -> None:
    return None
