"""What every test may ask for."""

from __future__ import annotations

import pytest

pytest_plugins = ["tests.support.browser", "tests.support.loopback", "tests.support.postgres"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`-m browser` finds the browser tests by what they ask for."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
