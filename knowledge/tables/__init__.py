"""The tables: instants are stored in UTC, days and hours are the district's own. Only knowledge may import them."""

from knowledge.tables.articles import article, piece
from knowledge.tables.asking import (
    apart,
    feedback,
    follow,
    gap,
    inquiry,
    link,
    link_code,
    owed,
    person,
    question,
    telling,
)
from knowledge.tables.base import BEGINNING, BIG, Instant, metadata
from knowledge.tables.knowing import (
    change,
    change_revision,
    claim,
    draft,
    generation,
    revision,
    start,
    supersession,
)
from knowledge.tables.sending import correction, delivery, lane, spreading
from knowledge.tables.staff import announcement, audit, invitation, role
from knowledge.tables.wire import arrival, guide, keyboard, remembered, room, staff_post

__all__ = [
    "BEGINNING",
    "BIG",
    "Instant",
    "announcement",
    "apart",
    "arrival",
    "article",
    "audit",
    "change",
    "change_revision",
    "claim",
    "correction",
    "delivery",
    "draft",
    "feedback",
    "follow",
    "gap",
    "generation",
    "guide",
    "inquiry",
    "invitation",
    "keyboard",
    "lane",
    "link",
    "link_code",
    "metadata",
    "owed",
    "person",
    "piece",
    "question",
    "remembered",
    "revision",
    "role",
    "room",
    "spreading",
    "staff_post",
    "start",
    "supersession",
    "telling",
]
