"""What the provider posts to us: checked by its signature before anything is read, answered only after the commit.

Nothing here decides: each door reads a form, calls one handler, and says what the provider wants to hear.
"""

from bot.web.webhooks.doors import ADDRESS, application

__all__ = ["ADDRESS", "application"]
