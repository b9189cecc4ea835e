"""Every door of the console, and what stands before all of them: sign-in, strict headers, plain error pages."""

from __future__ import annotations

from flask import Blueprint, Flask, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from werkzeug.exceptions import HTTPException

from bot.handlers.bot import Bot
from bot.web.console import assets, headers, plan_words, say
from bot.web.console.access import access, only_theirs
from bot.web.console.pages import (
    appointments,
    areas,
    card,
    close,
    escalation,
    hand_over,
    home,
    imports,
    learning,
    looking,
    misunderstood,
    new_person,
    pathways,
    people,
    person,
    referral,
    referrals,
    sharing,
    standing,
    tasks,
    texts,
    write,
)  # fmt: skip
from bot.web.sign_in.who import me, sign_in_first, signed_in

PAGES = (
    home,
    people,
    new_person,
    person,
    pathways,
    looking,
    sharing,
    referrals,
    referral,
    write,
    texts,
    misunderstood,
    learning,
    imports,
    appointments,
    areas,
    tasks,
    standing,
    hand_over,
    close,
    card,
    escalation,
)


def install(app: Flask, bot: Bot) -> None:
    """Put the console at `/`; `bot.web.sign_in.setup.install` comes first."""
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    app.jinja_loader = ChoiceLoader([app.jinja_loader, govuk]) if app.jinja_loader else govuk
    app.jinja_env.filters.update({**say.FILTERS, **plan_words.FILTERS})
    app.jinja_env.globals.update(asset=assets.url, missing_assets=assets.missing, **plan_words.GLOBALS)
    app.context_processor(_who)
    app.register_blueprint(_doors())
    assets.install(app)
    headers.install(app)
    app.register_error_handler(CSRFError, _too_old)
    app.register_error_handler(HTTPException, _wrong)


def _doors() -> Blueprint:
    doors = Blueprint("console", __name__, template_folder="templates")
    doors.before_request(sign_in_first)
    doors.before_request(only_theirs)
    doors.register_error_handler(LookupError, _gone)
    for page in PAGES:
        page.add(doors)
    return doors


def _who() -> dict[str, object]:
    return {"me": me(), "partner": access().partner} if signed_in() else {"me": None}


def _too_old(_error: CSRFError) -> ResponseReturnValue:
    """The form was open longer than the session lasted, or did not come from our page: nothing was done."""
    do = "Nothing was changed. Go back, load the page again and do it once more."
    return render_template("console/problem.html", title="That page was open too long", do=do), 400


def _wrong(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    if not signed_in():
        return error
    title, do = PROBLEMS.get(error.code or 500, PROBLEMS[500])
    return render_template("console/problem.html", title=title, do=do), error.code or 500


def _gone(error: Exception) -> ResponseReturnValue:
    """A handler was asked about somebody who is not there; any other LookupError is a fault of ours."""
    if type(error) is not LookupError:
        raise error
    title, do = PROBLEMS[404]
    return render_template("console/problem.html", title=title, do=do), 404


PROBLEMS = {
    403: ("You may not do that", "Ask your team leader if you think that you should."),
    404: ("There is no such page", "It may have been closed or moved. Start again from Needs you now."),
    405: ("There is no such page", "Start again from Needs you now."),
    413: ("That is too large", "Nothing was changed. Split the file, or have IMPORT_MAX_MB raised."),
    500: ("Something went wrong", "If somebody is in danger ring 999. Then try again, and tell your team leader."),
}
