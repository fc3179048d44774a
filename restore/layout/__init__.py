"""Stage: lines become paragraphs, paragraphs blocks with roles, blocks articles in reading order."""

from __future__ import annotations

from restore.layout.across import Joined, join_across, settled
from restore.layout.applied_plan import joined_plan, moved_plan
from restore.layout.articles import articles_of
from restore.layout.columns import propose_columns
from restore.layout.cut_headings import cut_headings
from restore.layout.form_roles import with_form_roles
from restore.layout.lost_ends import end_proposals, with_cuts, without_lost_heads
from restore.layout.markdown_blocks import block_proposals, within_blocks
from restore.layout.moves import doubtful_proposals, in_order, move_proposals
from restore.layout.one_line import plan_of_line
from restore.layout.open_ends import LaidOut, laid_out
from restore.layout.page_frames import propose_page_edges
from restore.layout.page_knowledge import knowledge_of
from restore.layout.page_plan import arrange
from restore.layout.paragraphs import propose_paragraphs
from restore.layout.plans import Plan
from restore.layout.seam_proposals import seam_proposals
from restore.layout.seams import SeamScorer
from restore.layout.split_sentences import split_sentence_proposals
from restore.layout.stated_roles import with_stated_roles
from restore.layout.stray_headings import heading_proposals
from restore.layout.table_heads import table_head_proposals

__all__ = [
    "Joined",
    "LaidOut",
    "Plan",
    "SeamScorer",
    "arrange",
    "articles_of",
    "block_proposals",
    "cut_headings",
    "doubtful_proposals",
    "end_proposals",
    "heading_proposals",
    "in_order",
    "join_across",
    "joined_plan",
    "knowledge_of",
    "laid_out",
    "move_proposals",
    "moved_plan",
    "plan_of_line",
    "propose_columns",
    "propose_page_edges",
    "propose_paragraphs",
    "seam_proposals",
    "settled",
    "split_sentence_proposals",
    "table_head_proposals",
    "with_cuts",
    "with_form_roles",
    "with_stated_roles",
    "within_blocks",
    "without_lost_heads",
]
