"""A document on its way through the passes of a phase, and what comes of it at the end."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate, chain, islice
from pathlib import Path

from msgspec.structs import replace

from restore.characters import (
    converted_into,
    propose_conversion,
    propose_joined,
    propose_mojibake,
    propose_stray_spaces,
)
from restore.characters import propose as propose_characters
from restore.core.blocks import Article, Block, blocks_after
from restore.core.decisions import Standing
from restore.core.document import Document
from restore.core.edits import Decision, Edit, Proposal, Reason, apply_edits
from restore.core.evidence import Reviewed
from restore.core.log import EditLog, Pass
from restore.core.notices import Notice
from restore.core.ocr_metadata import Hints
from restore.core.regions import Form, Region
from restore.correction import calibrations
from restore.errors import InputError, InvariantError
from restore.gate.decision_matching import MatchingReport, OpenDecisions
from restore.gate.passes import Gate, run_pass
from restore.language.model import LanguageModel
from restore.layout import (
    Plan,
    arrange,
    articles_of,
    block_proposals,
    cut_headings,
    doubtful_proposals,
    end_proposals,
    heading_proposals,
    in_order,
    joined_plan,
    knowledge_of,
    move_proposals,
    moved_plan,
    plan_of_line,
    propose_columns,
    propose_page_edges,
    propose_paragraphs,
    seam_proposals,
    split_sentence_proposals,
    table_head_proposals,
    with_cuts,
    with_form_roles,
    with_stated_roles,
    within_blocks,
    without_lost_heads,
)
from restore.lexicon.lexicon import Lexicon
from restore.pipeline.state import State
from restore.regions import Guard, Places, find_regions
from restore.settings import Settings

__all__ = [
    "AFTERWARDS",
    "CORRECTIONS",
    "ISSUES",
    "REPEATS",
    "REVIEW",
    "SPACES_LEFT",
    "SPACING",
    "Restored",
    "Tools",
    "Work",
    "gaps_of",
    "load_tools",
]

# Passes are numbered by what they do, so that a log reads the same whatever had nothing to do.
(
    _ENCODING, _FORMS, _CONVERSION, _LOOPS, _COLUMNS, _PARAGRAPHS, _AROUND, _SPACES, _MOVES, _SEAMS,
    _JOINED_FORMS, _JOINED_SPACES, _ENDS, _TABLES, _BLOCKS, ISSUES, REPEATS, CORRECTIONS, _SECOND, _THIRD,
    SPACES_LEFT, SPACING, REVIEW,
) = range(23)  # fmt: skip
#: The passes that look at what corrections have brought to light.
AFTERWARDS = (_SECOND, _THIRD)


#: Edits of one document, and proposals of one pass: each takes one to two kilobytes. A noisy page
#: has one edit in fifteen characters, and no document of a few million characters comes near.
MOST_EDITS = 500_000
#: Lines of one document that hold anything: each costs up to two kilobytes and a third of a
#: millisecond. A book of a thousand pages has 40,000.
MOST_LINES = 200_000


@dataclass(frozen=True)
class Restored:
    """A restored document: its text, its edit log, its articles."""

    document: Document
    log: EditLog
    articles: tuple[Article, ...]
    refused: Counter[str] = field(default_factory=Counter)
    rulings: MatchingReport | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def text(self) -> str:
        """The clean text."""
        return self.document.text

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """Every edit, of all passes and decisions."""
        return tuple(self.log.edits)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of all articles."""
        return tuple(block for article in self.articles for block in article.blocks)

    def with_suggestions(self) -> str:
        """Return the clean text with the suggested edits applied too.

        A suggestion whose place was changed by another edit is left out.
        """
        found = []
        for edit in self.edits:
            if edit.decision is not Decision.SUGGESTED:
                continue
            start, end = edit.source
            spans = self.document.from_source(start, end)
            if start == end:
                # Nothing came from there: an insertion stands behind what came from before it.
                left = self.document.from_source(start - 1, start)
                spans = [(after, after) for _, after in left]
            if len(spans) == 1 and self.text[slice(*spans[0])] == edit.before:
                found.append(replace(edit, span=spans[0]))
        chosen: list[Edit] = []
        for edit in sorted(found, key=lambda edit: (edit.span, edit.after)):
            if not chosen or edit.span[0] >= chosen[-1].span[1]:
                chosen.append(edit)
        return apply_edits(self.text, chosen)


@dataclass(frozen=True)
class Tools:
    """What every map phase needs, loaded once a process."""

    lexicon: Lexicon
    model: LanguageModel


def load_tools(settings: Settings) -> Tools:
    """Load dictionaries and language model; the same ones are loaded once.

    Raises
    ------
    RestoreError
        If one of them, or another file that the settings name for corrections, cannot be used.
    """
    calibrations(settings.correction)
    return _tools(settings.correction.dictionaries, settings.correction.language_model)


@lru_cache(maxsize=4)
def _tools(dictionaries: str | None, model: str | None) -> Tools:
    return Tools(
        Lexicon.load(Path(dictionaries) if dictionaries else None),
        LanguageModel.load(Path(model) if model else None),
    )


class Work:
    """A document on its way through the passes of one phase.

    Parameters
    ----------
    stated : what its file says is no prose; asked for where nobody has looked yet
    """

    def __init__(
        self,
        state: State,
        settings: Settings,
        tools: Tools,
        standing: Mapping[str, Standing],
        stated: Sequence[Region] = (),
    ) -> None:
        self.document = state.document
        self.rulings = OpenDecisions(standing, state.ruled) if standing else None
        self.settings = settings
        self.tools = tools
        self.passes = list(state.passes)
        self.refused = Counter(state.refused)
        self.articles = state.articles
        self.notices = state.notices
        markdown = settings.characters.keeps_markdown(state.document.id)
        self.regions = (
            find_regions(state.document.source, markdown=markdown, stated=stated)
            if state.regions is None
            else state.regions
        )
        self._places = Places(self.regions)
        self._guard = Guard(self._places)
        self._gate = Gate(
            settings.gate,
            tools.lexicon.protector,
            self.rulings,
            Counter(state.taken),
            converted_into(settings.characters.convert),
        )

    @property
    def state(self) -> State:
        """What has become of the document."""
        return State(
            self.document,
            tuple(self.passes),
            self.articles,
            dict(self.refused),
            dict(self._gate.taken),
            None if self.rulings is None else self.rulings.progress,
            self.notices,
            self.regions,
        )

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of all articles."""
        return tuple(block for article in self.articles for block in article.blocks)

    def run(
        self,
        number: int,
        stage: str,
        proposals: Iterable[Proposal],
        *,
        sure_only: bool = False,
    ) -> Pass:
        """Run one pass and keep its log.

        Parameters
        ----------
        sure_only : what would only be suggested is neither kept nor counted

        Raises
        ------
        InputError
            If the document would have more than ``MOST_EDITS`` edits.
        """
        proposals = list(islice(proposals, MOST_EDITS + 1))
        if not proposals and self.rulings is None:
            # Most passes over a short text: nothing is proposed, and no reviewer has words of his own.
            return Pass(number, stage, ())
        asked = len(proposals)
        proposals = self._guard.allowed(self.document, stage, proposals)
        if asked > len(proposals) and not sure_only:
            self.refused[Reason.FORM_KEPT.value] += asked - len(proposals)
        if sum(len(layer.edits) for layer in self.passes) + len(proposals) > MOST_EDITS:
            raise InputError(
                self.document.id,
                f"needs more than {MOST_EDITS:,} edits (pass of {stage})",
                "it is hardly a text; if it is, split the file",
            )
        result = run_pass(
            self.document,
            proposals,
            self._gate,
            number=number,
            stage=stage,
            sure_only=sure_only,
        )
        self.document = result.document
        if not sure_only:
            self.refused.update(result.refused)
        if result.log.edits:
            self.passes.append(result.log)
        return result.log

    def edit(self, number: int, stage: str, proposals: Iterable[Proposal]) -> Pass:
        """Run a pass that changes text inside blocks or removes blocks."""
        log = self.run(number, stage, proposals)
        self.articles = blocks_after(self.articles, log.applied)
        return log

    def correct_again(self, number: int, proposals: Iterable[Proposal]) -> Pass:
        """Run a further pass of corrections, of which only what is sure is made.

        What a reviewer decided in an earlier one stays as it is; a suggestion whose place is
        corrected now is gone.
        """
        earlier = [layer for layer in self.passes if layer.number >= CORRECTIONS]
        decided = _Spans(
            edit.source for layer in earlier for edit in layer.edits if _is_ruled(edit)
        )
        open_to_it = [
            proposal
            for proposal in proposals
            if not decided.touch(self.document.to_source(proposal.start, proposal.end))
        ]
        log = self.run(number, "correction", open_to_it, sure_only=True)
        if log.applied:
            made = _Spans(edit.source for edit in log.applied)
            self.passes = [
                _without_moot(layer, made) if layer.number == CORRECTIONS else layer
                for layer in self.passes
            ]
            self.articles = blocks_after(self.articles, log.applied)
        return log

    def lay_out(self, known: Hints) -> None:
        """Run the passes that need nothing but the document.

        Raises
        ------
        InputError
            If the document has more than ``MOST_LINES`` lines, or needs too many edits.
        """
        source = self.document.text
        if (
            source.count("\n") > MOST_LINES
            and sum(not line.isspace() for line in source.splitlines() if line) > MOST_LINES
        ):
            raise InputError(
                self.document.id, f"has more than {MOST_LINES:,} lines", "split the file"
            )
        settings, model = self.settings, self.tools.model
        # Before any character goes that a repair needs: soft hyphens, controls, no-break spaces.
        self.run(_ENCODING, "characters", propose_mojibake(source, model))
        characters = settings.characters
        as_markdown = characters.keeps_markdown(self.document.id)
        if as_markdown:
            characters = replace(characters, markdown="keep")
        forms = propose_characters(self.document.text, characters, model)
        self.run(_FORMS, "characters", forms)
        if settings.characters.convert is not None:
            proposals = propose_conversion(self.document.text, settings.characters.convert)
            self.run(_CONVERSION, "characters", proposals)
        if settings.dedup.enabled:
            # numpy loads on use.
            from restore.dedup.loops import propose_loops

            # Before the lines are joined: what a model said over and over tells nothing of a page.
            self.run(_LOOPS, "dedup", propose_loops(self.document.text))
        known = self._set_lines(known)
        spaces = propose_stray_spaces(self.document.text, characters, model)
        self.run(_SPACES, "characters", spaces)
        plan = self._arranged(known)
        self.articles = self._articles(plan)
        joined = propose_joined(self.document.text, characters, model)
        self.edit(_JOINED_FORMS, "characters", joined)
        if any(layer.applied for layer in self.passes):
            spaces = propose_stray_spaces(self.document.text, characters, model)
            self.edit(_JOINED_SPACES, "characters", spaces)
        self.articles = self._with_forms(self.articles, known)
        # One paragraph by itself is a sentence that somebody asks about, and no torn page.
        if not plan.torn and len(self.blocks) > 1:
            self._tell_lost_ends()
        text = self.document.text
        heads = [table_head_proposals(text, article.blocks) for article in self.articles]
        self.edit(_TABLES, "layout", chain.from_iterable(heads))
        if as_markdown:
            self.edit(_BLOCKS, "layout", block_proposals(self.document))

    def _set_lines(self, known: Hints) -> Hints:
        """Put lines in order and make them paragraphs; return what is known of the order now."""
        settings, model = self.settings.layout, self.tools.model
        edges = propose_page_edges(self.document, settings)
        first = known.spared(self.document, edges.proposals)
        if edges.in_order:
            known = known._replace(ordered=True)
        if not (known.boxed or known.ordered):
            # Where boxes or the file told the order, no guess from the words comes against it.
            first = propose_columns(self.document.text, settings, model) or first
        self.run(_COLUMNS, "layout", first)
        flowing = known.flowing(self.document)
        paragraphs = propose_paragraphs(
            self.document.text, settings, model, flowing, ordered=edges.in_order
        )
        self.run(_PARAGRAPHS, "layout", self._apart(paragraphs, known))
        if settings.reorder and not (known.boxed or known.ordered):
            around = split_sentence_proposals(self.document.text, self._form_at, model)
            self.run(_AROUND, "layout", around)
        return known

    def _form_at(self, place: int) -> Form | None:
        """Return the form of the line that a character of the present text stands in."""
        return self._places.line_at(self.document, place)

    def _arranged(self, known: Hints) -> Plan:
        """Put blocks in order and join what goes on in another; return the plan as carried out."""
        settings, model = self.settings, self.tools.model
        pages = knowledge_of(self.document, known.pages, known.margins)
        if known.boxed:
            pages = pages._replace(boxed=True)
        if self.rulings is None and (plain := plan_of_line(self.document.text, pages)) is not None:
            return plain
        gaps = gaps_of(self.document)
        plan = arrange(self.document.text, gaps, settings.layout, model, pages)
        text = self.document.text
        # What follows from the plan follows from what of it was carried out: the gate's thresholds
        # and the reviewers may hold back any of it, or let through what was only to be suggested.
        proposed = [*move_proposals(text, plan), *heading_proposals(text, plan)]
        if known.ordered:
            proposed = in_order(text, proposed)
        proposed += doubtful_proposals(text, gaps, settings.layout, pages, proposed)
        moves = self.run(_MOVES, "layout", known.spared(self.document, proposed))
        plan = moved_plan(text, plan, moves.applied)
        text = self.document.text
        joins = self._apart(seam_proposals(text, plan), known)
        seams = self.run(_SEAMS, "layout", joins)
        return joined_plan(text, plan, seams.applied)

    def _apart(self, joins: Iterable[Proposal], known: Hints) -> Iterable[Proposal]:
        """Return the joins that keep apart what the file says is apart."""
        if self.settings.characters.keeps_markdown(self.document.id):
            joins = within_blocks(self.document, joins)
        return known.apart(self.document, joins)

    def _tell_lost_ends(self) -> None:
        """Flag what of the text is not there, and say of the articles that they lack it."""
        text, model = self.document.text, self.tools.model
        self.articles, cut = cut_headings(text, self.articles, model)
        self.run(_ENDS, "layout", [*cut, *end_proposals(text, self.articles, model)])
        articles = without_lost_heads(text, self.articles, model)
        edits = (edit for layer in self.passes for edit in layer.edits)
        self.articles = with_cuts(self.document, articles, edits)

    def _with_forms(self, articles: Iterable[Article], known: Hints) -> tuple[Article, ...]:
        """Return articles whose blocks say what form they have, with the roles that it allows and
        those that the file states."""
        if not self._places:
            return tuple(articles)
        told = (
            replace(
                article,
                blocks=tuple(
                    replace(block, form=self._places.of_line(self.document, block.start, block.end))
                    for block in article.blocks
                ),
            )
            for article in articles
        )
        found = [with_form_roles(self.document.text, article) for article in told]
        return with_stated_roles(self.document, found, known.regions, known.titles)

    def _articles(self, plan: Plan) -> tuple[Article, ...]:
        try:
            return articles_of(self.document.text, plan)
        except ValueError as error:
            raise InvariantError(f"{self.document.id}: {error}") from error


def _is_ruled(edit: Edit) -> bool:
    return any(isinstance(item, Reviewed) for item in edit.evidence)


class _Spans:
    """Spans of the source, asked whether any of them shares a point with another."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._ends = list(accumulate((end for _, end in ordered), max))

    def touch(self, span: tuple[int, int]) -> bool:
        """Whether a span meets or adjoins one of these."""
        before = bisect_right(self._starts, span[1])
        return before > 0 and self._ends[before - 1] >= span[0]


def _without_moot(layer: Pass, made: _Spans) -> Pass:
    """Leave out of a pass what was only suggested where a later one made a change."""
    kept = tuple(
        edit
        for edit in layer.edits
        if edit.decision is not Decision.SUGGESTED or not made.touch(edit.source)
    )
    return Pass(layer.number, layer.stage, kept)


def gaps_of(document: Document) -> list[int]:
    """Return, for each line of the present text, the empty lines before it in the source."""
    source = document.source
    gaps = []
    position = 0
    for line in document.text.split("\n"):
        start = document.to_source(position, position + 1)[0] if line else 0
        breaks = 0
        place = start - 1
        while place >= 0 and source[place].isspace():
            breaks += source[place] == "\n"
            place -= 1
        gaps.append(max(0, breaks - 1) if place >= 0 else breaks)
        position += len(line) + 1
    return gaps
