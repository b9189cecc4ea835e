"""The console: where keyworkers and duty workers see what needs them, and say "mine".

Pages read through the store and write through handlers only; a GET changes nothing
but the count of who looked. One file per page in `pages/`.
"""

from bot.web.console.doors import install
from bot.web.console.files import take_files

__all__ = ["install", "take_files"]
