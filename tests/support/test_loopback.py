"""A test that would text a real phone is stopped before it leaves the machine."""

from __future__ import annotations

import socket

import pytest

from tests.support.loopback import OutsideWorld


@pytest.mark.parametrize("address", [("192.0.2.1", 443), ("sms.example", 443), ("2001:db8::1", 443)])
def test_another_machine_is_never_reached(address: tuple[str, int]) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as road, pytest.raises(OutsideWorld):
        road.connect(address)


def test_this_machine_is() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door, socket.create_connection(door.getsockname()) as road:
        assert road.getpeername() == door.getsockname()
