"""Floor 2: the files of flows and messages, frozen by their content hash, and the library that they make.

It knows the disk and YAML; nothing else about either passes this room: plain values go on to `core`.
"""

from bot.revisions.folder import read_folder, revision_of
from bot.revisions.shelf import library

__all__ = ["library", "read_folder", "revision_of"]
