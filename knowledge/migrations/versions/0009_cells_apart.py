"""What tells cells of one topic and day apart, so that the cells there are can be found along an index; and what waits
of one change is found in its order.

Revision 0009, after 0008.
"""

import json
from hashlib import blake2b

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("telling", "owed"):
        op.add_column(name, sa.Column("apart", sa.String(length=16), server_default=sa.text("''"), nullable=False))
        _fill(sa.table(name, sa.column("last_day", sa.Date), sa.column("scope", sa.JSON), sa.column("apart")))
        op.create_index(f"ix_{name}_topic_day_apart_id", name, ["topic", "day", "apart", "id"], unique=False)
        op.drop_index(f"ix_{name}_topic_day", name)
    in_order = ["change_id", "state", "lane", "not_before", "id"]
    op.create_index("ix_delivery_change_id_state_lane_not_before_id", "delivery", in_order, unique=False)
    op.drop_index("ix_delivery_change_id_state", "delivery")


def _fill(table: sa.TableClause) -> None:
    connection, written = op.get_bind(), sa.cast(table.c.scope, sa.Text)
    for last_day, scope in connection.execute(sa.select(table.c.last_day, written).distinct()).all():
        said = json.loads(scope)
        if last_day is None and not any(said.values()):
            continue
        name = json.dumps([last_day and last_day.isoformat(), said], sort_keys=True)
        same = table.c.last_day.is_(None) if last_day is None else table.c.last_day == last_day
        told = sa.update(table).where(written == scope, same)
        connection.execute(told.values(apart=blake2b(name.encode(), digest_size=8).hexdigest()))
