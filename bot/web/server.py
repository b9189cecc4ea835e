"""Serves the application with gunicorn: one process, eight threads, and whatever runs beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

THREADS = 8


class Server(BaseApplication):  # type: ignore[misc]
    """`started` is called in the process that serves, `stopped` when it goes: threads do not outlive a fork."""

    def __init__(
        self, app: Flask, host: str, port: int, started: Callable[[], None], stopped: Callable[[], None]
    ) -> None:
        self._app = app
        self._chosen: dict[str, Any] = {
            "bind": f"{host}:{port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "timeout": 60,
            "graceful_timeout": 15,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": lambda worker: started(),
            "worker_exit": lambda server, worker: stopped(),
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app
