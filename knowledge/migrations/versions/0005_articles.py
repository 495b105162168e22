"""Articles and calendars that editors handed over, and the pieces cut from them.

Revision 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "article",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("made", INSTANT, nullable=False),
        sa.Column("identity", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=True),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("unsure", sa.Integer(), nullable=False),
        sa.Column("closed", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["before"], ["article.id"], name="fk_article_before_article"),
        sa.PrimaryKeyConstraint("id", name="pk_article"),
    )
    op.create_index("ix_article_fingerprint", "article", ["fingerprint"], unique=False)
    op.create_index("ix_article_source", "article", ["source"], unique=False)
    op.create_table(
        "piece",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("opened", INSTANT, nullable=True),
        sa.Column("opened_by", sa.String(length=200), nullable=True),
        sa.Column("done", INSTANT, nullable=True),
        sa.Column("done_by", sa.String(length=200), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=True),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_piece_article_id_article"),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name="fk_piece_change_id_change"),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_piece_draft_id_draft"),
        sa.PrimaryKeyConstraint("id", name="pk_piece"),
    )
    op.create_index("ix_piece_article_id_state", "piece", ["article_id", "state"], unique=False)
