"""What chat platforms bring: arrivals, rooms, buttons, steps half done, what was put before staff.

Revision 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "arrival",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("lane", sa.String(length=200), nullable=False),
        sa.Column("message", sa.String(length=60), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("written", INSTANT, nullable=True),
        sa.Column("received", INSTANT, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent", sa.JSON(), nullable=True),
        sa.Column("question_id", BIG, nullable=True),
        sa.Column("settled", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_arrival"),
        sa.UniqueConstraint("account", "number", name="uq_arrival_account_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_arrival_account_lane_message", "arrival", ["account", "lane", "message"], unique=False)
    op.create_index("ix_arrival_settled", "arrival", ["settled"], unique=False)
    op.create_index("ix_arrival_state", "arrival", ["state"], unique=False)
    op.create_table(
        "guide",
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("changed", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("person", "place", name="pk_guide"),
    )
    op.create_index("ix_guide_changed", "guide", ["changed"], unique=False)
    op.create_table(
        "keyboard",
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("presses", sa.JSON(), nullable=False),
        sa.Column("made", INSTANT, nullable=False),
        sa.Column("expires", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_keyboard"),
    )
    op.create_index("ix_keyboard_expires", "keyboard", ["expires"], unique=False)
    op.create_index("ix_keyboard_person", "keyboard", ["person"], unique=False)
    op.create_table(
        "remembered",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_remembered"),
    )
    op.create_table(
        "room",
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("plain", sa.Boolean(), nullable=False),
        sa.Column("staff", sa.Boolean(), nullable=False),
        sa.Column("board", sa.Boolean(), nullable=False),
        sa.Column("board_message", sa.String(length=60), nullable=True),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("changed", INSTANT, nullable=False),
        sa.Column("changed_by", sa.String(length=200), nullable=True),
        sa.Column("gone", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("place", name="pk_room"),
    )
    op.create_table(
        "staff_post",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("about", BIG, nullable=False),
        sa.Column("message", sa.String(length=60), nullable=True),
        sa.Column("posted", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff_post"),
        sa.UniqueConstraint("place", "kind", "about", name="uq_staff_post_place_kind_about"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_staff_post_place_message", "staff_post", ["place", "message"], unique=False)
    op.add_column("inquiry", sa.Column("fleeting", sa.Boolean(), nullable=True))
    op.add_column("question", sa.Column("origin", sa.String(length=120), nullable=True))
    op.create_index("ix_question_origin", "question", ["origin"], unique=False)
