"""A worker writes to a person in their own words."""

from __future__ import annotations

from bot.core.parts import count
from bot.handlers.bot import Bot, the_person
from bot.handlers.refusal import Refusal
from bot.store import inbound, outbox

LONGEST = 1_000


def write(bot: Bot, person_id: str, staff_id: str, body: str) -> str:
    """Owe the person the worker's words; raises Refusal: empty, too long, or they may not be texted."""
    body = body.strip()
    if not body:
        raise Refusal("body", "the text is empty", "Write what you want to say")
    if len(body) > LONGEST:
        raise Refusal("body", f"the text is {len(body)} characters", f"Keep it under {LONGEST}, or ring")
    now = bot.clock.now()
    with bot.db.work() as work:
        person = the_person(work, person_id)
        if refusal := person.standing.refusal("reply"):
            raise Refusal("body", f"{person.first_name} cannot be texted: {refusal}", "Ring, or meet them")
        text_id = outbox.add(
            work,
            to=person.phone or "",
            body=body,
            now=now,
            person_id=person_id,
            message=f"written by {staff_id}",
            manner="reply",
            parts=count(body).parts,
            lane=outbox.REPLY,
        )
        inbound.read(work, person_id)
        work.after.append(bot.wake)
    return text_id
