"""What is owed is found by its state and the person at once.

Revision 0006, after 0005.
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_owed_state_person", "owed", ["state", "person"], unique=False)
    op.drop_index("ix_owed_state", "owed")
