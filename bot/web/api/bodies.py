"""The bodies that are taken, as they stand in `openapi.json`; what they mean is read as an import reads its cells."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from bot.core.appointment import Kind

Words60 = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Words120 = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Moment = Annotated[str, StringConstraints(min_length=10, max_length=40)]


class Body(BaseModel):
    """Strict: a field that is not known is an error, for it would be lost."""

    model_config = ConfigDict(extra="forbid", strict=True)

    def cells(self) -> dict[str, str]:
        """As the cells of a row; what was not sent says nothing."""
        return {name: _cell(value) for name, value in self.model_dump(exclude_none=True).items()}


def _cell(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


class PersonBody(Body):
    first_name: Words60
    last_name: Words60 | None = None
    phone: Annotated[str, StringConstraints(min_length=5, max_length=30)] | None = None
    pathway: Words60
    anchor_date: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    area: Words60 | None = None
    keyworker: Annotated[str, StringConstraints(min_length=1, max_length=120)] | None = None
    language: Literal["en", "cy", "pl", "ro", "pa", "ur"] | None = None
    discreet: bool | None = None


class AppointmentBody(Body):
    person_reference: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,60}$")]
    kind: Kind | None = None
    starts_at: Moment
    place: Words120 | None = None
    with_whom: Words60 | None = None


class AttendanceBody(Body):
    status: Literal["attended", "missed"]
    recorded_by: Annotated[str, StringConstraints(min_length=3, max_length=200)] | None = None
