"""Agencies, their part with a person, who looked, what was told, and referrals.

Revision 0007. A team without an agency belongs to the service's own, so rows from before need no change.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _id(name: str, *, null: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.String(36), nullable=null)


def _word(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(64), nullable=null)


def _moment(name: str, *, null: bool = True) -> sa.Column[object]:
    return sa.Column(name, MOMENT, nullable=null)


def _to(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))
        for name, target in columns.items()
    ]


def _where(name: str, table: str, columns: list[str], rows: str, *, unique: bool = False) -> None:
    condition = sa.text(rows)
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def upgrade() -> None:
    op.create_table(
        "agency", _id("id", null=False), sa.Column("name", sa.String(120), nullable=False), _word("kind"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")), sa.UniqueConstraint("name", name=op.f("uq_agency_name")),
    )  # fmt: skip
    # Not a batch: that would make the table anew, which SQLite refuses while rows point at it.
    op.execute("ALTER TABLE team ADD COLUMN agency_id VARCHAR(36) CONSTRAINT fk_team_agency_id REFERENCES agency (id)")
    op.create_index(op.f("ix_team_agency_id"), "team", ["agency_id"])
    _involvement()
    _look()
    _disclosure()
    _referral()


def _involvement() -> None:
    op.create_table(
        "involvement", _id("id", null=False), _id("person_id", null=False), _id("agency_id", null=False),
        _id("practitioner_id"), _word("wish"), _word("basis"), _word("order", null=True), _id("recorded_by"),
        _moment("since", null=False), _moment("ended_at"),
        *_to("involvement", person_id="person", agency_id="agency", practitioner_id="staff", recorded_by="staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_involvement")),
    )  # fmt: skip
    op.create_index(op.f("ix_involvement_person_id"), "involvement", ["person_id"])
    _where("uq_involvement_now", "involvement", ["person_id", "agency_id"], "ended_at IS NULL", unique=True)
    _where("ix_involvement_agency_now", "involvement", ["agency_id"], "ended_at IS NULL")


def _look() -> None:
    op.create_table(
        "look", _id("id", null=False), _id("person_id", null=False), _id("agency_id", null=False),
        _id("staff_id", null=False), sa.Column("reason", sa.LargeBinary(), nullable=False),
        _moment("began_at", null=False), _moment("until", null=False), _moment("last_at", null=False),
        sa.Column("times", sa.Integer(), nullable=False),
        *_to("look", person_id="person", agency_id="agency", staff_id="staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look")),
    )  # fmt: skip
    op.create_index("ix_look_person_id_began_at", "look", ["person_id", "began_at"])


def _disclosure() -> None:
    links = {"person_id": "person", "agency_id": "agency", "appointment_id": "appointment", "text_id": "outbox"}
    op.create_table(
        "disclosure", _id("id", null=False), _id("person_id", null=False), _id("agency_id", null=False),
        _id("appointment_id"), _word("ground"), _word("about"), sa.Column("private", sa.LargeBinary(), nullable=False),
        _word("explained"), _moment("explained_at"), _id("text_id"), _id("timer_id"), _id("recorded_by", null=False),
        _moment("recorded_at", null=False), _word("state"), _moment("told_at"),
        *_to("disclosure", **links, recorded_by="staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure")),
    )  # fmt: skip
    op.create_index("ix_disclosure_person_id_recorded_at", "disclosure", ["person_id", "recorded_at"])
    _where("ix_disclosure_explaining", "disclosure", ["state"], "state = 'explaining'")


def _referral() -> None:
    links = {"from_team_id": "team", "to_team_id": "team", "person_id": "person", "referred_by": "staff"}
    op.create_table(
        "referral", _id("id", null=False), _id("from_team_id", null=False), _id("to_team_id", null=False),
        _id("person_id"), _word("reference_hash", null=True), sa.Column("private", sa.LargeBinary(), nullable=False),
        sa.Column("release_day", sa.Date(), nullable=False), _word("consent"), _word("state"), _id("referred_by"),
        _moment("referred_at", null=False), _moment("accept_by", null=False), _id("timer_id"), _id("decided_by"),
        _moment("decided_at"), _id("appointment_id"),
        *_to("referral", **links, decided_by="staff", appointment_id="appointment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )  # fmt: skip
    op.create_index(op.f("ix_referral_person_id"), "referral", ["person_id"])
    op.create_index("ix_referral_from_team_id_state", "referral", ["from_team_id", "state"])
    op.create_index("ix_referral_to_team_id_state", "referral", ["to_team_id", "state"])
    _where("ix_referral_waiting", "referral", ["accept_by"], "state = 'waiting'")
    _where("uq_referral_waiting", "referral", ["to_team_id", "reference_hash"], "state = 'waiting'", unique=True)


def downgrade() -> None:
    for table in ("referral", "disclosure", "look", "involvement"):
        op.drop_table(table)
    op.drop_index(op.f("ix_team_agency_id"), "team")
    op.drop_column("team", "agency_id")
    op.drop_table("agency")
