"""Texts that were misunderstood, to learn from.

Revision 0003. Nothing in a row leads to the person who texted it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lesson",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("intent", sa.String(length=64), nullable=False),
        sa.Column("was", sa.String(length=64), nullable=True),
        sa.Column("language", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("offered_by", sa.String(length=36), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=36), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_lesson_decided_by")),
        sa.ForeignKeyConstraint(["offered_by"], ["staff.id"], name=op.f("fk_lesson_offered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
    )
    op.create_index("ix_lesson_state_offered_at", "lesson", ["state", "offered_at"])


def downgrade() -> None:
    op.drop_index("ix_lesson_state_offered_at", "lesson")
    op.drop_table("lesson")
