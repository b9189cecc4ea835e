"""What a check finds. It lives beside the readers of files, which refuse with it and know nothing of checks."""

from __future__ import annotations

from bot.core.problem import Problem, Refused

__all__ = ["Problem", "Refused"]
