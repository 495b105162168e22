"""Who wants no announcements.

Revision 0008, after 0007. Whoever chose nothing gets them, as before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("unannounced", sa.Boolean(), nullable=True))
