"""Several pathways for one person, and a trail of what became of their plan.

Revision 0006. Each person's pathway becomes an enrolment, which has the person's own id: so everything that was
planned for it finds it. The columns that it replaces go; `anchor_date` stays, as a summary of the day that days are
counted from.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0003"
branch_labels = None
depends_on = None

TASKS = "('print_card', 'who_meets', 'confirm_release', 'close_or_extend')"
ONE_CONTACT = "enrolment_id IS NOT NULL AND state <> 'dropped'"


def upgrade() -> None:
    op.create_table(
        "enrolment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("pathway", sa.String(length=64), nullable=False),
        sa.Column("anchor", sa.String(length=64), nullable=False),
        sa.Column("anchor_day", sa.Date(), nullable=True),
        sa.Column("anchor_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.String(length=36), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("contacts", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=36), nullable=True),
        sa.Column("outcome", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["closed_by"], ["staff.id"], name=op.f("fk_enrolment_closed_by")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["staff.id"], name=op.f("fk_enrolment_confirmed_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_enrolment_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
    )
    op.create_index("ix_enrolment_person_id_state", "enrolment", ["person_id", "state"])
    op.create_table(
        "person_trail",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.String(length=36), nullable=True),
        sa.Column("private", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_trail_person_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_person_trail_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_trail")),
    )
    op.create_index("ix_person_trail_person_id_at", "person_trail", ["person_id", "at"])
    op.add_column("timer", sa.Column("enrolment_id", sa.String(length=36), nullable=True))
    op.add_column("task", sa.Column("enrolment_id", sa.String(length=36), nullable=True))
    _carried_over()
    op.create_index(
        "ix_timer_one_contact", "timer", ["enrolment_id", "name", "turn"], unique=True,
        sqlite_where=sa.text(ONE_CONTACT), postgresql_where=sa.text(ONE_CONTACT),
    )  # fmt: skip
    for column in ("pathway", "confirmed_at", "contacts"):
        op.drop_column("person", column)


def _carried_over() -> None:
    op.execute(
        "INSERT INTO enrolment (id, person_id, pathway, anchor, anchor_day, state, round, confirmed_at, revision,"
        " contacts, began_at)"
        " SELECT id, id, pathway, 'release', anchor_date, CASE WHEN status = 'active' THEN 'active' ELSE 'closed' END,"
        " 0, confirmed_at, revision, 0, created_at FROM person"
    )
    # One of each name goes on as the enrolment's: the one that waits, else the first that rang.
    for state in ("state = 'waiting'", "state IN ('done', 'aside')"):
        op.execute(
            f"UPDATE timer SET enrolment_id = person_id, turn = 0 WHERE kind = 'contact' AND {state} AND id ="
            " (SELECT MIN(other.id) FROM timer AS other WHERE other.person_id = timer.person_id"
            f" AND other.kind = 'contact' AND other.{state} AND other.name = timer.name)"
            " AND NOT EXISTS (SELECT 1 FROM timer AS taken WHERE taken.enrolment_id = timer.person_id"
            " AND taken.name = timer.name)"
        )
    op.execute("UPDATE enrolment SET contacts = (SELECT COUNT(*) FROM timer WHERE timer.enrolment_id = enrolment.id)")
    op.execute(f"UPDATE task SET enrolment_id = person_id WHERE state = 'open' AND kind IN {TASKS}")


def downgrade() -> None:
    op.add_column("person", sa.Column("pathway", sa.String(length=64), nullable=False, server_default="prison_release"))
    op.add_column("person", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("person", sa.Column("contacts", sa.Integer(), nullable=False, server_default="0"))
    first = "FROM enrolment WHERE enrolment.person_id = person.id ORDER BY enrolment.began_at, enrolment.id LIMIT 1"
    op.execute(f"UPDATE person SET pathway = (SELECT enrolment.pathway {first})")
    op.execute(f"UPDATE person SET confirmed_at = (SELECT enrolment.confirmed_at {first})")
    op.drop_index("ix_timer_one_contact", "timer")
    op.drop_column("task", "enrolment_id")
    op.drop_column("timer", "enrolment_id")
    op.drop_table("person_trail")
    op.drop_table("enrolment")
