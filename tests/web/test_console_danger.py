"""Joe at 2 a.m.: what they texted, where they may be, whose number it is, and whether he may ring."""

from __future__ import annotations

import pytest

from bot.handlers import closing, endings, escalations, numbers, people, reading
from bot.handlers.bot import about
from bot.store import heard
from bot.store import people as rows
from bot.store.escalations import Escalation
from tests.web.console_scene import DEAN, OVERDOSE, Scene

STRANGER, TARIQ = "+447700900555", "+447700900003"
WATCHED = "he is going to kill me he reads my phone"
RING = 'href="tel:'


def urgent(hope_house: Scene) -> Escalation:
    return next(one for one in hope_house.open() if one.urgency == "urgent")


def its_page(hope_house: Scene) -> str:
    return hope_house.signed_in("Joe").get(f"/escalations/{urgent(hope_house).id}").text


def tariqs_number_is_kellys_too(hope_house: Scene) -> None:
    numbers.change_number(hope_house.bot, hope_house.person("Kelly").id, TARIQ, hope_house.logins["Asha"].staff_id)


def tariqs_case_ends(hope_house: Scene, how: str) -> None:
    tariq, asha = hope_house.person("Tariq").id, hope_house.logins["Asha"].staff_id
    if how == "died":
        return endings.died(hope_house.bot, tariq, asha)
    endings.close(hope_house.bot, tariq, asha, how)


def test_every_text_since_is_read_before_999_the_newest_first(hope_house: Scene) -> None:
    hope_house.texts("I am at my cousins")
    hope_house.later(minutes=5)
    hope_house.texts(OVERDOSE)
    hope_house.later(minutes=1)
    hope_house.texts("flat 3, 20 Example Road")
    hope_house.later(minutes=1)
    hope_house.texts("the buzzer is broken")
    joe, one = hope_house.signed_in("Joe"), urgent(hope_house)
    words = ("the buzzer is broken", "flat 3, 20 Example Road", OVERDOSE, "I am at my cousins", "If you ring 999")
    page = joe.get(f"/escalations/{one.id}").text
    assert sorted(words, key=page.index) == list(words)
    page = joe.get(f"/people/{one.person_id}").text
    danger = page[page.index("Before that") :]
    assert sorted(words[1:], key=danger.index) == list(words[1:])


def test_the_card_shows_the_newest_words_and_what_it_began_with(hope_house: Scene) -> None:
    hope_house.texts(OVERDOSE)
    hope_house.texts("20 Example Road, come quick")
    page = hope_house.signed_in("Joe").get("/").text
    card = page[page.index("<article") : page.index("</article>")]
    assert card.index("20 Example Road") < card.index(f"It began with: {OVERDOSE}")


def test_one_strangers_danger_shows_no_other_strangers_texts(hope_house: Scene) -> None:
    hope_house.texts(OVERDOSE, sender=STRANGER)
    hope_house.texts("wrong number mate", sender="+447700900556")
    assert "wrong number mate" not in its_page(hope_house)


def test_of_nobody_nothing_was_heard(hope_house: Scene) -> None:
    hope_house.texts("hello", sender=STRANGER)
    with hope_house.bot.db.look() as work:
        assert heard.between(work, None, None, hope_house.clock.at, hope_house.clock.at) == []


def test_what_was_texted_after_the_close_is_not_shown_with_it(hope_house: Scene) -> None:
    hope_house.texts(OVERDOSE)
    one = urgent(hope_house)
    hope_house.later(minutes=5)
    closing.close(hope_house.bot, one.id, hope_house.logins["Joe"].staff_id, "ambulance", "")
    hope_house.later(minutes=5)
    hope_house.texts("thanks for last night")
    page = hope_house.signed_in("Joe").get(f"/escalations/{one.id}").text
    assert OVERDOSE in page and "thanks for last night" not in page


def test_a_strangers_number_is_one_tap_away_read_or_closed(hope_house: Scene) -> None:
    hope_house.texts(OVERDOSE, sender=STRANGER)
    joe, one = hope_house.signed_in("Joe"), urgent(hope_house)
    link = f'{RING}{STRANGER}"'
    assert link in joe.get("/").text and link in joe.get(f"/escalations/{one.id}").text
    reading.read_text(hope_house.bot, one.inbound_id or "")
    assert link in joe.get("/").text
    closing.close(hope_house.bot, one.id, hope_house.logins["Joe"].staff_id, "reached", "")
    assert link in joe.get(f"/escalations/{one.id}").text


def test_a_strangers_watched_phone_is_no_tap_away(hope_house: Scene) -> None:
    hope_house.texts(WATCHED, sender=STRANGER)
    page = its_page(hope_house)
    assert STRANGER in page and RING not in page and RING not in hope_house.signed_in("Joe").get("/").text


def test_a_shared_number_is_one_of_two_people_with_their_addresses(hope_house: Scene) -> None:
    tariqs_number_is_kellys_too(hope_house)
    hope_house.texts(OVERDOSE, sender=TARIQ)
    page = its_page(hope_house)
    assert "This number is Kelly Boyd or Tariq Aziz." in page and "Nobody we know" not in page
    assert page.count("14 Example Road") == 2 and f'{RING}{TARIQ}"' in page
    assert "URGENT Kelly B or Tariq A: overdose words" in page
    tariqs = hope_house.signed_in("Joe").get(f"/people/{hope_house.person('Tariq').id}").text
    assert OVERDOSE in tariqs and "If you ring 999" in tariqs


@pytest.mark.parametrize(("how", "said"), [("finished", "(case closed)"), ("died", "(died)")])
def test_a_number_of_a_closed_case_says_whose_it_was(hope_house: Scene, how: str, said: str) -> None:
    tariqs_case_ends(hope_house, how)
    hope_house.texts(OVERDOSE, sender=TARIQ)
    page = its_page(hope_house)
    assert f"This number was Tariq Aziz&#39;s {said}." in page and "14 Example Road" in page


def test_a_number_that_was_said_to_be_somebody_elses(hope_house: Scene) -> None:
    tariqs_number_is_kellys_too(hope_house)
    kelly, asha = hope_house.person("Kelly"), hope_house.logins["Asha"].staff_id
    numbers.decide_number(hope_house.bot, kelly.id, "verified", asha)
    endings.close(hope_house.bot, kelly.id, asha, "finished")
    hope_house.texts(OVERDOSE, sender=TARIQ)
    page = its_page(hope_house)
    assert "was Tariq Aziz&#39;s (said to be somebody else&#39;s now) and Kelly Boyd&#39;s (case closed)" in page


def test_a_worker_in_danger_is_named(hope_house: Scene) -> None:
    hope_house.texts(OVERDOSE, sender="+447700900101")
    assert "This number is Asha Patel, of the staff" in its_page(hope_house)


def test_nobody_we_know_is_said_where_it_is_true(hope_house: Scene) -> None:
    hope_house.texts(OVERDOSE, sender=STRANGER)
    assert "Nobody we know: say that you have only a phone number." in its_page(hope_house)


def no_way_to_ring(hope_house: Scene, one: Escalation) -> bool:
    joe = hope_house.signed_in("Joe")
    pages = [joe.get(path).text for path in (f"/escalations/{one.id}", f"/people/{one.person_id}")]
    return all(RING not in page and "check first who this is" in page for page in pages)


def test_overdose_on_a_phone_that_somebody_reads_is_not_rung(hope_house: Scene) -> None:
    hope_house.texts(WATCHED)
    hope_house.texts(OVERDOSE)
    overdose = next(one for one in hope_house.open() if one.kind == "overdose_now")
    assert no_way_to_ring(hope_house, overdose)


def test_a_phone_said_to_be_unsafe_stays_so_when_its_escalation_is_closed(hope_house: Scene) -> None:
    with hope_house.bot.db.work() as work:
        rows.change(work, hope_house.person().id, number="unsafe")
    hope_house.texts(OVERDOSE)
    assert no_way_to_ring(hope_house, urgent(hope_house))
    dean = hope_house.signed_in("Joe").get(f"/people/{hope_house.person().id}").text
    assert "Ring, or meet them" not in dean


def test_a_phone_that_nobody_watches_may_be_rung_and_so_may_the_sister(hope_house: Scene) -> None:
    hope_house.texts(OVERDOSE)
    dean = hope_house.signed_in("Joe").get(f"/people/{hope_house.person().id}").text
    for page in (its_page(hope_house), dean[dean.index('class="two"') :]):
        assert f'{RING}{DEAN}"' in page and f'sister, <a {RING}07700900901">07700 900901</a>' in page


@pytest.mark.parametrize(
    ("custody", "said"),
    [
        ("in_prison", "Recorded as in prison: 999 may have to go there"),
        ("to_verify", "May be in custody: not verified"),
    ],
)
def test_999_hears_first_where_they_may_have_to_go(hope_house: Scene, custody: str, said: str) -> None:
    people.set_custody(hope_house.bot, hope_house.person().id, custody, hope_house.logins["Asha"].staff_id)
    hope_house.texts(OVERDOSE)
    page = its_page(hope_house)
    assert page.index("If you ring 999") < page.index(said) < page.index("Nothing here rings 999 for you")


def test_what_they_were_told_stands_there_with_whether_it_arrived(hope_house: Scene) -> None:
    """Joe at 2 a.m. must not tell him what he has read already, nor rely on words that never came."""
    hope_house.texts(OVERDOSE)
    page = its_page(hope_house)
    told = page[page.index("What they were told") :]
    assert "Ring 999 now." in told and "govuk-tag" in told[: told.index("</ol>")]


def test_of_whoever_is_out_no_prison_is_named(hope_house: Scene) -> None:
    hope_house.texts(OVERDOSE)
    page = its_page(hope_house)
    assert "in prison" not in page and "custody" not in page


@pytest.mark.parametrize(
    ("text", "help_words"),
    [
        (OVERDOSE, "Ask for an ambulance, and"),
        ("hes outside with a knife", "Ask for the police, and an ambulance if anybody is hurt, and"),
        ("my baby swallowed my meth", "Ask for an ambulance, and"),
        ("she leaves the kids on their own all night", "Ask for an ambulance or the police, and"),
    ],
)
def test_999_is_asked_for_whoever_is_needed(hope_house: Scene, text: str, help_words: str) -> None:
    hope_house.texts(text)
    assert help_words in its_page(hope_house)


def test_danger_that_a_no_made_less_urgent_stands_above_what_is_merely_overdue(hope_house: Scene) -> None:
    with hope_house.bot.db.work() as work:
        kelly = about(work, hope_house.person("Kelly"))
        escalations.raise_one(hope_house.bot, work, kelly, "missed_appointment", "today", hope_house.clock.at)
    hope_house.later(minutes=1)
    hope_house.texts("cant do this no more")
    hope_house.texts("2")
    joe = hope_house.signed_in("Joe")
    page = joe.get("/").text
    said = "Danger words, made less urgent by their answer"
    assert page.index("Dean F: suicide words") < page.index(said) < page.index("Kelly B: missed an appointment")
    one = next(one for one in hope_house.open() if one.kind == "suicide_risk")
    assert one.urgency == "today"
    page = joe.get(f"/escalations/{one.id}").text
    assert page.count(said) == 1 and "Made less urgent by their answer" in page


@pytest.mark.parametrize(("text", "watched"), [(OVERDOSE, False), (WATCHED, True)])
def test_an_answer_to_danger_that_did_not_arrive_says_what_it_means(
    hope_house: Scene, text: str, watched: bool
) -> None:
    hope_house.texts(text)
    said, joe = "They may not know to ring 999", hope_house.signed_in("Joe")
    assert said not in joe.get("/").text
    with hope_house.bot.db.work() as work:
        escalations.unheard(hope_house.bot, work, about(work, hope_house.person()), hope_house.clock.at)
    assert joe.get("/").text.count(said) == 1
    [one] = [one for one in hope_house.open() if one.urgency == "urgent"]
    page = joe.get(f"/escalations/{one.id}").text
    assert said in page
    assert (f"{said}. Do not text or ring them" in page) == watched
