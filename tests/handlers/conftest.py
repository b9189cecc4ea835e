"""Services for stories: `there` in memory; `kept` on a file and on a real PostgreSQL, for many hands at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.partners import Partners, partners
from tests.support.world import World, world


@pytest.fixture
def there() -> Iterator[World]:
    """Friday 5 June 2026, nine in the morning."""
    with world() as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """The same, on a database that outlives a connection."""
    on_file = request.param == "sqlite"
    url = f"sqlite:///{tmp_path}/bot.db" if on_file else request.getfixturevalue("postgres_url")
    with world(url=url) as made:
        yield made


@pytest.fixture
def them(there: World) -> Partners:
    """A prison's nurse and a probation practitioner, beside the Bridge team."""
    return partners(there)
