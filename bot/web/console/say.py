"""What the console says in words: times, delivery, and what a text was understood as."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from flask import g
from markupsafe import Markup

from bot.channels.codes import what_it_means
from bot.core.meaning import SURE_ENOUGH
from bot.handlers import lessons
from bot.handlers.lessons import MEANINGS
from bot.web.console.dial import dial
from bot.web.console.reading.causes import outcome
from bot.web.sign_in.who import the_bot
from bot.wording.when import say_day, say_when

MINUTE, HOUR, DAY = 60, 3600, 86_400


def now() -> datetime:
    """The moment that this page is of: one for all of it, on the wall clock of the house rules."""
    if "now" not in g:
        g.now = the_bot().clock.now().astimezone(the_bot().rules.house_rules.zone)
    moment: datetime = g.now
    return moment


def span(length: timedelta) -> str:
    """A length as it is said: "1 minute", "3 hours", "2 days"."""
    seconds = max(0, int(length.total_seconds()))
    for unit, name in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")):
        if seconds >= unit:
            many = seconds // unit
            return f"{many} {name}{'s' if many > 1 else ''}"
    return "less than a minute"


def _time(moment: datetime, words: str) -> Markup:
    local = moment.astimezone(now().tzinfo)
    exact = f"{local:%A} {local.day} {local:%B %Y, %H:%M}"
    return Markup('<time datetime="{}" title="{}">{}</time>').format(local.isoformat(), exact, words)


def when(moment: datetime) -> Markup:
    return _time(moment, say_when(moment, now()))


def ago(moment: datetime) -> Markup:
    past = now() - moment
    return _time(moment, "just now" if past < timedelta(minutes=1) else f"{span(past)} ago")


def left(deadline: datetime, to_do: str = "") -> Markup:
    """Time left for something, or how long it is past."""
    rest = deadline - now()
    return _time(deadline, f"{span(rest)} left {to_do}".strip() if rest >= timedelta(0) else f"{span(-rest)} late")


def on_day(day: date) -> str:
    """A day as it is said: "today", "Friday 12 June"."""
    return say_day(day, now().date())


def stretch(first: datetime, last: datetime) -> Markup:
    """From one moment to another: by the clock alone within a day."""
    one, other = first.astimezone(now().tzinfo), last.astimezone(now().tzinfo)
    if one.date() != other.date():
        return Markup("between {} and {}").format(when(first), when(last))
    return Markup("between {} and {}").format(_time(first, f"{one:%H:%M}"), _time(last, f"{other:%H:%M}"))


DELIVERY: Mapping[str, str] = {
    "waiting": "waiting to go",
    "sending": "on its way",
    "sent": "on its way",
    "delivered": "delivered",
    "undelivered": "phone may be off",
    "failed": "did not go",
    "unsure": "we cannot tell whether it went",
}
UNDELIVERED: Mapping[str, str] = {
    "opted_out": "not sent: they asked us to stop",
    "bad_number": "number not in use",
    "permanent": "did not arrive",
    "try_again": "phone may be off",
    "tell_staff": "did not arrive",
}


def delivery(row: Mapping[str, Any]) -> str:
    """Where a text of ours is, in plain words."""
    state, reason = row["state"], row["reason"] or ""
    if state == "dropped":
        return f"not sent: {reason or 'no longer needed'}"
    if (row["channel"], state) == ("email", "sent"):
        return "sent"
    if state in ("undelivered", "failed"):
        meaning = what_it_means(reason, the_bot().rules.house_rules.codes)
        return UNDELIVERED.get(meaning, DELIVERY[state])
    return DELIVERY[state]


def tone(row: Mapping[str, Any]) -> str:
    """The colour of the word: GOV.UK tag classes; the word says it too."""
    tones = {"delivered": "green", "undelivered": "red", "failed": "red", "unsure": "orange", "dropped": "grey"}
    return f"govuk-tag--{tones.get(row['state'], 'blue')}"


UNDERSTOOD: Mapping[str, str] = {
    "phone_unsafe": "the phone is not safe to text",
    "recalled_or_arrested": "may be back in custody",
    "opt_out": "stop texting me",
    "wrong_person": "wrong person",
    "opt_in": "text me again",
    "decline": "no, or cannot come",
    "reschedule": "wants another time",
    "running_late": "running late",
    "confirm": "yes",
    "missed_script": "missed a script",
    "used_or_lapse": "has used",
    "housing_tonight": "nowhere to stay tonight",
    "naloxone_info": "asks about naloxone",
    "overdose_info": "asks about overdose",
    "money_or_id": "money or ID",
    "question_appointment": "asks about an appointment",
    "speak_to_person": "wants to speak to somebody",
    "phone_change": "a new number",
    "language": "another language",
    "who_is_this": "asks who this is",
    "thanks_or_chat": "thanks or chat",
    "cravings": "is tempted, has not used",
    "three_days_missed": "three days or more without a script",
    "jobcentre": "the jobcentre or Universal Credit",
    "no_id": "no ID or bank account",
    "family": "family or a friend of theirs",
    "practical_win": "good news",
}


def understood(intent: str | None) -> str:
    """What a text was understood as."""
    if not intent:
        return ""
    return UNDERSTOOD.get(intent) or kind(intent)


NOTHING, NONE = "nothing that we know", "nothing that this list names"


def heard_as(text: Mapping[str, Any]) -> str:
    """What a stored text was understood as when it came, in words."""
    meaning = text["meaning"]
    first = next(iter(meaning.get("readings") or ()), None)
    if text["intent"]:
        guessed = first is not None and first["confidence"] < SURE_ENOUGH
        said = understood(text["intent"])
        finer = ", ".join(understood(each["topic"]) for each in meaning["readings"] if each.get("topic"))
        return finer or (f"perhaps: {said}" if guessed else said)
    if answer := meaning.get("answer"):
        return f"an answer: {plain(str(answer)).lower()}"
    return NOTHING if meaning.get("value") is None else "an answer"


def meanings() -> list[tuple[str, str]]:
    """Everything that a text may mean, to choose from."""
    return [("", "Choose one"), *((each, meant(each)) for each in MEANINGS)]


def meant(intent: str) -> str:
    """What a lesson says that a text meant."""
    return NONE if intent == lessons.NONE else understood(intent)


def kind(name: str, about: str = "") -> str:
    """A kind of escalation in the words of the house rules, with the task that is the matter."""
    says = the_bot().rules.house_rules.kind(name).says
    return f"{says}: {task(about)}" if about else says


TASKS: Mapping[str, str] = {
    "print_card": "Print the card and give it to them",
    "who_meets": "Agree who meets them on the day",
    "confirm_release": "Confirm the release",
    "close_or_extend": "Close the pathway, or extend it",
    "confirm_start": "Record the start, and that their number may be texted",
    "check_release_day": "They are due out before days off: ask the prison if it will be earlier",
    "find_release_day": "The day of release is not known: find it out",
    "assess_needs": "See them, and agree what they need",
    "refer_on": "Refer them to the team that will meet them",
    "referral_accepted": "The referral is accepted: who took it, and when they meet",
    "plan_first_weeks": "Plan the first weeks: a place to stay, money, a doctor, treatment",
    "look_back": "Look back together: what goes on, what can end",
    "explain_order": "Explain the order: what is passed on, to whom, and what is not",
    "enter_dates": "Enter the dates: court reviews, tests, treatment",
    "prepare_review": "Prepare the next court review",
    "tests_ahead": "Look over tests and treatment: are the next dates entered?",
    "book_in": "Book them in for the next working morning",
    "see_them": "See them, as they were booked in",
    "read_new_plan": "Their plan has changed: read what is planned now",
    "reach_otherwise": "Reach them some other way: they cannot be texted",
    "record_attendance": "Did they come? Record it with the appointment",
    "after_danger": "There was danger: read what was done, and be in touch",
    "find_them": "They were not found: look again",
    "refer_housing": "Ask the council for housing help: they agreed, and named the council",
    "safe_contact": "Agree how they can be reached safely, and write the plan on their page",
    "ask_about_housing": "Ask them whether we may ask a council for housing help",
    "explain_first": "Explain in person what must be passed on, then record it again",
}


def plain(name: str) -> str:
    """A name from a file, as words: "check_in" is "Check in"."""
    return name.replace("_", " ").capitalize()


def task(name: str) -> str:
    return TASKS.get(name) or plain(name)


def pairs(things: Iterable[Any], key: str, words: str) -> list[tuple[str, str]]:
    """What a list to choose from is made of."""
    return [(getattr(thing, key), getattr(thing, words)) for thing in things]


FILTERS: Mapping[str, Callable[..., Any]] = {
    "when": when, "ago": ago, "left": left, "span": span, "delivery": delivery, "tone": tone,
    "understood": understood, "kind": kind, "task": task, "plain": plain, "pairs": pairs, "outcome": outcome,
    "on_day": on_day, "stretch": stretch, "dial": dial, "heard_as": heard_as, "meant": meant,
}  # fmt: skip
