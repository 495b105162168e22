"""The first tables: revisions of what is known, claims laid out for look-ups, questions, tellings and gaps.

Revision 0001, after none.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    generation = op.create_table(
        "generation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("changed", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_generation"),
    )
    op.create_table(
        "question",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("asked", INSTANT, nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("reading", sa.JSON(), nullable=True),
        sa.Column("probability", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_question"),
    )
    op.create_index("ix_question_asked", "question", ["asked"], unique=False)
    op.create_index("ix_question_person_place_asked", "question", ["person", "place", "asked"], unique=False)
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("known_from", INSTANT, nullable=False),
        sa.Column("known_until", INSTANT, nullable=True),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("recorded", INSTANT, nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("by_person", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_revision"),
        sa.UniqueConstraint("kind", "slug", "number", name="uq_revision_kind_slug_number"),
    )
    op.create_index("ix_revision_kind_current", "revision", ["kind", "current"], unique=False)
    op.create_table(
        "claim",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=120), nullable=False),
        sa.Column("event", sa.String(length=120), nullable=True),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("condition", sa.String(length=120), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("as_of", INSTANT, nullable=False),
        sa.Column("known_from", INSTANT, nullable=False),
        sa.Column("known_until", INSTANT, nullable=True),
        sa.Column("serve_from", INSTANT, nullable=False),
        sa.Column("serve_until", INSTANT, nullable=False),
        sa.Column("ended", INSTANT, nullable=True),
        sa.Column("withdrawn", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name="fk_claim_revision_id_revision"),
        sa.PrimaryKeyConstraint("revision_id", name="pk_claim"),
    )
    op.create_index("ix_claim_slug", "claim", ["slug"], unique=False)
    op.create_index("ix_claim_topic_first_day", "claim", ["topic", "first_day"], unique=False)
    op.create_index("ix_claim_topic_serve_until", "claim", ["topic", "serve_until"], unique=False)
    op.create_table(
        "gap",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("question_id", BIG, nullable=True),
        sa.Column("asked", INSTANT, nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("topic", sa.String(length=120), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name="fk_gap_question_id_question", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_gap"),
    )
    op.create_index("ix_gap_asked", "gap", ["asked"], unique=False)
    op.create_index("ix_gap_person", "gap", ["person"], unique=False)
    op.create_index("ix_gap_question_id", "gap", ["question_id"], unique=False)
    op.create_table(
        "telling",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("question_id", BIG, nullable=True),
        sa.Column("told_at", INSTANT, nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("topic", sa.String(length=120), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("finding", sa.String(length=16), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("message", sa.String(length=200), nullable=True),
        sa.Column("day_over", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name="fk_telling_question_id_question", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_telling"),
    )
    op.create_index("ix_telling_day_over", "telling", ["day_over"], unique=False)
    op.create_index("ix_telling_person", "telling", ["person"], unique=False)
    op.create_index("ix_telling_question_id", "telling", ["question_id"], unique=False)
    op.create_index("ix_telling_topic_day", "telling", ["topic", "day"], unique=False)
    op.create_table(
        "supersession",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("superseded", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["claim.revision_id"], name="fk_supersession_revision_id_claim"),
        sa.PrimaryKeyConstraint("revision_id", "superseded", name="pk_supersession"),
    )
    op.create_index("ix_supersession_superseded", "supersession", ["superseded"], unique=False)
    op.bulk_insert(generation, [{"id": 1, "number": 0, "changed": datetime(1970, 1, 1, tzinfo=UTC)}])
