"""The plan of a page: which lines are removed, which article each line belongs to, in which order.

``arrange`` makes the plan for a text that holds one paragraph a line. ``move_proposals`` turns it
into removals, moves and article breaks; ``seam_proposals``, over the text after those, into joins of
sentences that were cut apart; ``articles_of``, over the final text, into blocks and articles.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from restore.core.blocks import ARTICLE_BREAK, Role
from restore.core.evidence import Evidence, Seam
from restore.layout.furniture import line_roles
from restore.layout.headlines import headline_groups
from restore.layout.jump_marks import JumpMark, jump_mark
from restore.layout.linker import Linker
from restore.layout.links import Link, link_blocks
from restore.layout.newspaper_signs import NOTHING_KNOWN, PageKnowledge
from restore.layout.one_line import plan_of_line
from restore.layout.page_lines import PageLines, ends_story
from restore.layout.page_parts import kept_lines
from restore.layout.page_view import page_of
from restore.layout.paragraphs import wrap_joins
from restore.layout.planned_articles import planned_article, raise_title
from restore.layout.plans import Paragraph, Plan, PlannedArticle, Removal
from restore.layout.quoting import seam_evidence
from restore.layout.seams import SeamScorer, known_kind
from restore.layout.sections import begins_part
from restore.layout.split_figures import expanded, tied_lines
from restore.layout.stable_plan import settled
from restore.layout.stories import stories_of
from restore.layout.story import Story, in_page_order
from restore.layout.unfinished import open_end
from restore.settings import LayoutSettings

__all__ = ["arrange"]

# log10 odds that a sentence goes on; one headline in a hundred ends so, and four in ten of the first
# lines of cut paragraphs.
_CUT_SHORT_LOG10 = 3.0


def arrange(
    text: str,
    gaps: Sequence[int],
    settings: LayoutSettings,
    scorer: SeamScorer | None,
    known: PageKnowledge = NOTHING_KNOWN,
) -> Plan:
    """Make the plan of a page.

    Parameters
    ----------
    text : one paragraph a line
    gaps : for each line, how many empty lines stood before it in the source
    scorer : judges which block continues which; None: nothing is continued across others
    known : what is known of pages and pictures
    """
    texts = text.split("\n")
    if texts and not texts[-1]:
        texts.pop()
    linker = None if scorer is None else Linker(scorer, settings.link)
    plan = _planned(texts, gaps, settings, linker, known)
    again = PageKnowledge(boxed=known.boxed)
    return settled(
        plan,
        lambda lines: {} if known.boxed else wrap_joins(lines, settings, scorer),
        lambda lines: (
            plan_of_line("\n".join(lines), again)
            or _planned(lines, [0] * len(lines), settings, linker, again)
        ),
    )


def _planned(
    texts: list[str],
    gaps: Sequence[int],
    settings: LayoutSettings,
    linker: Linker | None,
    known: PageKnowledge,
) -> Plan:
    groups = tied_lines(texts, gaps)
    if len(groups) == len(texts) + 1:
        return _drawn(texts, gaps, settings, linker, known)
    whole = ["".join(texts[first:stop]) for first, stop in pairwise(groups)]
    starts = groups[:-1]
    gaps = [gaps[first] for first in starts]
    plan = _drawn(whole, gaps, settings, linker, known.of_runs(starts))
    return expanded(plan, groups, texts)


def _drawn(
    texts: list[str],
    gaps: Sequence[int],
    settings: LayoutSettings,
    linker: Linker | None,
    known: PageKnowledge,
) -> Plan:
    roles, removals = line_roles(texts, gaps, settings, known)
    if _is_alone(texts, roles, removals):
        article = planned_article(_plain_story([0]), texts, roles, {})
        return Plan(tuple(texts), (article,), ())
    gone = {removal.line for removal in removals}
    sections: list[list[int]] = [[]]
    for line, words in enumerate(texts):
        if words == ARTICLE_BREAK:
            sections.append([])
        elif line not in gone:
            sections[-1].append(line)
    if len(sections) > 1:
        # The page was taken apart before, and its articles stand.
        articles = [
            planned_article(_plain_story(section), texts, roles, {})
            for section in sections
            if section
        ]
        return Plan(tuple(texts), tuple(articles), tuple(removals))
    torn = _torn(texts, sections[0])
    page = page_of(texts, roles, removals, sections[0])
    if settings.reorder and not torn:
        parted, joined, doubtful = _take_apart(
            texts, roles, page, settings, linker, boxed=known.boxed
        )
        # ... nor tell of what the model does not know whether it lacks anything.
        torn = linker is not None and _is_strange(page, linker, boxed=known.boxed)
        joins = _links_of(page, joined)
        offers = () if known.boxed else _links_of(page, doubtful)
        return Plan(tuple(texts), tuple(parted), tuple(removals), torn, joins, offers)
    # Or its lines are torn so that no order of them could be trusted.
    links = (
        link_blocks(
            page,
            linker.scorer,
            least=_MIN_TORN_LOG_ODDS if torn else settings.link,
            neighbours=True,
        )
        if linker is not None and settings.join
        else []
    )
    links = _within(links, page, kept_lines(sections[0], roles, settings))
    story = _plain_story(sections[0])
    articles = [planned_article(story, texts, roles, _seams(page, links))] if sections[0] else []
    found = _links_of(page, links)
    return Plan(tuple(texts), tuple(articles), tuple(removals), torn, found)


def _is_alone(texts: Sequence[str], roles: Sequence[Role], removals: Sequence[Removal]) -> bool:
    """Whether a page is one paragraph, that goes on nowhere: then there is nothing to plan."""
    if len(texts) != 1 or removals or roles[0] is not Role.BODY:
        return False
    return jump_mark(texts[0]) is None


def _within(links: Sequence[Link], page: PageLines, kept: Sequence[int]) -> list[Link]:
    """Leave out the links over a line of furniture that is to stay in its place."""
    return [
        link
        for link in links
        if bisect_left(kept, page.places[link.left]) == bisect_left(kept, page.places[link.right])
    ]


def _seams(page: PageLines, links: Sequence[Link]) -> dict[int, tuple[int, bool, Seam]]:
    """Return, for each line that goes on with another, that line, whether it is sure, the seam."""
    texts, places = page.texts, page.places
    return {
        places[link.right]: (
            places[link.left],
            link.sure,
            seam_evidence(texts[link.left], texts[link.right], link.score),
        )
        for link in links
    }


def _links_of(page: PageLines, links: Sequence[Link]) -> tuple[tuple[int, int, Evidence], ...]:
    seams = _seams(page, links)
    return tuple((left, right, seam) for right, (left, _, seam) in seams.items())


# A page has a few cut sentences (at most a third of its lines in the five reports); where half of
# its lines stop in mid-sentence, as in most readings of poor scans, a reader tore them apart.
# With jump marks a page needs more of them to be taken for torn.
_TORN_SHARE_WITH_MARKS, _TORN_SHARE = 0.45, 0.35
_MIN_TORN_LINES_WITH_MARKS, _MIN_TORN_LINES = 9, 5
# Among torn lines a neighbour goes on only where the seam leaves no doubt (log-odds).
_MIN_TORN_LOG_ODDS = 4.0


def _torn(texts: Sequence[str], lines: Sequence[int]) -> bool:
    ends = sum(open_end(texts[line]) for line in lines)
    if any(jump_mark(texts[line]) is not None for line in lines):
        return ends >= _MIN_TORN_LINES_WITH_MARKS and ends > _TORN_SHARE_WITH_MARKS * len(lines)
    return ends >= _MIN_TORN_LINES and ends > _TORN_SHARE * len(lines)


def _plain_story(lines: list[int]) -> Story:
    return Story(lines=list(lines))


def _take_apart(
    texts: list[str],
    roles: list[Role],
    page: PageLines,
    settings: LayoutSettings,
    linker: Linker | None,
    *,
    boxed: bool,
) -> tuple[list[PlannedArticle], list[Link], list[Link]]:
    """Sort the lines that stay into stories; return their articles, the links that made them, and
    those too doubtful to. Indexes below run over the lines."""
    lines = page.places
    kept = kept_lines(lines, roles, settings)
    links = linker.links(page) if linker is not None else []
    if linker is not None and _is_strange(page, linker, boxed=boxed):
        # What the model does not know it cannot put in another order.
        links = link_blocks(page, linker.scorer, least=_MIN_TORN_LOG_ODDS, neighbours=True)
        linker = None
    links = _within(links, page, kept)
    doubtful = [link for link in links if not link.brings]
    links = [link for link in links if link.brings]
    kinds = list(page.roles)
    stories = _stories(roles, kinds, page, linker, links)
    taken = [link for link in doubtful if _taken_up(link, stories)]
    if taken:
        links += taken
        doubtful = [link for link in doubtful if link not in taken]
        stories = _stories(roles, kinds, page, linker, links)
    if boxed:
        stories = in_page_order(stories)
    else:
        for story in stories:
            raise_title(story, kinds)
        stories = _main_first(stories, page)
    if not settings.join:
        links = []
    seams = _seams(page, links)
    articles = []
    for story in stories:
        absolute = Story(
            lines=[lines[line] for line in story.lines],
            head=[lines[line] for line in story.head],
            title=None if story.title is None else lines[story.title],
            began=story.began,
            goes_on=story.goes_on,
        )
        article = planned_article(absolute, texts, roles, seams)
        if linker is not None and settings.join:
            article = _settled(article, texts, linker)
        articles.append(article)
    return articles, links, doubtful


def _is_strange(page: PageLines, linker: Linker, *, boxed: bool) -> bool:
    """Whether nothing but the words tells the order of the lines, and the model does not know them."""
    return not boxed and not known_kind(linker.scorer, page.texts)


def _stories(
    roles: list[Role],
    kinds: list[Role],
    page: PageLines,
    linker: Linker | None,
    links: Sequence[Link],
) -> list[Story]:
    """Sort the lines of a page into stories; what is no headline for that becomes running text."""
    words, lines = page.texts, page.places
    linked = {line for link in links for line in (link.left, link.right)}
    mixed = any(mark is not None for mark in page.marks)
    for line, kind in enumerate(kinds):
        cut = (
            mixed and linker is not None and linker.scorer.ends_open(words[line]) > _CUT_SHORT_LOG10
        )
        if kind is Role.HEADING and (line in linked or (cut and not begins_part(words[line]))):
            # What looked like a headline is a part of a sentence.
            kinds[line] = roles[lines[line]] = Role.BODY
    groups = headline_groups(words, kinds, page.marks, links)
    return stories_of(words, kinds, page.marks, links, groups)


def _taken_up(link: Link, stories: Sequence[Story]) -> bool:
    """Whether the story that a link goes on from is taken up again behind what it may go on with.

    Then that is no text to be left between two parts of the story.
    """
    return any(
        link.left in story.lines
        and link.right not in story.lines
        and link.left < link.right < max(story.lines)
        for story in stories
    )


def _main_first(stories: list[Story], page: PageLines) -> list[Story]:
    """Order stories as they begin, but for that with the most text, which comes first.

    Unless a story before it may go on behind its beginning: then some of its text may be theirs.
    """
    words = page.texts
    ordered = sorted(stories, key=lambda story: story.first)
    if not ordered:
        return ordered
    main = max(ordered, key=lambda story: sum(len(words[line]) for line in story.lines))
    place = ordered.index(main)
    before = ordered[:place]
    if all(story.lines and ends_story(page, max(story.lines)) for story in before):
        return [main, *before, *ordered[place + 1 :]]
    return ordered


# A join may show another; no page has needed more rounds.
_MAX_ROUNDS = 4


def _settled(article: PlannedArticle, texts: Sequence[str], linker: Linker) -> PlannedArticle:
    """Join what stands side by side now that the article is in order, until nothing more goes on:
    whoever lays the result out again must find nothing to do."""
    for _ in range(_MAX_ROUNDS):
        paragraphs = article.paragraphs
        if len(paragraphs) < 2:
            break
        words = [_words(paragraph, texts) for paragraph in paragraphs]
        roles = [Role.HEADING if item.role in _HEADINGS else item.role for item in paragraphs]
        marks: list[JumpMark | None] = [None] * len(words)
        headed = frozenset(line for group in headline_groups(words, roles, marks) for line in group)
        page = PageLines(words, roles, marks, list(range(len(words))), headed)
        links = linker.neighbours(page)
        if not links:
            break
        joined: list[Paragraph] = []
        for number, paragraph in enumerate(paragraphs):
            link = links.get(number - 1)
            if link is None:
                joined.append(paragraph)
                continue
            last = joined[-1]
            seam = seam_evidence(words[number - 1], words[number], link.score)
            joined[-1] = Paragraph(
                (*last.lines, *paragraph.lines),
                Role.BODY,
                last.words,
                (*last.seams, seam, *paragraph.seams),
                last.doubtful,
            )
        article = article._replace(paragraphs=tuple(joined))
    return article


_HEADINGS = {Role.TITLE, Role.SUBTITLE, Role.HEADING}


def _words(paragraph: Paragraph, texts: Sequence[str]) -> str:
    """Return the words of a paragraph without jump marks, as they will stand."""
    found = []
    for line in paragraph.lines:
        mark = jump_mark(texts[line])
        found.append(
            texts[line] if mark is None else texts[line][: mark.start] + texts[line][mark.end :]
        )
    return "".join(found)
