"""Tests speak to this machine only: a socket to anywhere else is refused, and the test that tried fails."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest


class OutsideWorld(RuntimeError):
    """A test tried to reach another machine."""


def _refuse_outside(address: Any) -> None:
    if not isinstance(address, tuple) or address[0] in ("localhost", ""):
        return
    try:
        inside = ipaddress.ip_address(address[0]).is_loopback
    except ValueError:
        inside = False
    if not inside:
        raise OutsideWorld(f"tests speak to loopback only, this one tried {address[0]}: point it at a test double")


@pytest.fixture(scope="session", autouse=True)
def loopback_only() -> Iterator[None]:
    """Holds for every test of the run; the browser and the database server are processes of their own."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            real = getattr(socket.socket, name)

            def guarded(self: socket.socket, address: Any, _real: Any = real) -> Any:
                _refuse_outside(address)
                return _real(self, address)

            patch.setattr(socket.socket, name, guarded)
        yield
