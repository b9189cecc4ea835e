"""Floor 2: message ids and facts to the text that a person reads, and the checks of what staff write.

Texts arrive as strings, so that a frozen revision compiles as a file on disk does; nothing here reads a file.
It knows nothing of rows, providers or flows, and never sends a text with a gap in it: it raises instead.
"""
