"""The JSON API below `/api/v1`, for case systems: an application of its own, without sessions, cookies or forms.

What it can do stands in `openapi.json`, which is served with it. Every door calls a handler that the console or an
import uses too; a token reaches the people of its own agency and team, and nobody else.
"""

from bot.web.api.doors import ADDRESS, application

__all__ = ["ADDRESS", "application"]
