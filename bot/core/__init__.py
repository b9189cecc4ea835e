"""Floor 1, pure: values in, effects out.

Nothing here opens a file, a socket or a database, starts a thread, reads the environment or asks the time.
What it needs to know it is given, and what it wants done it returns.
"""
