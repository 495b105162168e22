"""What goes out to many: lanes, deliveries, how far each was spread; in which company something was told.

Revision 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "lane",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=120), nullable=True),
        sa.Column("until", INSTANT, nullable=True),
        sa.Column("paused_until", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_lane"),
    )
    op.create_table(
        "spreading",
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("lane", sa.String(length=40), nullable=False),
        sa.Column("seen", sa.String(length=200), nullable=False),
        sa.Column("done", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcement.id"], name="fk_spreading_announcement_id_announcement"
        ),
        sa.PrimaryKeyConstraint("announcement_id", "lane", name="pk_spreading"),
    )
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("made", INSTANT, nullable=False),
        sa.Column("loudness", sa.String(length=16), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("seen", sa.String(length=200), nullable=False),
        sa.Column("done", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name="fk_correction_change_id_change"),
        sa.PrimaryKeyConstraint("id", name="pk_correction"),
    )
    op.create_index("ix_correction_done", "correction", ["done"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("lane", sa.String(length=40), nullable=False),
        sa.Column("queue", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("announcement_id", sa.Integer(), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=True),
        sa.Column("owed_id", BIG, nullable=True),
        sa.Column("message", sa.String(length=60), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("not_before", INSTANT, nullable=False),
        sa.Column("not_after", INSTANT, nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("settled", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcement.id"], name="fk_delivery_announcement_id_announcement"
        ),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name="fk_delivery_change_id_change"),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_delivery_person", "delivery", ["person"], unique=False)
    op.create_index("ix_delivery_announcement_id_state", "delivery", ["announcement_id", "state"], unique=False)
    op.create_index("ix_delivery_change_id_state", "delivery", ["change_id", "state"], unique=False)
    op.create_index(
        "ix_delivery_lane_queue_state_not_before_id",
        "delivery",
        ["lane", "queue", "state", "not_before", "id"],
        unique=False,
    )
    op.add_column("question", sa.Column("company", sa.String(length=8), nullable=True))
    op.add_column("telling", sa.Column("company", sa.String(length=8), nullable=True))
    op.add_column("telling", sa.Column("stopped", INSTANT, nullable=True))
    op.add_column("owed", sa.Column("company", sa.String(length=8), nullable=True))
    op.add_column("owed", sa.Column("loudness", sa.String(length=16), nullable=True))
    op.add_column("owed", sa.Column("spread", INSTANT, nullable=True))
    op.create_index("ix_follow_place", "follow", ["place"], unique=False)
    op.create_index("ix_owed_topic_day", "owed", ["topic", "day"], unique=False)
    op.create_index("ix_owed_spread_loudness_place_id", "owed", ["spread", "loudness", "place", "id"], unique=False)
    op.add_column("change", sa.Column("loudness", sa.String(length=16), nullable=True))
    op.add_column("draft", sa.Column("loudness", sa.String(length=16), nullable=True))
    op.add_column("announcement", sa.Column("loudness", sa.String(length=16), nullable=True))
    op.add_column("announcement", sa.Column("started", INSTANT, nullable=True))
    op.add_column("announcement", sa.Column("not_after", INSTANT, nullable=True))
