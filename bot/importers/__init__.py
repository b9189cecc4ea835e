"""Floor 2: files that somebody else wrote, read into rows with their places.

Nothing here knows the database or the rules; a file is read forwards, and whole only where it is a calendar.
What cannot be read says where, what is wrong and what to do.
"""
