"""One piece of work for each request that writes, and under an idempotency key the same answer to a repeat.

What was done and the answer that was given are one commit: a repeat finds both or neither.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any

from flask import Response, request

from bot.handlers.bot import Bot
from bot.handlers.races import until_won
from bot.store import tokens
from bot.store.database import Work
from bot.store.tokens import Answer, Token
from bot.web.api.problems import Told

HEADER = "Idempotency-Key"
_KEY = re.compile(r"[\x21-\x7e]{1,100}")
Act = Callable[[Work], tuple[int, dict[str, Any]]]


def answer(status: int, body: dict[str, Any]) -> Response:
    """JSON, never kept on the way."""
    response = Response(json.dumps(body), status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def write(bot: Bot, token: Token, act: Act) -> Response:
    """Do it, once for each key; raises Told where a key comes back with another request."""
    key = request.headers.get(HEADER)
    if key is not None and not _KEY.fullmatch(key):
        error = {"field": HEADER, "what": "it is no key", "do": "Send 1 to 100 letters, figures and signs"}
        raise Told(422, "It cannot be taken as it is", [error])
    given: list[Response] = []
    # Where the same request, or one of the same reference, was faster, what it left is there at the next try.
    until_won(lambda: given.append(_written(bot, token, key, act)))
    bot.wake()
    return given[-1]


def _written(bot: Bot, token: Token, key: str | None, act: Act) -> Response:
    with bot.db.work() as work:
        if key is None:
            return answer(*act(work))
        key_hash, asked = work.vault.hash("idempotency", key), _asked()
        if known := tokens.answer_of(work, token.id, key_hash):
            if known.asked != asked:
                error = {"field": HEADER, "what": "this key stood for another request", "do": "Send a new key"}
                raise Told(422, "It cannot be taken as it is", [error])
            repeat = answer(known.status, known.body)
            repeat.headers["Idempotency-Replayed"] = "true"
            return repeat
        status, body = act(work)
        tokens.keep_answer(work, token.id, key_hash, Answer(asked, status, body), bot.clock.now())
        return answer(status, body)


def _asked() -> str:
    whole = b"\0".join((request.method.encode(), request.path.encode(), request.get_data()))
    return hashlib.sha256(whole).hexdigest()
