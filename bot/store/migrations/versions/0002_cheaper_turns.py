"""Fewer pages written in each turn.

Revision 0002. Whether a conversation may still hear a reply stands beside the sealed place where it stands (rows from
before count as listening until their next turn: reading one too many loses nothing), and an index of something that
most rows do not have holds only the rows that have it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SPARSE = (
    ("ix_timer_escalation_id_state", "timer", ["escalation_id", "state"], "escalation_id IS NOT NULL"),
    ("ix_timer_appointment_id_state", "timer", ["appointment_id", "state"], "appointment_id IS NOT NULL"),
    ("ix_timer_task_id_state", "timer", ["task_id", "state"], "task_id IS NOT NULL"),
    ("ix_outbox_escalation_id", "outbox", ["escalation_id"], "escalation_id IS NOT NULL"),
    ("ix_outbox_to_hash_claimed_at", "outbox", ["to_hash", "claimed_at"], "claimed_at IS NOT NULL"),
)


def upgrade() -> None:
    op.add_column("conversation", sa.Column("listens", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.create_index("ix_conversation_listens", "conversation", ["phone_hash", "listens", "moved_at"])
    op.drop_index("ix_conversation_phone_hash_moved_at", "conversation")
    for name, table, columns, rows in SPARSE:
        op.drop_index(name, table)
        op.create_index(name, table, columns, sqlite_where=sa.text(rows), postgresql_where=sa.text(rows))


def downgrade() -> None:
    for name, table, columns, _ in SPARSE:
        op.drop_index(name, table)
        op.create_index(name, table, columns)
    op.create_index("ix_conversation_phone_hash_moved_at", "conversation", ["phone_hash", "moved_at"])
    op.drop_index("ix_conversation_listens", "conversation")
    op.drop_column("conversation", "listens")
