"""Floor 2: files that somebody else wrote, read into rows with their places.

Nothing here knows the database or the rules; a file is only ever read forwards, and never whole unless it is a calendar.
What cannot be read says where, what is wrong and what to do.
"""
