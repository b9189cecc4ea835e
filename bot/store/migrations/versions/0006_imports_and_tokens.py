"""Imports with their waiting lines, what sources said, and the API's tokens and answers.

Revision 0008.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COUNTED = ("lines", "added", "changed", "unchanged", "left_alone", "bad", "taken")


def upgrade() -> None:
    op.add_column("appointment", sa.Column("series", sa.String(length=64), nullable=True))
    series = sa.text("series IS NOT NULL")
    op.create_index("ix_appointment_series", "appointment", ["series"], sqlite_where=series, postgresql_where=series)
    _imports()
    _tokens()


def _imports() -> None:
    op.create_table(
        "import_run",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("skip_bad", sa.Boolean(), nullable=False),
        sa.Column("team_id", sa.String(length=36), nullable=True),
        sa.Column("brought_by", sa.String(length=36), nullable=True),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("found", sa.LargeBinary(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTED),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_import_run_team_id")),
        sa.ForeignKeyConstraint(["brought_by"], ["staff.id"], name=op.f("fk_import_run_brought_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_index("ix_import_run_state_brought_at", "import_run", ["state", "brought_at"])
    op.create_table(
        "import_batch",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("run_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_import_batch_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_index("ix_import_batch_run_id_number", "import_batch", ["run_id", "number"])
    op.create_table(
        "sourced",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sourced")),
    )


def _tokens() -> None:
    op.create_table(
        "token",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("team_id", sa.String(length=36), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_token_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token")),
        sa.UniqueConstraint("hash", name=op.f("uq_token_hash")),
    )
    op.create_table(
        "answered",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("token_id", sa.String(length=36), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("asked", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["token_id"], ["token.id"], name=op.f("fk_answered_token_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answered")),
    )
    op.create_index("uq_answered_token_id_key_hash", "answered", ["token_id", "key_hash"], unique=True)
    op.create_index("ix_answered_at", "answered", ["at"])


def downgrade() -> None:
    for name in ("answered", "token", "sourced", "import_batch", "import_run"):
        op.drop_table(name)
    op.drop_index("ix_appointment_series", "appointment")
    op.drop_column("appointment", "series")
