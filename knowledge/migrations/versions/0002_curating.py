"""What editing needs: changes, drafts, roles and an audit log; what families choose, follow, report and are owed.

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("made", INSTANT, nullable=False),
        sa.Column("identity", sa.String(length=200), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("drill", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_announcement"),
    )
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("made", INSTANT, nullable=False),
        sa.Column("identity", sa.String(length=200), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("meaning", sa.Boolean(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["undoes"], ["change.id"], name="fk_change_undoes_change"),
        sa.PrimaryKeyConstraint("id", name="pk_change"),
    )
    op.create_index("ix_change_made", "change", ["made"], unique=False)
    op.create_table(
        "follow",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("topic", sa.String(length=120), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_follow"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_follow_person", "follow", ["person"], unique=False)
    op.create_index("ix_follow_topic", "follow", ["topic"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("made", INSTANT, nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("expires", INSTANT, nullable=False),
        sa.Column("used", INSTANT, nullable=True),
        sa.Column("used_by", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("code", name="pk_invitation"),
    )
    op.create_table(
        "person",
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("schools", sa.JSON(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.Column("changed", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_person"),
    )
    op.create_table(
        "role",
        sa.Column("identity", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("granted", INSTANT, nullable=False),
        sa.Column("granted_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("identity", name="pk_role"),
    )
    op.create_table(
        "audit",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("made", INSTANT, nullable=False),
        sa.Column("identity", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=True),
        sa.Column("command", sa.String(length=40), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("refused", sa.Text(), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name="fk_audit_change_id_change"),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_identity", "audit", ["identity"], unique=False)
    op.create_index("ix_audit_made", "audit", ["made"], unique=False)
    op.create_table(
        "change_revision",
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name="fk_change_revision_change_id_change"),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name="fk_change_revision_revision_id_revision"),
        sa.PrimaryKeyConstraint("change_id", "revision_id", name="pk_change_revision"),
    )
    op.create_index("ix_change_revision_revision_id", "change_revision", ["revision_id"], unique=False)
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("made", INSTANT, nullable=False),
        sa.Column("identity", sa.String(length=200), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("meaning", sa.Boolean(), nullable=False),
        sa.Column("nouns", sa.JSON(), nullable=False),
        sa.Column("removed", sa.JSON(), nullable=False),
        sa.Column("based_on", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("approvals", sa.JSON(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("gap", sa.Integer(), nullable=True),
        sa.Column("gap_closed_as", sa.String(length=16), nullable=True),
        sa.Column("settled", INSTANT, nullable=True),
        sa.Column("settled_by", sa.String(length=200), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name="fk_draft_change_id_change"),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
    )
    op.create_index("ix_draft_state", "draft", ["state"], unique=False)
    op.create_table(
        "start",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("begins", INSTANT, nullable=False),
        sa.Column("settled", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name="fk_start_change_id_change"),
        sa.PrimaryKeyConstraint("id", name="pk_start"),
    )
    op.create_index("ix_start_change_id", "start", ["change_id"], unique=False)
    op.create_index("ix_start_settled_begins", "start", ["settled", "begins"], unique=False)
    op.create_table(
        "feedback",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("question_id", BIG, nullable=True),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("made", INSTANT, nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name="fk_feedback_question_id_question", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feedback_person", "feedback", ["person"], unique=False)
    op.create_index("ix_feedback_question_id", "feedback", ["question_id"], unique=False)
    op.create_table(
        "inquiry",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("question_id", BIG, nullable=True),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked", INSTANT, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered", INSTANT, nullable=True),
        sa.Column("identity", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name="fk_inquiry_question_id_question", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_inquiry"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inquiry_person", "inquiry", ["person"], unique=False)
    op.create_index("ix_inquiry_question_id", "inquiry", ["question_id"], unique=False)
    op.create_index("ix_inquiry_state", "inquiry", ["state"], unique=False)
    op.create_table(
        "link",
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("bond", sa.String(length=64), nullable=False),
        sa.Column("linked", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_link"),
    )
    op.create_index("ix_link_bond", "link", ["bond"], unique=False)
    op.create_table(
        "link_code",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("expires", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_link_code"),
    )
    op.create_index("ix_link_code_person", "link_code", ["person"], unique=False)
    op.create_table(
        "owed",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=True),
        sa.Column("inquiry_id", BIG, nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("topic", sa.String(length=120), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("because", sa.String(length=16), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("recorded", INSTANT, nullable=False),
        sa.Column("not_after", INSTANT, nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("settled", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name="fk_owed_change_id_change"),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiry.id"], name="fk_owed_inquiry_id_inquiry", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_owed"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_owed_change_id", "owed", ["change_id"], unique=False)
    op.create_index("ix_owed_inquiry_id", "owed", ["inquiry_id"], unique=False)
    op.create_index("ix_owed_person", "owed", ["person"], unique=False)
    op.create_index("ix_owed_state", "owed", ["state"], unique=False)
    op.add_column("gap", sa.Column("closed", INSTANT, nullable=True))
    op.add_column("gap", sa.Column("closed_as", sa.String(length=16), nullable=True))
    op.add_column("gap", sa.Column("change_id", sa.Integer(), nullable=True))
    op.add_column("telling", sa.Column("last_day", sa.Date(), nullable=True))
    op.add_column("telling", sa.Column("meaning", sa.JSON(), nullable=True))
    op.add_column("telling", sa.Column("lives_until", INSTANT, nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        # Or the number of a row that is forgotten goes to the next.
        for name in ("question", "telling", "gap"):
            with op.batch_alter_table(name, recreate="always", table_kwargs={"sqlite_autoincrement": True}):
                pass
