"""What every road for texts and calls keeps: told once, on the simulator and on the real client."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.channels.provider import Accepted, Outgoing, SendError
from tests.channels.roads import ASHA, DEAN, Road, ring, text


def eventually(look: Callable[[], list[Accepted]], status: str) -> Accepted:
    """The newest, once its receipts are through: a few milliseconds, or a thousand looks on a busy machine."""
    for _ in range(1000):
        if (found := look()) and found[0].status == status:
            return found[0]
        time.sleep(0.01)
    raise AssertionError(f"never became {status}: {found}")


def refused(road: Road, outgoing: Outgoing) -> SendError:
    with pytest.raises(SendError) as caught:
        road.provider.send(outgoing)
    return caught.value


def test_a_text_that_was_taken_is_found_again(road: Road) -> None:
    before = road.now()
    sid = road.provider.send(text("Hi Dean. Your appointment is on Friday at 10."))
    (found,) = road.provider.sent_since(DEAN, before)
    assert (found.sid, found.to, found.body) == (sid, DEAN, "Hi Dean. Your appointment is on Friday at 10.")
    assert found.at is not None and found.at >= before.replace(microsecond=0)
    assert re.fullmatch(r"SM[0-9a-f]{32}", sid)


def test_the_same_words_sent_twice_are_two_texts_newest_first(road: Road) -> None:
    first, second = road.provider.send(text()), road.provider.send(text())
    assert [taken.sid for taken in road.provider.sent_since(DEAN, road.now() - timedelta(minutes=1))] == [second, first]


def test_what_was_taken_before_the_moment_is_left_out(road: Road) -> None:
    road.provider.send(text("Yesterday's"))
    road.later(24 * 3600)
    moment = road.now()
    road.provider.send(text("Today's"))
    assert [taken.body for taken in road.provider.sent_since(DEAN, moment)] == ["Today's"]


def test_ashas_texts_are_not_deans(road: Road) -> None:
    before = road.now()
    road.provider.send(text(to=ASHA))
    assert list(road.provider.sent_since(DEAN, before)) == []


def test_a_call_is_found_among_calls_only(road: Road) -> None:
    before = road.now()
    sid = road.provider.send(ring())
    assert [taken.sid for taken in road.provider.sent_since(ASHA, before, channel="call")] == [sid]
    assert list(road.provider.sent_since(ASHA, before)) == []
    assert re.fullmatch(r"CA[0-9a-f]{32}", sid)


def test_a_text_to_a_phone_that_is_off_is_taken_and_then_undelivered(road: Road) -> None:
    road.switched_off(DEAN)
    before = road.now()
    road.provider.send(text())
    assert eventually(lambda: list(road.provider.sent_since(DEAN, before)), "undelivered").error_code == "30003"


def test_a_text_to_a_number_that_is_gone_is_taken_and_then_undelivered(road: Road) -> None:
    road.gone(DEAN)
    before = road.now()
    road.provider.send(text())
    assert eventually(lambda: list(road.provider.sent_since(DEAN, before)), "undelivered").error_code == "30005"


def test_a_phone_that_is_off_is_not_answered(road: Road) -> None:
    road.switched_off(ASHA)
    before = road.now()
    road.provider.send(ring())
    eventually(lambda: list(road.provider.sent_since(ASHA, before, channel="call")), "no-answer")


@pytest.mark.parametrize("word", ["STOP", "stop", " Unsubscribe "])
def test_after_stop_no_text_is_taken_but_a_call_is(road: Road, word: str) -> None:
    road.phone_texts(DEAN, word)
    error = refused(road, text())
    assert (error.code, error.permanent, error.unknown) == ("21610", True, False)
    assert road.provider.send(ring(to=DEAN))


def test_start_undoes_stop(road: Road) -> None:
    road.phone_texts(DEAN, "STOP")
    road.phone_texts(DEAN, "START")
    assert road.provider.send(text())


def test_stop_inside_a_sentence_blocks_nothing(road: Road) -> None:
    road.phone_texts(DEAN, "cant stop thinking about it")
    assert road.provider.send(text())


def test_texts_that_phones_sent_are_held_oldest_first(road: Road) -> None:
    road.phone_texts(DEAN, "An hour too early")
    road.later(3600)
    moment = road.now()
    road.provider.send(text("Ours is not theirs"))
    road.phone_texts(DEAN, "yes")
    road.phone_texts(ASHA, "MINE 4821")
    held = list(road.provider.received_since(moment))
    assert [(it.sender, it.to, it.body) for it in held] == [
        (DEAN, "+447700900000", "yes"),
        (ASHA, "+447700900000", "MINE 4821"),
    ]
    assert all(it.at >= moment.replace(microsecond=0) for it in held)


@pytest.mark.parametrize(
    ("outgoing", "code"),
    [
        (text(to="not a number"), "21211"),
        (text(body=""), "21602"),
        (text(body="x" * 1601), "21617"),
        (text(valid_for=0), "too-late"),
        (text(valid_for=-60), "too-late"),
        (text(channel="email", to="asha@team.example"), "wrong-road"),
    ],
)
def test_what_can_never_be_sent_is_refused_for_good(road: Road, outgoing: Outgoing, code: str) -> None:
    before = road.now()
    error = refused(road, outgoing)
    assert (error.code, error.permanent, error.unknown) == (code, True, False)
    assert list(road.provider.sent_since(DEAN, before)) == []


@pytest.mark.parametrize(
    "body", ["x" * 1600, "caf\u00e9 \u2013 \u20ac5", "\U0001f642 \u05e9\u05dc\u05d5\u05dd", "a&b=c+d%20", "two\nlines"]
)
def test_any_words_arrive_as_they_were_written(road: Road, body: str) -> None:
    before = road.now()
    road.provider.send(text(body))
    assert [taken.body for taken in road.provider.sent_since(DEAN, before)] == [body]


def test_no_failure_tells_a_number_or_a_word_of_the_text(road: Road) -> None:
    road.phone_texts(DEAN, "STOP")
    error = refused(road, text("a secret"))
    told = f"{error!r} {error} {vars(error)} {error.__cause__!r} {error.__context__!r}"
    assert "7700" not in told and "secret" not in told
