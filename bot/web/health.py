"""How the service is: alive, ready, and in numbers. None of it names anybody."""

from __future__ import annotations

from functools import cache
from typing import Protocol

from flask import Blueprint, Flask, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import CollectorRegistry, GaugeMetricFamily
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from bot.handlers.bot import Bot
from bot.store import migrate, state
from bot.store.base import metadata
from bot.store.database import Work

WRITTEN = "ready"


class Watched(Protocol):
    """Rounds that can be asked which of them stopped."""

    def health(self) -> list[str]: ...


def install(app: Flask, bot: Bot, rounds: Watched | None) -> None:
    """Put `/health/live`, `/health/ready` and `/metrics`; without rounds nobody is asked how they are."""
    doors = Blueprint("health", __name__)

    @doors.get("/health/live")
    def live() -> Response:
        return jsonify(live=True)

    @doors.get("/health/ready")
    def ready() -> tuple[Response, int]:
        checks = {"database": _database(bot), "rounds": _rounds(rounds)}
        whole = all(each == "ok" for each in checks.values())
        return jsonify(ready=whole, **checks), 200 if whole else 503

    @doors.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest() + generate_latest(_counted(bot)), content_type=CONTENT_TYPE_LATEST)

    app.register_blueprint(doors)


@cache
def _needed() -> str:
    return migrate.head()


def _database(bot: Bot) -> str:
    try:
        found = migrate.current(bot.db)
    except SQLAlchemyError as error:
        return f"away ({type(error).__name__})"
    if found != _needed():
        return f"at migration {found}, needs {_needed()}: run throughcare migrate"
    try:
        # A full or read-only disk reads well: only writing shows it.
        with bot.db.work() as work:
            state.put(work, WRITTEN, bot.clock.real().isoformat())
    except IntegrityError:
        return "ok"  # another process has just written the same row
    except SQLAlchemyError as error:
        return f"takes no writing ({type(error).__name__}): is the disk full or read-only?"
    return "ok"


def _rounds(rounds: Watched | None) -> str:
    stopped = rounds.health() if rounds is not None else []
    return f"stopped: {', '.join(stopped)}" if stopped else "ok"


def _counted(bot: Bot) -> CollectorRegistry:
    """What waits, is owed and is open, counted when it is asked for."""
    found = CollectorRegistry()
    with bot.db.look() as work:
        gauges = [_by_state(work, name) for name in ("outbox", "timer", "escalation", "task")]
    found.register(_Ready(gauges))
    return found


def _by_state(work: Work, name: str) -> GaugeMetricFamily:
    table = metadata.tables[name]
    gauge = GaugeMetricFamily(f"throughcare_{name}", f"Rows of {name} by state", labels=["state"])
    for kind, rows in work.execute(select(table.c.state, func.count()).group_by(table.c.state)):
        gauge.add_metric([kind], rows)
    return gauge


class _Ready:
    """A collector of what was counted already."""

    def __init__(self, gauges: list[GaugeMetricFamily]) -> None:
        self._gauges = gauges

    def collect(self) -> list[GaugeMetricFamily]:
        return self._gauges
