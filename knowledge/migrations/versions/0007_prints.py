"""What articles are compared by, beside their texts.

Revision 0007, after 0006. An article from before is compared by its address and its whole text only.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("article", sa.Column("prints", sa.JSON(), nullable=True))
