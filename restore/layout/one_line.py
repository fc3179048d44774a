"""The plan of a text of one line of running text, as most rows are: there is nothing to arrange."""

from __future__ import annotations

from restore.core.blocks import ARTICLE_BREAK, Role
from restore.layout.furniture_forms import furniture_form
from restore.layout.jump_marks import jump_mark
from restore.layout.newspaper_signs import NOTHING_KNOWN, PageKnowledge
from restore.layout.planned_articles import planned_article
from restore.layout.plans import Plan
from restore.layout.roles import role_by_form
from restore.layout.story import Story

__all__ = ["plan_of_line"]


def plan_of_line(text: str, known: PageKnowledge = NOTHING_KNOWN) -> Plan | None:
    """Return the plan that ``arrange`` makes of a text, if that is one line of running text that ends.

    Such a plan leaves all as it is, and nothing else is to be proposed. None of any other text.

    Parameters
    ----------
    known : what is known of pages and pictures
    """
    words = text.removesuffix("\n")
    if not words or "\n" in words or words == ARTICLE_BREAK or known != NOTHING_KNOWN:
        return None
    if (
        furniture_form(words) is not None
        or role_by_form(words)[0] is not Role.BODY
        or jump_mark(words) is not None
    ):
        return None
    article = planned_article(Story(lines=[0]), [words], [Role.BODY], {})
    return None if article.missing_tail else Plan((words,), (article,), ())
