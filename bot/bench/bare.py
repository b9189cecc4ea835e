"""The bare web application that ours is measured beside: one view, one INSERT, one commit."""

from __future__ import annotations

import os

from flask import Flask, Response, request
from sqlalchemy import Column, Engine, Integer, MetaData, String, Table, create_engine, event, insert

DATABASE = "BENCH_BARE_DATABASE"
metadata = MetaData()
text_in = Table(
    "text_in",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sid", String(64), unique=True),
    Column("sender", String(40)),
    Column("body", String(2000)),
)


def application() -> Flask:
    """One door that keeps what it is posted, as carefully as ours does."""
    engine = _engine(os.environ[DATABASE])
    metadata.create_all(engine)
    app = Flask(__name__)

    @app.get("/health/live")
    def live() -> str:
        return "ok"

    @app.post("/twilio/inbound")
    def keep() -> Response:
        form = request.form
        with engine.begin() as connection:
            row = {"sid": form["MessageSid"], "sender": form["From"], "body": form["Body"]}
            connection.execute(insert(text_in), row)
        return Response("<Response/>", 200, content_type="text/xml; charset=utf-8")

    return app


def _engine(url: str) -> Engine:
    engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": 10}, pool_size=12)

    @event.listens_for(engine, "connect")
    def careful(connection: object, _record: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
            connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]

    return engine
