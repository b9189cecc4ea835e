"""One escalation, watched over a night: who had it, until when, who was told how often, and what came of it."""

from __future__ import annotations

from bot.handlers import closing, escalations, outcomes, owning, timers
from bot.handlers.bot import about, the_person
from bot.store import outbox, said, staff, tasks
from bot.store.escalations import Escalation
from tests.web.console_scene import OVERDOSE, Scene, danger, follow, press


def hours_pass(hope_house: Scene, minutes: int) -> None:
    """Every timer of that time rings, minute by minute."""
    for _ in range(minutes):
        hope_house.later(minutes=1)
        timers.ring_due(hope_house.bot)


def reads(hope_house: Scene, one: Escalation, name: str = "Priya") -> str:
    return hope_house.signed_in(name).get(f"/escalations/{one.id}").text


def test_the_part_above_the_form_is_sent_again_only_when_it_has_changed(hope_house: Scene) -> None:
    one, joe = danger(hope_house), hope_house.signed_in("Joe")
    at = f"/escalations/{one.id}/now"
    first = joe.get(at)
    assert OVERDOSE in first.text and "If you ring 999" in first.text and "textarea" not in first.text
    seen = {"If-None-Match": first.headers["ETag"]}
    assert (joe.get(at, headers=seen).status_code, joe.get(at, headers=seen).text) == (304, "")
    hope_house.texts("20 Example Road")
    again = joe.get(at, headers=seen)
    assert again.status_code == 200 and "20 Example Road" in again.text
    assert f'hx-get="{at}"' in joe.get(f"/escalations/{one.id}").text


def test_a_page_that_stays_open_says_who_closed_it_meanwhile(hope_house: Scene) -> None:
    one, joe = danger(hope_house), hope_house.signed_in("Joe")
    closing.close(hope_house.bot, one.id, hope_house.logins["Priya"].staff_id, "reached", "At home.")
    assert "Priya Shah closed it: Reached: spoke to them. At home." in joe.get(f"/escalations/{one.id}/now").text


def test_who_had_it_and_wrote_no_outcome_is_named_with_the_new_deadline(hope_house: Scene) -> None:
    one = danger(hope_house)
    owning.mine(hope_house.bot, one.id, hope_house.logins["Joe"].staff_id)
    assert "20 minutes left to write an outcome" in reads(hope_house, one)
    hours_pass(hope_house, 21)
    page = reads(hope_house, one)
    assert "Joe Mensah had it, no outcome yet." in page and "Nobody has it yet" not in page
    assert "4 minutes left before the next one is told" in page and "today at 1:25pm" in page
    assert "Joe Mensah had it, no outcome yet." in hope_house.signed_in("Priya").get("/").text
    owning.mine(hope_house.bot, one.id, hope_house.logins["Priya"].staff_id)
    assert "Priya Shah has it." in reads(hope_house, one, "Joe")


def test_what_was_passed_on_is_nobodys(hope_house: Scene) -> None:
    one, joe = danger(hope_house), hope_house.logins["Joe"].staff_id
    owning.mine(hope_house.bot, one.id, joe)
    owning.pass_on(hope_house.bot, one.id, joe)
    assert "Nobody has it yet." in reads(hope_house, one)


def test_a_deadline_that_is_past_is_late_and_nothing_more(hope_house: Scene) -> None:
    one = danger(hope_house)
    hope_house.later(minutes=7)
    page = reads(hope_house, one)
    assert "2 minutes late" in page and "late before" not in page


def test_passing_on_danger_tells_the_next_one_now(hope_house: Scene) -> None:
    one, joe = danger(hope_house), hope_house.signed_in("Joe")
    assert "The next one is told now." in follow(joe, press(joe, "/", f"/escalations/{one.id}/pass"))


def test_passing_on_at_night_says_that_the_next_one_is_told_in_the_morning(hope_house: Scene) -> None:
    hope_house.texts("I need my script")
    one, asha = hope_house.open()[0], hope_house.signed_in("Asha")
    hope_house.later(hours=12)
    page = follow(asha, press(asha, "/", f"/escalations/{one.id}/pass"))
    assert "The next one is told today at 8am." in page
    assert "waiting to go, <time" in page


def test_a_night_of_tellings_is_a_few_lines(hope_house: Scene) -> None:
    one = danger(hope_house)
    hours_pass(hope_house, 60)
    page = reads(hope_house, one)
    trail = page[page.index("Who was told") :]
    assert "Told Carol Webb 11 times between" in trail and ">13:10</time> and" in trail and ">14:00</time>" in trail
    assert trail.count("<summary") == 3 and trail.count("Told Carol Webb") == 1


def test_what_happens_between_tellings_stands_in_its_place(hope_house: Scene) -> None:
    one = danger(hope_house)
    hours_pass(hope_house, 16)
    owning.mine(hope_house.bot, one.id, hope_house.logins["Carol"].staff_id)
    hours_pass(hope_house, 22)
    page = reads(hope_house, one)
    says = ("Raised", "Told Joe Mensah 2 times", "Carol Webb said", "wrote no outcome in time", "Told Joe Mensah")
    trail = page[page.index("Who was told") :]
    places = [trail.index(words) for words in says[:-1]] + [trail.rindex(says[-1])]
    assert places == sorted(places)


def test_an_email_is_sent_and_not_for_ever_on_its_way(hope_house: Scene) -> None:
    one = danger(hope_house)
    with hope_house.bot.db.work() as work:
        for row in said.of_escalation(work, one.id):
            outbox.change(work, row["id"], state="sent", sent_at=hope_house.clock.at)
    page = reads(hope_house, one)
    assert "e-mail: sent" in page and "text: on its way" in page


def test_an_overdue_task_says_which(hope_house: Scene) -> None:
    sean = hope_house.person("Sean").id
    with hope_house.bot.db.work() as work:
        now = hope_house.clock.at
        task = {"state": "open", "otherwise": "task_overdue", "open_at": now, "due_at": now}
        task_id = tasks.add(work, sean, "who_meets", **task)
        subject = about(work, the_person(work, sean))
        escalations.raise_one(hope_house.bot, work, subject, "task_overdue", "today", now, cause=f"task {task_id}")
    one, asha = hope_house.open()[0], hope_house.signed_in("Asha")
    words = "a task is overdue: Agree who meets them on the day"
    assert f"<title>Sean D: {words}" in reads(hope_house, one)
    for path in ("/", f"/people/{sean}"):
        assert f"Sean D: {words}" in asha.get(path).text
    assert f"Escalation: {words}" in asha.get(f"/people/{sean}").text


def test_a_worker_who_cannot_be_reached_is_named(hope_house: Scene) -> None:
    with hope_house.bot.db.work() as work:
        joe = staff.get(work, hope_house.logins["Joe"].staff_id)
        assert joe
        outcomes.staff_unreachable(hope_house.bot, work, joe, hope_house.clock.at)
    one = hope_house.open()[0]
    words = "Joe Mensah: a member of staff could not be reached"
    assert f"<title>{words}" in reads(hope_house, one) and words in hope_house.signed_in("Asha").get("/").text


def test_the_timeline_says_who_closed_it_and_with_what(hope_house: Scene) -> None:
    one, joe = danger(hope_house), hope_house.signed_in("Joe")
    at = f"/escalations/{one.id}"
    press(joe, at, f"{at}/close", outcome="reached", note="At his sister's.")
    words = "Joe Mensah closed it: Reached: spoke to them. At his sister&#39;s."
    assert words in joe.get(at).text and words in joe.get(f"/people/{one.person_id}").text
    assert "Unread" in joe.get(f"/people/{one.person_id}").text
